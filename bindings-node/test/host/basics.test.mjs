// The life of an instance on every store.
import assert from 'node:assert/strict';
import { engineOn, onStores } from './support/stores.mjs';
import { ORDER } from './support/models.mjs';

onStores('an order is paid, shipped and done', async (store, context) => {
  const engine = await engineOn(store, context);
  const deployed = await engine.repository.deploy(ORDER, { name: 'order-v1' });
  assert.deepEqual([deployed.new, deployed.versions], [true, { order: 1 }]);
  engine.worker('ship', async (job) => ({ shipped: job.variables.total }));
  const started = await engine.runtime.start('order', { businessKey: 'o-17', variables: { total: 120 } });
  assert.equal(started.revision, 1);
  const [task] = await engine.tasks.query();
  assert.equal(task.node, 'pay');
  assert.equal(task.businessKey, 'o-17');
  await engine.tasks.complete(task, { variables: { paid: true } });
  assert.equal(await engine.settle(), 1);
  const instance = await engine.runtime.instance(started.instance);
  assert.equal(instance.status, 'completed');
  assert.deepEqual(await engine.runtime.variables(started.instance), { paid: true, shipped: 120, total: 120 });
  assert.deepEqual(await engine.management.check(started.instance), []);
});

onStores('of calls with one event id that come at once, one does it and the others hear of it', async (store, context) => {
  const engine = await engineOn(store, context);
  await engine.repository.deploy(ORDER);
  for (let n = 0; n < 10; n += 1) {
    const { instance } = await engine.runtime.start('order', { businessKey: `o-${n}` });
    const [task] = await engine.tasks.query({ instance });
    const meant = [task, { businessKey: `o-${n}`, node: 'pay' }];
    const calls = Array.from({ length: 12 }, (_, call) => engine.tasks.complete(meant[call % 2], { eventId: 'paid' }));
    const done = await Promise.all(calls);
    assert.equal(done.filter(({ repeated }) => !repeated).length, 1);
    assert.deepEqual(new Set(done.map(({ revision }) => revision)), new Set([2]));
  }
});
