// The rows AI8, AI9 and AI16: deployments.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Engine, FrozenClock, MemoryStore, ShardedStore } from 'tidewheel/host';
import { ORDER, chain, end, model, start, user } from './support/models.mjs';
import { NOON, engineOn, onStores } from './support/stores.mjs';

const CHANGED = model(chain(start(), user('pay'), user('thank'), end()));

onStores('AI8: a name that is there is reused, and nothing changes', async (store, context) => {
  const engine = await engineOn(store, context);
  const first = await engine.repository.deploy(ORDER, { name: 'order-v202611251200' });
  const before = [await engine.repository.deployments(), await engine.repository.versions()];
  engine.clock.advance(60_000);
  const second = await engine.repository.deploy(CHANGED, { name: 'order-v202611251200' });
  assert.deepEqual([first.new, second.new, second.id, second.versions], [true, false, first.id, { order: 1 }]);
  assert.deepEqual([await engine.repository.deployments(), await engine.repository.versions()], before);
  assert.equal(await engine.repository.xml(first.id), ORDER);
});

onStores('without a name, the same model is deployed once', async (store, context) => {
  const engine = await engineOn(store, context);
  const first = await engine.repository.deploy(ORDER);
  assert.deepEqual([first.new, (await engine.repository.deploy(ORDER)).new], [true, false]);
  assert.deepEqual((await engine.repository.deploy(CHANGED)).versions, { order: 2 });
  // What was there before the latest is a new version again.
  assert.deepEqual((await engine.repository.deploy(ORDER)).versions, { order: 3 });
});

onStores('AI9: a changed stamp is a new version, and instances stay on theirs', async (store, context) => {
  const engine = await engineOn(store, context);
  await engine.repository.deploy(ORDER, { name: 'order-v1' });
  const old = await engine.runtime.start('order');
  await engine.repository.deploy(CHANGED, { name: 'order-v2' });
  const fresh = await engine.runtime.start('order');
  const third = await engine.runtime.start('order', { version: 1 });
  for (const { instance } of [old, fresh, third]) {
    const [task] = await engine.tasks.query({ instance });
    await engine.tasks.complete(task);
  }
  assert.deepEqual(
    (await engine.tasks.query()).map(({ instance, node }) => [instance, node]),
    [[fresh.instance, 'thank']],
  );
  assert.deepEqual(
    [(await engine.runtime.instance(old.instance)).version, (await engine.runtime.instance(fresh.instance)).version],
    [1, 2],
  );
});

test('AI9: a shard that fails stops the start-up, and is named; what is missing is made up for later', async (context) => {
  const broken = new MemoryStore('second');
  const store = new ShardedStore([new MemoryStore('first'), broken, new MemoryStore('third')]);
  const engine = await Engine.open(store, { clock: new FrozenClock(NOON) });
  context.after(() => engine.close());
  const real = broken.transaction;
  broken.transaction = async () => {
    throw new Error('no space');
  };
  await assert.rejects(engine.repository.deploy(ORDER, { name: 'order-v1' }), (error) => {
    assert.deepEqual([error.code, error.shard], ['shardFailed', 'second']);
    assert.match(error.message, /`second`: no space/);
    return true;
  });
  broken.transaction = real;
  assert.deepEqual((await engine.repository.deploy(ORDER, { name: 'order-v1' })).versions, { order: 1 });
  for (const shard of store.shards) {
    const rows = await shard.transaction((tx) => tx.processes());
    assert.deepEqual(
      rows.map(({ version, deployment }) => [version, deployment]),
      [[1, 'order-v1']],
    );
  }
});

test('AI16: a lenient deployment tells all that cannot run', async (context) => {
  const engine = await engineOn({ make: async () => new MemoryStore() }, context);
  const xml = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:test">
    <process id="good" isExecutable="true"><startEvent id="a"/></process>
    <process id="bad" isExecutable="true"><startEvent id="b"/><choreographyTask id="c"/></process></definitions>`;
  await assert.rejects(engine.repository.deploy(xml), { code: 'invalidModel' });
  const deployed = await engine.repository.deploy(xml, { lenient: true });
  assert.deepEqual(Object.keys(deployed.versions), ['good']);
  assert.ok(deployed.diagnostics.some((found) => found.element === 'c' && found.severity === 'error'));
});

onStores('two hosts that deploy at once make one version', async (store, context) => {
  const engine = await engineOn(store, context);
  const made = await Promise.all(
    ['v1', 'v1', 'v2', 'v2'].map((stamp) => engine.repository.deploy(ORDER, { name: `order-${stamp}` })),
  );
  assert.equal(made.filter((one) => one.new).length, 2);
  assert.deepEqual(
    (await engine.repository.versions('order')).map(({ version }) => version),
    [1, 2],
  );
});
