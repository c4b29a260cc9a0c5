// What is wrong is refused with a code, and changes nothing.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { Engine, FrozenClock, HostError, MemoryStore, PostgresStore, SqliteStore } from 'tidewheel/host';
import { TidewheelError } from 'tidewheel';
import { APPROVAL, ORDER } from './support/models.mjs';
import { DURABLE, NOON, STORES, engineOn, file, onStores } from './support/stores.mjs';

/** Everything that the store has to say. */
async function contents(engine) {
  const all = [
    await engine.repository.deployments(),
    await engine.repository.versions(),
    await engine.management.obligations(),
    await engine.management.undelivered(),
  ];
  for (const { id } of await engine.runtime.instances()) {
    all.push(await engine.runtime.instance(id), await engine.history.entries(id), await engine.history.events(id));
  }
  return JSON.stringify(all);
}

const nobody = { instance: 'nobody', key: 1 };

/** Calls by the code that each is refused with, for an approval that is open. */
const REFUSED = [
  ['unknownInstance', (engine) => engine.runtime.cancel('nobody', 'why')],
  ['unknownInstance', (engine) => engine.runtime.instance('nobody')],
  ['unknownInstance', (engine) => engine.runtime.variables('nobody')],
  ['unknownInstance', (engine) => engine.runtime.running('nobody')],
  ['unknownInstance', (engine) => engine.history.entries('nobody')],
  ['unknownInstance', (engine) => engine.management.check('nobody')],
  ['unknownInstance', (engine) => engine.management.reindex('nobody')],
  ['unknownInstance', (engine) => engine.tasks.complete(nobody)],
  ['unknownProcess', (engine) => engine.runtime.start('nothing')],
  ['unknownProcess', (engine) => engine.runtime.start('approval', { version: 7 })],
  ['unknownProcess', (engine) => engine.runtime.start('approval', { versionTag: 'x' })],
  ['unknownDeployment', (engine) => engine.repository.xml('nothing')],
  ['instanceExists', (engine) => engine.runtime.start('approval', { id: 'one' })],
  ['noTask', (engine) => engine.tasks.complete({ instance: 'one', key: 99 })],
  ['noTask', (engine) => engine.tasks.claim(nobody, 'ann')],
  ['noTask', (engine) => engine.tasks.complete({ businessKey: 'k', node: 'elsewhere' })],
  ['alreadyAssigned', (engine, task) => engine.tasks.claim(task, 'bob')],
  ['noReceiver', (engine) => engine.runtime.message('nothing')],
  ['noMatch', (engine) => engine.runtime.message('nothing', { instance: 'one' })],
  ['staleRevision', (engine) => engine.runtime.setVariables('one', { a: 1 }, { expectedRevision: 7 })],
  ['staleRevision', (engine, task) => engine.tasks.complete(task, { expectedRevision: 7 })],
  ['tooLarge', (engine) => engine.runtime.setVariables('one', { text: 'x'.repeat(1_000_001) })],
  ['invalidModel', (engine) => engine.repository.deploy('<a/>')],
  ['invalidModel', (engine) => engine.repository.deploy(ORDER.slice(0, -40), { name: 'half' })],
  ['invalidArgument', (engine) => engine.runtime.start('')],
  ['invalidArgument', (engine) => engine.runtime.start('approval', { id: 'a\0b' })],
  ['invalidArgument', (engine) => engine.runtime.start('approval', { variables: [1] })],
  ['invalidArgument', (engine) => engine.runtime.start('approval', { variables: { n: 1n } })],
  ['invalidArgument', (engine) => engine.runtime.setVariables('one', { a: 1 }, { eventId: '#2' })],
  ['invalidArgument', (engine) => engine.runtime.message('m', { policy: 'some' })],
  ['invalidArgument', (engine) => engine.tasks.complete('one')],
  ['invalidArgument', (engine) => engine.tasks.complete({ node: 'approve' })],
  ['invalidArgument', (engine) => engine.runtime.cancel('one')],
  ['invalidEvent', (engine) => engine.runtime.apply('one', { type: 'nonsense' })],
  ['invalidEvent', (engine) => engine.runtime.setVariables('one', { n: 2 ** 60 })],
  ['unknownKey', (engine) => engine.runtime.apply('one', { type: 'jobCompleted', job: 99 })],
  ['unknownKey', (engine) => engine.management.resolve({ instance: 'one', key: 99 })],
  ['wrongKind', (engine, task) => engine.management.resolve(task)],
  ['notSuspended', (engine) => engine.runtime.resume('one')],
  ['invalidModification', (engine) => engine.runtime.modify('one', [{ type: 'startBefore', element: 'nothing' }])],
];

onStores('what does not fit is refused with its code, and the store is as it was', async (store, context) => {
  const engine = await engineOn(store, context);
  await engine.repository.deploy(APPROVAL);
  await engine.runtime.start('approval', { id: 'one', businessKey: 'k' });
  const [task] = await engine.tasks.query();
  await engine.tasks.claim(task, 'ann');
  const before = await contents(engine);
  for (const [n, [code, call]] of REFUSED.entries()) {
    await assert.rejects(call(engine, task), (error) => {
      assert.equal(error.code, code, `call ${n}: ${error.stack}`);
      assert.ok(error instanceof TidewheelError);
      assert.ok(error.message.length > 10);
      return true;
    });
    assert.equal(await contents(engine), before, `call ${n}`);
  }
  await engine.runtime.suspend('one');
  const suspended = await contents(engine);
  await assert.rejects(engine.tasks.complete(task), { code: 'suspended' });
  assert.equal(await contents(engine), suspended);
  await engine.runtime.cancel('one', 'enough');
  await assert.rejects(engine.runtime.setVariables('one', { a: 1 }), { code: 'instanceEnded' });
  await assert.rejects(engine.tasks.complete(task), { code: 'noTask' });
});

onStores('within a transaction, what was refused leaves nothing and the rest is kept', async (store, context) => {
  const engine = await engineOn(store, context);
  await engine.repository.deploy(APPROVAL);
  await engine.transaction(
    async () => {
      await engine.runtime.start('approval', { id: 'u~one' });
      await assert.rejects(engine.runtime.start('approval', { id: 'u~one' }), { code: 'instanceExists' });
      await assert.rejects(engine.runtime.start('nothing', { id: 'u~two' }), { code: 'unknownProcess' });
      await engine.runtime.start('approval', { id: 'u~three' });
    },
    { shard: 'u' },
  );
  assert.deepEqual((await engine.runtime.instances()).map(({ id }) => id).sort(), ['u~one', 'u~three']);
});

onStores(
  'a schema of a later version is refused',
  async (store) => {
    const place = await store.place();
    const first = await store.make(place);
    await first.open();
    const later = "update tidewheel_meta set value = '999' where name = 'schema'";
    await first.transaction((tx) => (tx.connection.query ? tx.connection.query(later) : tx.connection.exec(later)));
    await first.close();
    const second = await store.make(place);
    await assert.rejects(second.open(), (error) => {
      assert.deepEqual([error.code, error.found], ['newerSchema', 999]);
      return error instanceof HostError;
    });
    await assert.rejects(
      second.transaction(() => {}),
      { code: 'storeUnavailable' },
    );
  },
  DURABLE,
);

test('a database that cannot be reached is `storeUnavailable`', async () => {
  const unavailable = { code: 'storeUnavailable' };
  await assert.rejects(Engine.open(new PostgresStore('postgres://nobody@127.0.0.1:1/none')), unavailable);
  await assert.rejects(Engine.open(new SqliteStore('/nowhere/at/all.db')), unavailable);
  const text = file();
  writeFileSync(text, 'this is no database, and long enough to be taken for one'.repeat(20));
  await assert.rejects(Engine.open(new SqliteStore(text)), unavailable);
  await assert.rejects(
    new MemoryStore().transaction(() => {}),
    unavailable,
  );
  const closed = await Engine.open(new SqliteStore(file()));
  await closed.close();
  await assert.rejects(closed.runtime.instances(), unavailable);
});

test('a password is in no message and no name', async () => {
  const store = new PostgresStore('postgres://nobody:secret@127.0.0.1:1/orders');
  assert.equal(store.name, 'orders');
  await assert.rejects(store.open(), (error) => !error.message.includes('secret'));
});

test(
  'a database that goes away while it is used, and comes back',
  { skip: STORES.postgres === undefined },
  async (context) => {
    const engine = await engineOn(STORES.postgres, context);
    await engine.repository.deploy(APPROVAL);
    await assert.rejects(
      engine.transaction(async (tx) => {
        await engine.runtime.start('approval');
        await tx.connection.query('select pg_terminate_backend(pg_backend_pid())');
      }),
      { code: 'storeUnavailable' },
    );
    assert.deepEqual(await engine.runtime.instances(), []);
    await engine.runtime.start('approval');
    assert.equal((await engine.runtime.instances()).length, 1);
  },
);

test('options that make no sense are refused', async () => {
  const refused = (call) => assert.throws(call, { code: 'invalidArgument' });
  refused(() => new Engine());
  refused(() => new Engine(new MemoryStore(), { history: 'some' }));
  const engine = new Engine(new MemoryStore(), { clock: new FrozenClock(NOON) });
  refused(() => engine.worker('', () => {}));
  refused(() => engine.worker('ship'));
  refused(() => engine.worker('ship', () => {}, { concurrency: 0 }));
  engine.worker('ship', () => {});
  refused(() => engine.worker('ship', () => {}));
  assert.throws(() => new SqliteStore(), TypeError);
});
