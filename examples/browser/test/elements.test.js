import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AUTOMATIC, upcoming } from '../src/agenda.js';
import { describeAnswer, describeLine, describeObligation, describeStep, Names } from '../src/describe.js';
import { answerWith, evaluate, runnable } from '../src/evaluate.js';
import { entriesOf } from '../src/entries.js';
import { actionsFor, eventFor } from '../src/panels/actions.js';
import { Session } from '../src/session.js';
import { engine } from './support/engine.js';
import { order, review, rules, trip } from './support/models.js';

function started(xml, start = {}) {
  const session = new Session(engine, engine.Definition.parse(xml));
  session.start({ id: 'run', ...start }, 0);
  return session;
}

/** Answers what is open at an element, the first of it unless `nth` says which. */
function answer(session, element, id, fields = {}, nth = 0) {
  const open = session.obligations.filter((obligation) => obligation.element === element)[nth];
  const action = actionsFor(open).find((candidate) => candidate.id === id);
  const { event, at } = eventFor(action, open, fields);
  return session.apply(event, at);
}

const told = (session) => describeStep(session.row, new Names(session.definition.elements));

test('instances are counted, each by itself', () => {
  const session = started(review);
  const { statistics } = session;
  assert.equal(statistics.count('review'), 3);
  assert.equal(statistics.tokens('review'), 3);
  assert.equal(statistics.state('review'), 'waiting');
  const [body, ...instances] = statistics.visits('review');
  assert.equal(body.instances, 3);
  assert.deepEqual(
    instances.map(({ loopCounter }) => loopCounter),
    [1, 2, 3],
  );
  assert.equal(session.variables(statistics.body('review').key).numberOfInstances, 3);
  const row = answer(session, 'review', 'complete', {}, 1);
  assert.deepEqual(row.instances, [2]);
  assert.equal(statistics.tokens('review'), 2);
});

test('an activity is done when enough of its instances are', () => {
  const session = started(review);
  answer(session, 'review', 'complete');
  answer(session, 'review', 'complete');
  const { statistics } = session;
  assert.equal(statistics.state('review'), 'done');
  assert.deepEqual(
    statistics.visits('review').map(({ state }) => state),
    ['done', 'done', 'done', 'cancelled'],
  );
  assert.equal(statistics.state('each'), 'running');
  const [open] = session.obligations;
  assert.deepEqual(statistics.instancesAround(open.activation), [1]);
});

test('a job escalates and goes on', () => {
  const session = started(review);
  answer(session, 'review', 'escalate', { code: 'LATE' });
  assert.match(told(session), /^escalated LATE, caught by reviewer-late/);
  assert.equal(session.statistics.state('remind'), 'done');
  assert.equal(session.statistics.tokens('review'), 3);
});

test('a call is answered by the end, an error or a failure of what it calls', () => {
  const session = started(trip, { variables: { amount: 12 } });
  const [call] = session.obligations;
  assert.equal(describeObligation(call), 'calls credit-check');
  assert.deepEqual(call.variables, { amount: 12 });
  answer(session, 'credit', 'fail', { message: 'no such process' });
  assert.match(told(session), /no such process, incident raised/);
  assert.equal(session.statistics.state('credit'), 'incident');
  answer(session, 'credit', 'resolve');
  answer(session, 'credit', 'complete', { variables: { credit: true } });
  assert.equal(session.variables().credit, true);
  assert.equal(session.statistics.state('hotel'), 'waiting');
});

test('called processes end by themselves where jobs do', () => {
  const session = started(trip);
  while (!session.ended) {
    const [item] = upcoming(session, AUTOMATIC);
    session.apply(item.event, item.at, item.origin);
  }
  assert.equal(session.rows[1].event.type, 'callFinished');
  assert.equal(session.status, 'completed');
  assert.equal(session.statistics.state('cancel-hotel'), 'done');
});

test('a call is left to a person where the scenario does not say how it ends', () => {
  const session = started(trip);
  assert.deepEqual(upcoming(session, { jobs: AUTOMATIC.jobs }), []);
  const [item] = upcoming(session, { calls: { 'credit-check': [{ throw: 'NO_CREDIT', after: 5 }] } });
  assert.deepEqual([item.at, item.event.type, item.event.code], [5, 'callThrew', 'NO_CREDIT']);
});

test('a subprocess that is compensated counts once', () => {
  const session = started(trip);
  answer(session, 'credit', 'complete');
  answer(session, 'hotel', 'complete');
  assert.match(told(session), /Undo compensates Book/);
  const { statistics } = session;
  assert.equal(statistics.count('book'), 1);
  assert.equal(statistics.visits('book')[1].compensation, true);
  assert.equal(statistics.state('book'), 'running');
  const names = new Names(session.definition.elements);
  assert.ok(statistics.log('book').some((line) => describeLine(line, names) === 'compensated by Undo'));
});

test('an ad-hoc subprocess with nothing left is ended, or more of it is started', () => {
  const session = started(order, { element: 'by-hand', variables: { ready: false } });
  answer(session, 'pick', 'complete');
  answer(session, 'pack', 'complete');
  const [open] = session.obligations;
  assert.deepEqual(
    actionsFor(open).map(({ id }) => id),
    ['complete', 'startMore'],
  );
  answer(session, 'prepare', 'startMore', { element: 'pack' });
  assert.match(told(session), /^modified, Pack started/);
  assert.equal(session.statistics.count('pack'), 2);
  answer(session, 'pack', 'complete');
  answer(session, 'prepare', 'complete');
  assert.equal(session.statistics.state('prepare'), 'done');
});

test('a condition is waited for until variables make it true', () => {
  const session = started(order, { element: 'received', variables: { ready: true, paid: 10 } });
  answer(session, 'pick', 'complete');
  const [open] = session.obligations;
  assert.equal(describeObligation(open), 'waits until paid >= 100; set variables');
  answer(session, 'paid', 'variables', { variables: { paid: 100 } });
  assert.equal(session.status, 'completed');
});

test('every way into a process is known, the one without a trigger first', () => {
  const definition = engine.Definition.parse(order);
  assert.deepEqual(entriesOf(definition, 'p', 0), [
    { element: 'by-hand', trigger: undefined },
    { element: 'received', trigger: 'message order' },
  ]);
  assert.deepEqual(entriesOf(engine.Definition.parse(trip), 'p', 0), []);
});

test('a run that is suspended has not ended, and nothing in it happens by itself', () => {
  const session = started(review);
  session.apply({ type: 'suspend', reason: 'a holiday' });
  assert.equal(told(session), 'suspended: a holiday');
  assert.equal(session.ended, false);
  assert.equal(session.suspended, true);
  assert.deepEqual(upcoming(session, AUTOMATIC), []);
  session.apply({ type: 'resume' });
  assert.equal(upcoming(session, AUTOMATIC).length, 3);
});

test('what this page does not know yet is named as it is', () => {
  const names = new Names([]);
  assert.equal(describeObligation({ type: 'someDuty', key: 1, element: 'x' }), 'some duty');
  assert.equal(describeObligation({ type: 'subscription', kind: 'newKind', name: 'x' }), 'new kind x');
  assert.deepEqual(actionsFor({ type: 'someDuty' }), []);
  assert.deepEqual(actionsFor({ type: 'subscription', kind: 'newKind' }), []);
  assert.equal(describeAnswer({ type: 'somethingNew' }), 'something new');
  for (const source of ['entry', 'effect'])
    assert.equal(describeLine({ source, data: { type: 'new' } }, names), undefined);
  const outcome = { history: [{ type: 'new' }], effects: [{ type: 'new' }] };
  assert.equal(describeStep({ event: { type: 'new' }, outcome }, names), 'new');
});

test('what a model says in JavaScript has a value; names, loops and errors are those of the language', () => {
  assert.equal(evaluate('total > limit', { total: 3, limit: 2 }), true);
  assert.equal(evaluate('let n = 0; for (const x of list) n += x; n', { list: [1, 2], 'no-name': 1 }), 3);
  assert.equal(evaluate('undefined', {}), null);
  assert.deepEqual(evaluate('({ at: new Date(0) })', {}), { at: '1970-01-01T00:00:00.000Z' });
  assert.throws(() => evaluate('missing', {}), /missing is not defined/);
});

test('evaluations are answered by a person, by a scenario or by the language itself', () => {
  const session = started(rules, { variables: { prices: [60, 55], limit: 100 } });
  const [job] = session.obligations;
  assert.equal(runnable(job).source.startsWith('let sum'), true);
  session.apply(answerWith(job, { value: evaluate(job.script, session.variables()) }));
  assert.equal(session.variables().total, 115);
  const [asked] = session.obligations;
  assert.equal(describeObligation(asked), 'javascript: total > limit');
  const scenario = { evaluations: { 'total > limit': [{ value: true, after: 5 }] } };
  const [item] = upcoming(session, scenario);
  assert.deepEqual([item.at, item.event], [5, { type: 'evaluated', evaluation: asked.key, value: true }]);
  session.apply(item.event, item.at, item.origin);
  assert.equal(told(session), 'gave true');
  const [foreign] = session.obligations;
  assert.equal(runnable(foreign), undefined);
  assert.deepEqual(upcoming(session, scenario), []);
  answer(session, 'odd', 'evaluate', { value: false });
  assert.equal(session.status, 'completed');
});
