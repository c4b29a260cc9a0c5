import assert from 'node:assert/strict';
import { test } from 'node:test';

import { BY_HAND, upcoming } from '../src/agenda.js';
import { Session } from '../src/session.js';
import { engine, workspace, workspaceScenarios } from './support/engine.js';

const PROCESS_KEY = 1;

function started(scenario) {
  const session = new Session(engine, workspace());
  session.start({ id: 'sim', variables: scenario.variables ?? {} }, scenario.at ?? 0);
  return session;
}

function stepBy(session, scenario) {
  const [item] = upcoming(session, scenario);
  return item && session.apply(item.event, item.at, item.origin);
}

function played(name) {
  const scenario = workspaceScenarios[name];
  const session = started(scenario);
  while (stepBy(session, scenario));
  return session;
}

/** The engine leaves empty variables out where it writes an event. */
function withoutEmpty({ variables = {}, ...event }) {
  return Object.keys(variables).length > 0 ? { ...event, variables } : event;
}

/** All that can be asked about each element. */
function picture(session) {
  const { statistics } = session;
  return session.definition.elements.map(({ id }) => ({
    id,
    state: statistics.state(id),
    visits: structuredClone(statistics.visits(id)),
    log: statistics.log(id).length,
  }));
}

for (const [name, scenario] of Object.entries(workspaceScenarios)) {
  test(`the scenario ${name} goes as in the engine's own simulation`, () => {
    const report = new engine.Simulation(workspace(), scenario).run();
    const session = played(name);
    const mine = session.rows.map(({ at, event, outcome, active }) => ({
      at,
      event: event.type === 'start' ? undefined : withoutEmpty(event),
      outcome,
      active: active.filter(({ key }) => key !== PROCESS_KEY).map(({ element }) => element),
    }));
    const theirs = report.rows.map(({ at, event, outcome, active }) => ({ at, event, outcome, active }));
    assert.deepEqual(mine, theirs);
    assert.equal(session.status, report.status);
    assert.deepEqual(session.variables(), report.variables);
  });
}

test('allocation is tried at 0, 30, 60 and 90 s before it is given up', () => {
  const session = played('exhausted');
  const attempts = session.statistics.visits('allocate');
  assert.deepEqual(
    attempts.map(({ start, state }) => [start, state]),
    [0, 30_000, 60_000, 90_000].map((at) => [at, 'failed']),
  );
  assert.equal(session.statistics.state('allocate-resources'), 'failed');
  assert.equal(session.statistics.flow('retry-allocating'), 3);
  assert.equal(session.statistics.flow('give-up-allocating'), 1);
  assert.equal(session.status, 'terminated');
});

test('what went in and came out of each visit is known', () => {
  const session = played('retry');
  const [first, , third] = session.statistics.visits('allocate');
  assert.equal(session.variables(first.key, session.rows[first.startStep]).attempts, undefined);
  assert.equal(session.variables(third.key, session.rows[third.startStep]).attempts, 2);
  assert.deepEqual(first.outputs, { attempts: 1, reason: 'no large host is free' });
  assert.equal(third.outputs.attempts, 3);
  assert.equal(third.state, 'done');
});

test('what a boundary event brings is not taken for its host’s output', () => {
  const session = played('cancel');
  const [visit] = session.statistics.visits('allocate-resources');
  assert.equal(visit.state, 'cancelled');
  assert.equal(visit.outputs, undefined);
  assert.equal(session.variables().cancelledBy, 'mei.lin@example.com');
});

test('going back and forth shows what was, step by step', () => {
  const scenario = workspaceScenarios['generate-failure'];
  const session = started(scenario);
  const pictures = [picture(session)];
  while (stepBy(session, scenario)) pictures.push(picture(session));
  for (const index of [3, 0, 5, 1, pictures.length - 1, 2]) {
    session.goTo(index);
    assert.deepEqual(picture(session), pictures[index]);
    assert.equal(session.clock, session.rows[index].at);
    assert.deepEqual(session.obligations, session.row.instance.obligations());
  }
});

test('acting in the past starts a new future', () => {
  const session = played('success');
  const { length } = session.rows;
  session.goTo(1);
  assert.ok(session.hasFuture);
  session.apply({ type: 'signal', name: 'cancel-workspace' });
  assert.equal(session.rows.length, 3);
  assert.ok(session.rows.length < length);
  assert.equal(session.hasFuture, false);
  assert.equal(session.statistics.state('handle-cancellation'), 'waiting');
  assert.equal(session.statistics.state('generate'), 'pending');
});

test('an event that does not fit changes nothing', () => {
  const session = played('success');
  session.goTo(2);
  const before = picture(session);
  assert.throws(() => session.apply({ type: 'jobCompleted', job: 999, variables: {} }), { code: 'unknownKey' });
  assert.deepEqual(picture(session), before);
  assert.equal(session.rows.length, 5);
  assert.equal(session.cursor, 2);
});

test('an input of the scenario is used once, and again after going back before it', () => {
  const scenario = workspaceScenarios.cancel;
  const session = played('cancel');
  const step = session.rows.find((row) => row.origin === 'input 0').index;
  assert.equal(session.rows.filter((row) => row.origin === 'input 0').length, 1);
  session.goTo(step - 1);
  assert.equal(upcoming(session, scenario)[0].origin, 'input 0');
  session.goTo(step);
  assert.ok(upcoming(session, scenario).every((item) => item.origin !== 'input 0'));
});

test('by hand, only timers happen by themselves', () => {
  const session = started(workspaceScenarios.retry);
  const items = upcoming(session, BY_HAND);
  assert.deepEqual(
    items.map(({ kind, at, obligation }) => [kind, at, obligation.element]),
    [['timer', 86_400_000, 'request-timeout']],
  );
});

test('a timer that is overdue because time was let pass fires at once', () => {
  const session = started(workspaceScenarios['request-timeout']);
  session.wait(90_000_000);
  const row = stepBy(session, BY_HAND);
  assert.equal(row.at, 90_000_000);
  assert.equal(row.subject.element, 'request-timeout');
});

test('what was applied elsewhere is taken in at its own time, whichever step is shown', () => {
  const [session, elsewhere] = [started({}), started({})];
  const job = session.obligations.find(({ type }) => type === 'job').key;
  const event = { type: 'jobCompleted', job, variables: {} };
  elsewhere.apply(event, 5000);
  // As time does that goes on at a host.
  session.wait(9000);
  session.append(event, 5000);
  assert.equal(session.row.instance.save(), elsewhere.row.instance.save());
  session.goTo(0);
  session.append({ type: 'setVariables', variables: { size: 'large' } }, 6000);
  assert.deepEqual([session.cursor, session.rows.length], [0, 3]);
  session.note(0, [{ at: 10, entry: { type: 'claimed', element: 'request-workspace', user: 'ann' } }]);
  assert.equal(session.statistics.log('request-workspace').at(-1).data.user, 'ann');
  session.goTo(2);
  assert.equal(session.variables().size, 'large');
});
