import assert from 'node:assert/strict';
import { test } from 'node:test';

import { wavesOf } from '../src/waves.js';
import { upcoming } from '../src/agenda.js';
import { Session } from '../src/session.js';
import { engine, workspace, workspaceScenarios } from './support/engine.js';

function wavesOfStep(name, step) {
  const definition = workspace();
  const ends = new Map();
  for (const { id, incoming, outgoing } of definition.elements) {
    for (const flow of outgoing) ends.set(flow, { ...ends.get(flow), source: id });
    for (const flow of incoming) ends.set(flow, { ...ends.get(flow), target: id });
  }
  const session = new Session(engine, definition);
  const scenario = workspaceScenarios[name];
  session.start({ id: 'run', variables: scenario.variables }, 0);
  while (session.cursor < step) {
    const [item] = upcoming(session, scenario);
    session.apply(item.event, item.at, item.origin);
  }
  return wavesOf(session.row.outcome.history, (flow) => ends.get(flow));
}

test('a token is seen to enter a subprocess before it moves inside', () => {
  assert.deepEqual(wavesOfStep('success', 1), [
    ['request-workspace-to-allocate-resources'],
    ['allocation-started-to-merge-retries'],
    ['merge-retries-to-allocate'],
  ]);
});

test('a subprocess is seen to be left after all that moved inside', () => {
  assert.deepEqual(wavesOfStep('success', 2), [
    ['allocate-to-resources-allocated'],
    ['allocate-resources-to-generate-script'],
    ['generation-started-to-generate'],
  ]);
});

test('tokens of a parallel split move side by side', () => {
  const waves = wavesOfStep('timeout', 2);
  assert.deepEqual(waves.at(-1), [
    'notify-of-timeout-to-send-mail',
    'notify-of-timeout-to-send-sms',
    'notify-of-timeout-to-post-in-app',
  ]);
});

test('what an error sets going is seen after what threw it', () => {
  assert.deepEqual(wavesOfStep('exhausted', 8), [
    ['allocation-failed-to-attempts-left'],
    ['give-up-allocating'],
    ['allocation-given-up-to-merge-failures'],
    ['merge-failures-to-notify-of-failure'],
  ]);
});
