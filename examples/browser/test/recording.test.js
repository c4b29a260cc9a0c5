import assert from 'node:assert/strict';
import { test } from 'node:test';

import { upcoming } from '../src/agenda.js';
import { isRecording, readRecording, record, replay } from '../src/recording.js';
import { Session } from '../src/session.js';
import { approvalText, engine, workspace, workspaceScenarios, workspaceXml } from './support/engine.js';

function recorded(name) {
  const scenario = workspaceScenarios[name];
  const session = new Session(engine, workspace());
  session.start({ id: 'run', variables: scenario.variables }, 1_767_254_400_000);
  for (let [item] = upcoming(session, scenario); item; [item] = upcoming(session, scenario)) {
    session.apply(item.event, item.at, item.origin);
  }
  return { session, text: record({ name, text: workspaceXml }, session) };
}

for (const name of Object.keys(workspaceScenarios)) {
  test(`a recording of ${name} replays to the same bytes`, () => {
    const { session, text } = recorded(name);
    const again = new Session(engine, workspace());
    replay(again, readRecording(text));
    assert.equal(again.cursor, 0);
    assert.deepEqual(
      again.rows.map((row) => row.instance.save()),
      session.rows.map((row) => row.instance.save()),
    );
  });
}

test('only what has happened up to the step shown is recorded', () => {
  const { session } = recorded('success');
  session.goTo(2);
  assert.equal(readRecording(record({ name: 'x', text: workspaceXml }, session)).events.length, 2);
});

test('a recording that does not fit says at which step', () => {
  const recording = readRecording(recorded('success').text);
  recording.events[1].event.job = 4711;
  const session = new Session(engine, workspace());
  assert.throws(() => replay(session, recording), /step 3 of the recording does not fit the run/);
});

test('a recording is told from a model', () => {
  assert.ok(isRecording(recorded('success').text));
  for (const text of [workspaceXml, approvalText, '{', '[]', 'null']) assert.equal(isRecording(text), false);
});

for (const [text, message] of [
  ['', /not JSON/],
  ['[]', /not a recorded run/],
  ['{"format": "tidewheel-run-1"}', /no `model`/],
  ['{"format": "tidewheel-run-1", "model": "<x/>", "start": {}}', /how the run was started/],
  ['{"format": "tidewheel-run-1", "model": "<x/>", "start": {"id": "a"}, "at": 0}', /no `events`/],
]) {
  test(`refuses ${text || 'an empty file'}`, () => assert.throws(() => readRecording(text), message));
}
