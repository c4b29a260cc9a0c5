// Instances of a host that keeps no events, as far as its history tells of them.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { rowsOf } from '../src/live/observed.js';
import { Session } from '../src/session.js';
import { engine, workspace } from './support/engine.js';

const AT = Date.UTC(2026, 10, 25, 12);
const START = { id: 'w', process: 'workspace-provisioning', variables: { size: 'small' } };
/** What a host leaves out at the history level `activity`. */
const LEFT_OUT = new Set(['flowTaken', 'arrived', 'variablesSet']);

/** A run as a host tells of it: the request is answered, then allocation fails for good. */
function told(keeps) {
  const session = new Session(engine, workspace());
  session.start(START, AT);
  const job = () => session.obligations.find(({ type }) => type === 'job').key;
  session.apply({ type: 'jobCompleted', job: job(), variables: { purpose: 'test' } }, AT + 1000);
  session.apply({ type: 'jobFailed', job: job(), message: 'no room', retries: 0 }, AT + 3000);
  const steps = session.rows.map(({ at, outcome }, index) => ({
    revision: index + 1,
    at,
    event: null,
    history: outcome.history.filter(keeps).map((entry) => ({ at, entry })),
  }));
  const { active, obligations } = session.row;
  const seen = {
    instance: { id: 'w', status: 'active', revision: 3 },
    active,
    variables: session.variables(),
    obligations: obligations.map((data) => ({ key: data.key, data })),
  };
  return { session, steps, seen };
}

function shown({ steps, seen }) {
  const session = new Session(engine, workspace());
  session.show(rowsOf(steps, seen, session.definition));
  return session;
}

const states = ({ statistics, definition }) =>
  Object.fromEntries(definition.elements.map(({ id }) => [id, statistics.state(id)]));

test('history at the level of activities shows every element as the run does', () => {
  const whole = told((entry) => !LEFT_OUT.has(entry.type));
  const session = shown(whole);
  assert.deepEqual(states(session), states(whole.session));
  assert.equal(session.statistics.state('allocate'), 'incident');
  assert.deepEqual(session.variables(), { purpose: 'test', size: 'small' });
  assert.deepEqual(session.obligations, whole.session.obligations);
  session.goTo(0);
  assert.equal(session.statistics.state('request-workspace'), 'waiting');
  assert.equal(session.variables(), undefined);
});

test('without history it is seen how an instance stands', () => {
  const session = shown(told(() => false));
  assert.equal(session.rows.length, 2);
  assert.equal(session.startedAt, AT);
  assert.equal(session.statistics.state('allocate'), 'incident');
  assert.equal(session.statistics.state('allocate-resources'), 'running');
  assert.equal(session.statistics.state('request-workspace'), 'pending');
});

test('a step that is shown stays shown while others come', () => {
  const session = shown(told((entry) => !LEFT_OUT.has(entry.type)));
  session.goTo(1);
  const { steps, seen } = told((entry) => !LEFT_OUT.has(entry.type));
  session.show(rowsOf(steps, seen, session.definition));
  assert.equal(session.cursor, 1);
});
