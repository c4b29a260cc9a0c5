'use strict';
// Every entry loads by `require`, and does some work.
const assert = require('node:assert/strict');

const xml = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:test">
  <process id="p"><startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="e"/><endEvent id="e"/></process>
</definitions>`;

for (const name of ['tidewheel', 'tidewheel/wasm', 'tidewheel-wasm']) {
  const { Definition, Instance } = require(name);
  const { instance } = Instance.start(Definition.parse(xml), { id: 'one' }, 0);
  assert.equal(instance.status, 'completed', name);
}
console.log('node: CommonJS loads');

// The host runs without any of its databases installed.
async function host() {
  const { Engine, MemoryStore, SqliteStore } = require('tidewheel/host');
  const engine = await Engine.open(new MemoryStore());
  await engine.repository.deploy(xml);
  assert.equal((await engine.runtime.start('p')).status, 'completed');
  await assert.rejects(new SqliteStore('a.db').open(), { code: 'storeUnavailable', message: /npm install libsql/ });
}
host().then(() => console.log('node: the host loads'));
