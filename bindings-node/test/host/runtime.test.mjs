// The rows AI10 to AI14 and AI18, and what calls of the runtime promise.
import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { test } from 'node:test';
import { Engine, FrozenClock, MemoryStore, PostgresStore, ShardedStore, SqliteStore } from 'tidewheel/host';
import { APPROVAL, ORDER, TWO, chain, end, model, start, timer, user } from './support/models.mjs';
import { NOON, STORES, engineOn, file, onStores, schema } from './support/stores.mjs';

/** Orders of several customers, to their ends; what happened to each, by business key. */
async function traces(engine) {
  await engine.repository.deploy(ORDER, { name: 'order-v1' });
  engine.worker('ship', async (job) => ({ shipped: job.variables.total }));
  const steps = {};
  for (let n = 0; n < 6; n += 1)
    await engine.runtime.start('order', { id: `u${n}~order`, businessKey: `b${n}`, variables: { total: n } });
  for (const task of await engine.tasks.query()) await engine.tasks.complete(task);
  await engine.settle();
  for (let n = 0; n < 6; n += 1) {
    const id = `u${n}~order`;
    assert.deepEqual(await engine.management.check(id), []);
    steps[id] = {
      ...(await engine.runtime.instance(id)),
      history: await engine.history.entries(id),
      events: await engine.history.events(id),
    };
  }
  return steps;
}

const onOne = async (store, context) => traces(await engineOn({ make: async () => store }, context));

test('AI10: instances in several stores have the same traces as in one', async (context) => {
  const one = await onOne(new MemoryStore(), context);
  const shards = [
    new MemoryStore('a'),
    new SqliteStore(file()),
    ...(STORES.postgres ? [await STORES.postgres.make()] : []),
  ];
  const sharded = new ShardedStore(shards);
  assert.deepEqual(await onOne(sharded, context), one);
  const used = new Set(Object.keys(one).map((id) => sharded.shardOf(id)));
  assert.ok(used.size > 1);
  for (const id of Object.keys(one)) {
    for (const shard of shards) {
      const there = await shard.transaction((tx) => tx.instance(id));
      assert.equal(there !== null, sharded.shardOf(id) === shard);
    }
  }
});

test('AI10: the route may be any function, and an instance keeps to its key', async (context) => {
  const store = new ShardedStore(
    [new MemoryStore('even'), new MemoryStore('odd')],
    (key, count) => Number(key.slice(1)) % count,
  );
  const engine = await engineOn({ make: async () => store }, context);
  await engine.repository.deploy(ORDER);
  const { instance } = await engine.runtime.start('order', { shard: 'u7' });
  assert.match(instance, /^u7~/);
  assert.equal(store.shardOf(instance).name, 'odd');
  await assert.rejects(engine.runtime.start('order', { shard: 'u7', id: 'u8~x' }), { code: 'invalidArgument' });
});

onStores(
  'AI11: ids come from what the host is given, and no table has a sequence or a foreign key',
  async (store, context) => {
    let n = 0;
    const engine = await engineOn(store, context, { newId: () => `id-${(n += 1)}` });
    await engine.repository.deploy(ORDER);
    const made = [
      await engine.runtime.start('order', { shard: 'u1' }),
      await engine.runtime.start('order', { shard: 'u1' }),
    ];
    assert.deepEqual(
      made.map(({ instance }) => instance),
      ['u1~id-1', 'u1~id-2'],
    );
  },
);

onStores('AI12: what is too large is refused or cut, and changes nothing', async (store, context) => {
  const limits = { id: 20, key: 30, message: 10, variables: 100, snapshot: 5000 };
  const engine = await engineOn(store, context, { limits });
  await engine.repository.deploy(ORDER, { name: 'order-v1' });
  const tooLarge = (call) => assert.rejects(call, { code: 'tooLarge' });
  const long = 'x'.repeat(31);
  await tooLarge(engine.repository.deploy(ORDER, { name: long }));
  await tooLarge(engine.runtime.start('order', { id: long }));
  await tooLarge(engine.runtime.start('order', { businessKey: long }));
  await tooLarge(engine.runtime.start('order', { variables: { text: 'x'.repeat(100) } }));
  assert.deepEqual(await engine.runtime.instances(), []);
  const { instance } = await engine.runtime.start('order', { id: 'one' });
  const before = await engine.runtime.instance(instance);
  await tooLarge(engine.runtime.setVariables(instance, { text: 'x'.repeat(100) }));
  await tooLarge(engine.runtime.setVariables(instance, { a: 1 }, { eventId: long }));
  await tooLarge(engine.tasks.claim((await engine.tasks.query())[0], long));
  await tooLarge(engine.tasks.complete({ instance, key: 4 }, { variables: { text: 'x'.repeat(100) } }));
  assert.deepEqual(await engine.runtime.instance(instance), before);
  await engine.runtime.cancel(instance, 'a reason that is far too long');
  const [{ entry }] = (await engine.history.entries(instance)).filter((row) => row.entry.type === 'cancelRequested');
  assert.equal(entry.reason, 'a reason …');
});

onStores('AI12: a name that no index takes refuses the step that would open it', async (store, context) => {
  const engine = await engineOn(store, context, { limits: { key: 30 } });
  await engine.repository.deploy(model(chain(start(), user('pay', 'camunda:assignee="${who}"'), end())));
  await assert.rejects(engine.runtime.start('order', { variables: { who: 'x'.repeat(31) } }), {
    code: 'tooLarge',
    message: /assignee of `pay`/,
  });
  assert.deepEqual(await engine.runtime.instances(), []);
});

onStores('AI13: a facade of five services', async (store, context) => {
  const engine = await engineOn(store, context);
  const { id } = await engine.repository.deploy(APPROVAL);
  const { instance } = await engine.runtime.start('approval');
  const [task] = await engine.tasks.query({ candidateGroups: ['managers'] });
  await engine.tasks.complete(task);
  assert.equal((await engine.history.entries(instance)).at(-1).entry.type, 'ended');
  assert.deepEqual(await engine.management.check(instance), []);
  assert.equal((await engine.repository.definition(id)).processes[0].id, 'approval');
});

onStores('AI14: the level of history is the host’s choice, and the engine does the same', async (store, context) => {
  const seen = {};
  for (const history of ['none', 'activity', 'full']) {
    const engine = await engineOn(store, context, { history });
    await engine.repository.deploy(ORDER);
    const { instance } = await engine.runtime.start('order', { id: 'one', variables: { total: 1 } });
    await engine.tasks.complete((await engine.tasks.query())[0], { variables: { paid: true } });
    const { snapshot } = await engine.store.shardOf(instance).transaction((tx) => tx.instance(instance));
    const types = new Set((await engine.history.entries(instance)).map((row) => row.entry.type));
    seen[history] = { snapshot, types, events: (await engine.history.events(instance)).map((row) => row.event?.type) };
    assert.deepEqual(await engine.management.check(instance), []);
  }
  assert.deepEqual([seen.none.snapshot, seen.activity.snapshot], [seen.full.snapshot, seen.full.snapshot]);
  assert.deepEqual(
    [seen.none.types.size, seen.activity.types.has('flowTaken'), seen.full.types.has('flowTaken')],
    [0, false, true],
  );
  assert.ok(seen.activity.types.has('entered'));
  assert.deepEqual([seen.none.events, seen.full.events.at(-1)], [[undefined, undefined], 'jobCompleted']);
});

test('AI18: tables can be dropped in any order', async (context) => {
  const places = [
    [
      new SqliteStore(file()),
      async (tx, text) => tx.connection.prepare(text).all(),
      "select name from sqlite_master where type = 'table' and name like 'tidewheel%'",
    ],
  ];
  if (STORES.postgres) {
    const run = async (tx, text) => (await tx.connection.query(text)).rows;
    places.push([
      new PostgresStore(await schema()),
      run,
      'select tablename as name from pg_tables where schemaname = current_schema()',
    ]);
  }
  for (const [store, run, list] of places) {
    const engine = await engineOn({ make: async () => store }, context);
    await engine.repository.deploy(APPROVAL);
    await engine.runtime.start('approval');
    await store.transaction(async (tx) => {
      const names = (await run(tx, list)).map(({ name }) => name);
      assert.ok(names.length >= 9);
      for (const name of names.sort(() => Math.random() - 0.5)) await run(tx, `drop table ${name}`);
    });
  }
});

onStores('an event id makes a call one that is done once', async (store, context) => {
  const engine = await engineOn(store, context);
  await engine.repository.deploy(ORDER);
  const first = await engine.runtime.start('order', { eventId: 'order-17' });
  const second = await engine.runtime.start('order', { eventId: 'order-17' });
  assert.deepEqual(
    [second.instance, second.revision, first.repeated, second.repeated],
    [first.instance, 1, false, true],
  );
  const set = () => engine.runtime.setVariables(first.instance, { n: 1 }, { eventId: 'e1' });
  assert.deepEqual([(await set()).revision, (await set()).revision], [2, 2]);
  const [task] = await engine.tasks.query();
  const done = await engine.tasks.complete(task, { eventId: 'e2' });
  assert.deepEqual(await engine.tasks.complete(task, { eventId: 'e2' }), { ...done, repeated: true });
  assert.equal((await engine.history.events(first.instance)).length, 3);
});

onStores('of two who write with the same revision, one has lost', async (store, context) => {
  const engine = await engineOn(store, context);
  await engine.repository.deploy(ORDER);
  const { instance, revision } = await engine.runtime.start('order');
  const write = (n) => engine.runtime.setVariables(instance, { n }, { expectedRevision: revision });
  const [first, second] = await Promise.allSettled([write(1), write(2)]);
  assert.deepEqual([first.status, second.reason?.code], ['fulfilled', 'staleRevision']);
  // Without a revision both are done, one after the other.
  await Promise.all([3, 4, 5].map((n) => engine.runtime.setVariables(instance, { [`n${n}`]: n })));
  assert.deepEqual(await engine.runtime.variables(instance), { n: 1, n3: 3, n4: 4, n5: 5 });
  assert.deepEqual(await engine.management.check(instance), []);
});

onStores('an instance is suspended, resumed, modified and cancelled', async (store, context) => {
  const engine = await engineOn(store, context);
  await engine.repository.deploy(model(chain(start(), timer('wait', 'PT1H'), user('pay'), end())));
  const { instance } = await engine.runtime.start('order');
  await engine.runtime.suspend(instance, { reason: 'holidays' });
  engine.clock.advance(3_600_000);
  assert.equal(await engine.runDue(), 0);
  await engine.runtime.resume(instance);
  assert.equal(await engine.runDue(), 1);
  const [task] = await engine.tasks.query();
  await engine.runtime.modify(instance, [{ type: 'goBack', activation: task.job.activation, to: 'wait' }]);
  assert.deepEqual([(await engine.tasks.query()).length, (await engine.management.timers()).length], [0, 1]);
  await engine.runtime.cancel(instance, 'enough');
  assert.deepEqual(
    [(await engine.runtime.instance(instance)).status, (await engine.management.obligations()).length],
    ['cancelled', 0],
  );
  assert.deepEqual(await engine.management.check(instance), []);
});

onStores('people claim tasks, give them back and hand them on', async (store, context) => {
  const engine = await engineOn(store, context);
  await engine.repository.deploy(APPROVAL);
  const { instance } = await engine.runtime.start('approval');
  const [task] = await engine.tasks.query({ unassigned: true, candidateUser: 'ann' });
  assert.equal((await engine.tasks.claim(task, 'ann')).assignee, 'ann');
  await engine.tasks.claim(task, 'ann');
  await assert.rejects(engine.tasks.claim(task, 'bob'), { code: 'alreadyAssigned', assignee: 'ann' });
  await engine.tasks.unclaim(task);
  await engine.tasks.claim(task, 'bob');
  await assert.rejects(engine.tasks.delegate(task, 'eve', { expectedAssignee: 'ann' }), { code: 'alreadyAssigned' });
  const handed = await engine.tasks.delegate(task, 'eve');
  assert.deepEqual([handed.assignee, handed.owner], ['eve', 'bob']);
  assert.deepEqual((await engine.tasks.query({ assignee: 'eve' })).length, 1);
  const notes = (await engine.history.entries(instance))
    .map(({ entry }) => entry)
    .filter((entry) => entry.user !== undefined);
  assert.deepEqual(
    notes.map(({ type, user: who }) => [type, who]),
    [
      ['claimed', 'ann'],
      ['unclaimed', 'ann'],
      ['claimed', 'bob'],
      ['delegated', 'eve'],
    ],
  );
  const each = [];
  for await (const one of engine.tasks.each({ limit: 1 })) each.push(one.node);
  assert.deepEqual(each, ['approve']);
});

onStores('the index is checked, and made anew of the state', async (store, context) => {
  const engine = await engineOn(store, context);
  await engine.repository.deploy(APPROVAL);
  const { instance } = await engine.runtime.start('approval');
  await engine.store.shardOf(instance).transaction((tx) => tx.reindex(instance, '[]', NOON));
  assert.deepEqual(await engine.management.check(instance), ['obligation 4 is not in the index']);
  await engine.management.reindex(instance);
  assert.deepEqual(await engine.management.check(instance), []);
  await assert.rejects(engine.management.purge(instance), { code: 'invalidArgument' });
  await engine.runtime.cancel(instance, 'enough');
  await engine.management.purge(instance);
  await assert.rejects(engine.runtime.instance(instance), { code: 'unknownInstance' });
});

onStores('history is followed as it happens', async (store, context) => {
  const engine = await engineOn(store, context);
  await engine.repository.deploy(ORDER);
  const { instance } = await engine.runtime.start('order');
  const seen = [];
  const following = (async () => {
    for await (const { entry } of engine.history.follow(instance, { poll: 20 })) seen.push(entry.type);
  })();
  const [task] = await engine.tasks.query();
  await engine.tasks.complete(task);
  await engine.runtime.cancel(instance, 'enough');
  await following;
  assert.equal(seen.at(-1), 'ended');
  assert.equal(seen.length, (await engine.history.entries(instance)).length);
  const stop = AbortSignal.abort(new Error('enough'));
  await assert.rejects(engine.history.follow(instance, { signal: stop }).next(), /enough/);
});

test('what was stored is there when the file is opened again', async () => {
  for (const { place, make } of Object.values(STORES).filter((store) => store.durable)) {
    const where = await place();
    const clock = new FrozenClock(NOON);
    let engine = await Engine.open(await make(where), { clock });
    await engine.repository.deploy(TWO);
    const { instance } = await engine.runtime.start('two');
    await engine[Symbol.asyncDispose]();
    engine = await Engine.open(await make(where), { clock });
    engine.worker(['first', 'second'], async () => {});
    assert.equal(await engine.settle(), 2);
    assert.equal((await engine.runtime.instance(instance)).status, 'completed');
    await engine.close();
  }
});

onStores('what the caller keeps in an AsyncLocalStorage is there within a transaction', async (store, context) => {
  const engine = await engineOn(store, context);
  const request = new AsyncLocalStorage();
  const seen = await Promise.all(
    ['a', 'b', 'c'].map((name) =>
      request.run(name, () => engine.transaction(async () => request.getStore(), { shard: name })),
    ),
  );
  assert.deepEqual(seen, ['a', 'b', 'c']);
});

onStores('variables may hold any character, also those that databases do not know', async (store, context) => {
  const engine = await engineOn(store, context);
  await engine.repository.deploy(model(chain(start(), user('pay', 'camunda:assignee="${who}"'), end())));
  const odd = 'a\0b \u{1f600} \\u0000 " \' \n';
  const { instance } = await engine.runtime.start('order', { variables: { who: odd } });
  await engine.runtime.setVariables(instance, { [odd]: { deep: [odd] } });
  assert.deepEqual(
    await engine.runtime.variables(instance),
    JSON.parse(JSON.stringify({ who: odd, [odd]: { deep: [odd] } })),
  );
  assert.deepEqual(await engine.management.check(instance), []);
});
