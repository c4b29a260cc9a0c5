// Requests of state machines on a durable host: who may do what, and what many do at once.
import assert from 'node:assert/strict';
import { FrozenClock } from 'tidewheel/host';
import { NOON, engineOn, onStores } from './support/stores.mjs';

const PEOPLE = Array.from({ length: 20 }, (_, n) => `p${n}`);
const MACHINE = JSON.stringify({
  id: 'leave',
  name: 'Leave of absence',
  groups: [
    { id: 'staff', members: ['ann', ...PEOPLE] },
    { id: 'lead', members: ['lea'] },
  ],
  actions: [
    { id: 'ask', group: 'staff', target: 'requester' },
    { id: 'approve', group: 'lead' },
    { id: 'comment', group: 'staff', target: 'stakeholders' },
  ],
  states: [
    { id: 'draft', type: 'start' },
    { id: 'asked', type: 'normal', activities: [{ id: 'mail', fields: { days: '= days' } }] },
    { id: 'granted', type: 'complete' },
  ],
  transitions: [
    { id: 'asks', from: 'draft', to: 'asked', actions: ['ask'] },
    { id: 'grants', from: 'asked', to: 'granted', actions: ['approve'] },
    { id: 'comments', from: 'asked', to: 'asked', actions: ['comment'] },
  ],
  timeout: 'PT10M',
});

/** The job of an action that somebody may choose. */
async function job(engine, request, user, action) {
  const { actions } = await engine.runtime.actions(request, { user });
  return actions.find((one) => one.action === action).job;
}

async function act(engine, request, user, action, variables = {}) {
  const key = await job(engine, request, user, action);
  await engine.runtime.apply(request, { type: 'actionChosen', job: key, by: user });
  await engine.runtime.apply(request, { type: 'actionCompleted', job: key, by: user, variables });
}

onStores('a request goes its way and keeps its people', async (store, context) => {
  const engine = await engineOn(store, context);
  const told = [];
  await engine.repository.deploy(MACHINE);
  engine.listener('mail', (listener) => void told.push(listener));
  const { instance } = await engine.runtime.start('leave', { requester: 'ann', stakeholders: ['p1'] });
  assert.deepEqual((await engine.runtime.actions(instance, { user: 'p1' })).stakeholders, ['ann', 'p1']);
  await act(engine, instance, 'ann', 'ask', { days: 3 });
  await engine.settle();
  assert.deepEqual(
    told.map(({ implementation, fields }) => [implementation, fields]),
    [['mail', { days: 3 }]],
  );
  const tasks = await engine.tasks.query({ candidateGroups: ['lead'] });
  assert.deepEqual(
    tasks.map((task) => task.node),
    ['grants.approve'],
  );
  await assert.rejects(engine.tasks.complete(tasks[0]), /is an action/);
  await act(engine, instance, 'lea', 'approve');
  const { state } = await engine.runtime.actions(instance, { user: 'lea' });
  assert.deepEqual(state, { id: 'granted', name: 'granted', type: 'complete' });
  assert.equal((await engine.runtime.instance(instance)).status, 'completed');
  assert.deepEqual(await engine.management.check(instance), []);
});

onStores('an abandoned choice is given back in time', async (store, context) => {
  const clock = new FrozenClock(NOON);
  const engine = await engineOn(store, context, { clock });
  await engine.repository.deploy(MACHINE);
  const { instance } = await engine.runtime.start('leave', { requester: 'ann' });
  const key = await job(engine, instance, 'ann', 'ask');
  await engine.runtime.apply(instance, { type: 'actionChosen', job: key, by: 'ann' });
  assert.equal((await engine.runtime.actions(instance, { user: 'ann' })).chosen.by, 'ann');
  clock.advance(10 * 60_000);
  await engine.settle();
  const found = await engine.runtime.actions(instance, { user: 'ann' });
  assert.equal(found.chosen, undefined);
  assert.deepEqual(
    found.actions.map((one) => one.job),
    [key],
  );
});

onStores('of many who choose at once one does', async (store, context) => {
  const engine = await engineOn(store, context);
  await engine.repository.deploy(MACHINE);
  const { instance } = await engine.runtime.start('leave', { requester: 'ann', stakeholders: PEOPLE });
  await act(engine, instance, 'ann', 'ask');
  const key = await job(engine, instance, 'p0', 'comment');
  const answers = await Promise.allSettled(
    PEOPLE.map((by) => engine.runtime.apply(instance, { type: 'actionChosen', job: key, by })),
  );
  const refused = answers.filter(({ status }) => status === 'rejected').map(({ reason }) => reason.code);
  assert.deepEqual(refused, Array(PEOPLE.length - 1).fill('alreadyChosen'));
  const winner = PEOPLE[answers.findIndex(({ status }) => status === 'fulfilled')];
  assert.equal((await engine.runtime.actions(instance, { user: 'p0' })).chosen.by, winner);
});
