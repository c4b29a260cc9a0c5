import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AUTOMATIC, BY_HAND, upcoming } from '../src/agenda.js';
import { describeLine, describeStep, describeTurn, Names } from '../src/describe.js';
import { actionsFor, eventFor } from '../src/panels/actions.js';
import { readRecording, record, replay } from '../src/recording.js';
import { isMachine } from '../src/requests.js';
import { Session } from '../src/session.js';
import { approval, approvalScenarios, approvalText, engine, workspaceXml } from './support/engine.js';

const DRAFT = { requester: 'ann', variables: { title: 'Lease', budget: 1 } };

function started({ requester, stakeholders, variables } = DRAFT) {
  const session = new Session(engine, approval());
  session.start({ id: 'sim', requester, stakeholders, variables }, 0);
  return session;
}

function play(session, scenario) {
  for (let [item] = upcoming(session, scenario); item; [item] = upcoming(session, scenario))
    session.apply(item.event, item.at, item.origin);
  return session;
}

const jobOf = (session, element) => session.obligations.find((open) => open.type === 'job' && open.element === element);
const idsOf = (actions) => actions.map(({ id }) => id);

/** Does what a person does with a button, and a name where one is asked for. */
function press(session, element, id, person = undefined) {
  const job = jobOf(session, element);
  const action = actionsFor(job, session.request).find((offered) => offered.id === id);
  const { event, next } = eventFor(action, job, { person });
  session.apply(event);
  if (next) session.apply(next);
}

const moves = (session) => session.rows.slice(1).map(({ event }) => `${event.type} ${event.job} ${event.by}`);

test('a machine is told from BPMN by how it begins', () => {
  assert.ok(isMachine(approvalText));
  assert.ok(isMachine('\ufeff\n {'));
  for (const text of [workspaceXml, engine.toBpmn(approvalText), '[]', '']) assert.equal(isMachine(text), false);
});

for (const [name, scenario] of Object.entries(approvalScenarios)) {
  test(`the approval that is ${name} goes as in the engine's own simulation`, () => {
    const report = new engine.Simulation(approval(), scenario).run();
    const session = play(started(scenario), scenario);
    assert.deepEqual(
      session.rows.map(({ at, outcome }) => ({ at, outcome })),
      report.rows.map(({ at, outcome }) => ({ at, outcome })),
    );
    assert.deepEqual(session.variables(), report.variables);
  });
}

test('by itself the requester does one action after the other, each chosen and then completed', () => {
  const session = play(started(), AUTOMATIC);
  assert.equal(session.request.state.id, 'approved');
  const [submit, vice, director] = [7, 19, 21];
  assert.deepEqual(
    moves(session),
    [submit, vice, director].flatMap((job) => [`actionChosen ${job} ann`, `actionCompleted ${job} ann`]),
  );
});

test('what somebody has chosen by hand is completed by whoever that is', () => {
  const session = started();
  press(session, 'submitted.submit', 'complete', 'ann');
  press(session, 'agreed.approveAsDirector', 'choose', 'max');
  const items = upcoming(session, AUTOMATIC).filter(({ kind }) => kind === 'job');
  assert.deepEqual(
    items.map(({ event }) => [event.type, event.job, event.by]),
    [['actionCompleted', jobOf(session, 'agreed.approveAsDirector').key, 'max']],
  );
  assert.ok(upcoming(session, BY_HAND).every(({ kind }) => kind === 'timer'));
});

test('nobody does what is not for them, also not by themselves', () => {
  const session = started();
  const jobs = { 'submitted.submit': [{ complete: {}, by: 'ben' }], 'dropped.withdraw': [{ fail: 'no' }] };
  assert.deepEqual(upcoming(session, { jobs }), []);
});

test('a person chooses, gives back and completes; meanwhile all others are blocked', () => {
  const session = started();
  const submit = 'submitted.submit';
  assert.deepEqual(idsOf(actionsFor(jobOf(session, submit), session.request)), ['complete', 'choose']);
  assert.equal(describeTurn(jobOf(session, submit), session.request), 'for clientManager');
  press(session, submit, 'choose', 'ann');
  assert.equal(session.request.chosen.by, 'ann');
  assert.deepEqual(idsOf(actionsFor(jobOf(session, submit), session.request)), ['complete', 'release']);
  assert.deepEqual(actionsFor(jobOf(session, 'dropped.withdraw'), session.request), []);
  assert.equal(describeTurn(jobOf(session, submit), session.request), 'ann has chosen it');
  assert.equal(describeTurn(jobOf(session, 'dropped.withdraw'), session.request), 'blocked by ann');
  press(session, submit, 'release');
  assert.equal(session.request.chosen, undefined);
  press(session, submit, 'choose', 'ann');
  press(session, submit, 'complete');
  assert.equal(session.request.state.id, 'review');
  session.goTo(1);
  assert.deepEqual([session.request.state.id, session.request.chosen.by], ['draft', 'ann']);
  assert.throws(() => press(started(), submit, 'choose', 'ben'), { code: 'notAllowed' });
});

test('what is chosen is given back by itself after its time', () => {
  const session = started();
  press(session, 'submitted.submit', 'choose', 'ann');
  const [item] = upcoming(session, BY_HAND);
  session.apply(item.event, item.at);
  assert.equal(session.clock, 30 * 60_000);
  assert.equal(session.request.chosen, undefined);
});

test('a state that was left by a transition is done, what was not chosen in it is not', () => {
  const { statistics } = play(started(), approvalScenarios['rejected once']);
  const states = ['draft', 'submitted..end', 'dropped.withdraw', 'review', 'agreed.approveAsVice', 'approved'];
  assert.deepEqual(
    states.map((id) => statistics.state(id)),
    ['done', 'done', 'cancelled', 'done', 'done', 'done'],
  );
  assert.deepEqual(
    statistics.visits('review').map(({ state }) => state),
    ['done', 'done'],
  );
});

test('steps and logs say who did what, and which state that led to', () => {
  const session = play(started(), AUTOMATIC);
  const names = new Names(session.definition.elements, session.definition.processes);
  assert.deepEqual(
    session.rows.map((row) => describeStep(row, names)),
    [
      'started, now Draft',
      'chosen by ann',
      'completed by ann, now In review',
      'chosen by ann',
      'completed by ann',
      'chosen by ann',
      'completed by ann, now Approved, run completed',
    ],
  );
  const log = session.statistics.log('submitted.submit').map((line) => describeLine(line, names));
  assert.deepEqual(log.filter((text) => /ann/.test(text)), ['chosen by ann', 'completed by ann']);
  assert.equal(names.placed('late..timer'), 'Too late · P14D');
  assert.equal(names.of('draft..fork'), 'Draft');
});

test('a recorded run of a machine replays to the same bytes', () => {
  const scenario = approvalScenarios['rejected once'];
  const session = play(started(scenario), scenario);
  const recording = readRecording(record({ name: 'x', text: approvalText }, session));
  assert.equal(recording.model, approvalText);
  const again = new Session(engine, approval());
  replay(again, recording);
  assert.deepEqual(
    again.rows.map((row) => row.instance.save()),
    session.rows.map((row) => row.instance.save()),
  );
});
