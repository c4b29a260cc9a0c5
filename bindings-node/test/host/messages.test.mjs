// Messages, signals, calls, timers and what else goes from one instance to others.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryStore, ShardedStore, SqliteStore } from 'tidewheel/host';
import { chain, end, file, model, start, timer, user } from './support/models.mjs';
import { engineOn, file as path, onStores } from './support/stores.mjs';

const MESSAGE =
  '<message id="m" name="paid"><extensionElements><zeebe:subscription correlationKey="=order"/></extensionElements></message>';
const WAITS = model(
  chain(
    start(),
    '<intermediateCatchEvent id="wait"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>',
    user('thank'),
    end(),
  ),
  { beside: MESSAGE },
);
const STARTED = (process = 'started') =>
  `<process id="${process}" isExecutable="true">${chain(`<startEvent id="${process}-begin"><messageEventDefinition messageRef="m"/></startEvent>`, user(`${process}-look`), end(`${process}-end`))}</process>`;
const SENDS = `<process id="sends" isExecutable="true">${chain(start('', 'sends-begin'), '<intermediateThrowEvent id="send"><messageEventDefinition messageRef="m"/></intermediateThrowEvent>', end('sends-end'))}</process>`;

const nodes = async (engine, query = {}) => (await engine.tasks.query(query)).map(({ node }) => node);

onStores('a message is for the one instance that its correlation agrees with', async (store, context) => {
  const engine = await engineOn(store, context);
  await engine.repository.deploy(WAITS);
  const a = await engine.runtime.start('order', { variables: { order: 'a' } });
  await engine.runtime.start('order', { variables: { order: 'b' } });
  await assert.rejects(engine.runtime.message('paid'), { code: 'severalReceivers' });
  await assert.rejects(engine.runtime.message('paid', { correlation: 'c' }), { code: 'noReceiver' });
  const [done] = await engine.runtime.message('paid', { correlation: 'a', variables: { sum: 5 }, eventId: 'm-1' });
  assert.deepEqual([done.instance, done.revision], [a.instance, 2]);
  const [again] = await engine.runtime.message('paid', { correlation: 'a', eventId: 'm-1' });
  assert.deepEqual([again.instance, again.revision, again.repeated], [a.instance, 2, true]);
  assert.deepEqual(await engine.runtime.variables(a.instance), { order: 'a', sum: 5 });
  assert.equal((await engine.runtime.message('paid', { policy: 'all' })).length, 1);
  assert.deepEqual(await nodes(engine), ['thank', 'thank']);
});

onStores('a message starts a process where nobody waits for it, once for an event id', async (store, context) => {
  const engine = await engineOn(store, context);
  await engine.repository.deploy(file('<message id="m" name="paid"/>', STARTED()));
  const [first] = await engine.runtime.message('paid', { businessKey: 'k', variables: { sum: 5 }, eventId: 'm-1' });
  const [second] = await engine.runtime.message('paid', { eventId: 'm-1' });
  assert.deepEqual([second.instance, second.repeated], [first.instance, true]);
  const instances = await engine.runtime.instances();
  assert.deepEqual(
    instances.map(({ businessKey }) => businessKey),
    ['k'],
  );
});

onStores('a message that an instance sends waits until somebody waits for it', async (store, context) => {
  const engine = await engineOn(store, context);
  await engine.repository.deploy(file('<message id="m" name="paid"/>', SENDS));
  await engine.repository.deploy(WAITS);
  await engine.runtime.start('sends');
  assert.equal(await engine.runDue(), 0);
  const [row] = await engine.management.undelivered();
  assert.deepEqual([row.kind, row.name, row.attempts], ['message', 'paid', 1]);
  await engine.runtime.start('order', { variables: { order: 'a' } });
  // In another shard it is found when it is tried again.
  engine.clock.advance(2000);
  await engine.settle();
  assert.deepEqual([await nodes(engine), await engine.management.undelivered()], [['thank'], []]);
});

onStores('what nobody takes can be kept or given up', async (store, context) => {
  const engine = await engineOn(store, context);
  assert.deepEqual(await engine.runtime.message('paid', { wait: true, variables: { sum: 5 } }), []);
  await engine.runDue();
  const [row] = await engine.management.undelivered();
  assert.equal(await engine.management.drop(row), true);
  assert.deepEqual(await engine.management.undelivered(), []);
});

onStores('an instance sends a message that starts another', async (store, context) => {
  const engine = await engineOn(store, context);
  await engine.repository.deploy(file('<message id="m" name="paid"/>', SENDS, STARTED()));
  await engine.runtime.start('sends', { shard: 'u1' });
  assert.equal(await engine.settle(), 1);
  assert.deepEqual(await nodes(engine), ['started-look']);
  const [made] = await engine.runtime.instances({ process: 'started' });
  assert.match(made.id, /^u1~/);
});

onStores('a signal is for all who listen, and for the processes that it starts', async (store, context) => {
  const engine = await engineOn(store, context);
  const signal = '<signal id="s" name="alarm"/>';
  const listens = `<process id="listens" isExecutable="true">${chain(start(), '<intermediateCatchEvent id="wait"><signalEventDefinition signalRef="s"/></intermediateCatchEvent>', user('run'), end())}</process>`;
  const starts = `<process id="starts" isExecutable="true">${chain('<startEvent id="heard"><signalEventDefinition signalRef="s"/></startEvent>', user('hide'), end('hidden'))}</process>`;
  await engine.repository.deploy(file(signal, listens, starts));
  await engine.runtime.start('listens');
  await engine.runtime.start('listens');
  assert.equal(await engine.runtime.signal('alarm', { eventId: 's-1', variables: { level: 3 } }), 3);
  assert.equal(await engine.runtime.signal('alarm', { eventId: 's-1' }), 0);
  assert.equal(await engine.settle(), 3);
  assert.deepEqual((await nodes(engine)).sort(), ['hide', 'run', 'run']);
  for (const { instance } of await engine.tasks.query())
    assert.equal((await engine.runtime.variables(instance)).level, 3);
  assert.equal(await engine.runtime.signal('alarm'), 1);
});

const CALLS = `<process id="outer" isExecutable="true">${chain(start('', 'outer-begin'), '<callActivity id="call" calledElement="inner"><extensionElements><camunda:in variables="all"/><camunda:out variables="all"/></extensionElements></callActivity>', user('after'), end('outer-end'))}</process>`;
const INNER = `<process id="inner" isExecutable="true">${chain(start('', 'inner-begin'), user('within'), end('inner-end'))}</process>`;

onStores('a call activity runs another process, and gets its result', async (store, context) => {
  const engine = await engineOn(store, context);
  await engine.repository.deploy(file(CALLS, INNER));
  const { instance } = await engine.runtime.start('outer', { shard: 'u1', variables: { a: 1 } });
  await engine.settle();
  const [called] = await engine.runtime.instances({ caller: instance });
  assert.match(called.id, /^u1~/);
  await engine.tasks.complete(
    { instance: called.id, key: (await engine.tasks.query())[0].key },
    { variables: { b: 2 } },
  );
  await engine.settle();
  assert.deepEqual(await nodes(engine), ['after']);
  assert.deepEqual(await engine.runtime.variables(instance), { a: 1, b: 2 });
  for (const id of [instance, called.id]) assert.deepEqual(await engine.management.check(id), []);
});

onStores(
  'a call that is no longer wanted ends what it started; one of nothing is an incident',
  async (store, context) => {
    const engine = await engineOn(store, context);
    await engine.repository.deploy(file(CALLS));
    const { instance } = await engine.runtime.start('outer');
    await engine.settle();
    const [incident] = await engine.management.incidents();
    assert.match(incident.data.message, /inner/);
    await engine.repository.deploy(file(INNER));
    await engine.management.resolve(incident);
    await engine.settle();
    assert.deepEqual(await nodes(engine), ['within']);
    await engine.runtime.cancel(instance, 'enough');
    await engine.settle();
    assert.deepEqual(
      (await engine.runtime.instances()).map(({ status }) => status),
      ['cancelled', 'cancelled'],
    );
  },
);

onStores('timers fire when they are due, also those that start processes', async (store, context) => {
  const engine = await engineOn(store, context);
  const cycle =
    '<startEvent id="every"><timerEventDefinition><timeCycle>R2/PT1H</timeCycle></timerEventDefinition></startEvent>';
  await engine.repository.deploy(model(chain(cycle, timer('wait', 'PT10M'), user('look'), end())));
  assert.equal(await engine.runDue(), 0);
  for (const [minutes, instances, tasks] of [
    [60, 1, 0],
    [10, 1, 1],
    [50, 2, 1],
    [600, 2, 2],
  ]) {
    engine.clock.advance(minutes * 60_000);
    await engine.settle();
    assert.deepEqual([(await engine.runtime.instances()).length, (await nodes(engine)).length], [instances, tasks]);
  }
});

onStores('data stores and listeners are functions of the application', async (store, context) => {
  const engine = await engineOn(store, context);
  const seen = [];
  engine.dataStore('archive', (name, value) => seen.push([name, value]));
  let fails = 1;
  engine.listener('told', async (listener, { attempts }) => {
    if ((fails -= 1) === 0) throw new RangeError('not yet');
    seen.push([listener.event, attempts]);
  });
  engine.listener('other', () => assert.fail());
  const listener = '<extensionElements><camunda:executionListener class="told" event="end"/></extensionElements>';
  await engine.repository.deploy(model(chain(start(listener), user('pay'), end())));
  await engine.runtime.start('order');
  await assert.rejects(engine.settle(), /not yet/);
  engine.clock.advance(60_000);
  await engine.settle();
  assert.deepEqual(seen, [['end', 0]]);
});

test('shards that write to each other do not wait for each other for ever', async (context) => {
  const store = new ShardedStore([new SqliteStore(path()), new SqliteStore(path()), new MemoryStore('c')]);
  const engine = await engineOn({ make: async () => store }, context);
  const signal = '<signal id="s" name="alarm"/>';
  const throwing = '<intermediateThrowEvent id="raise"><signalEventDefinition signalRef="s"/></intermediateThrowEvent>';
  const catching = '<intermediateCatchEvent id="wait"><signalEventDefinition signalRef="s"/></intermediateCatchEvent>';
  const raises = `<process id="raises" isExecutable="true">${chain(start('', 'r'), throwing, end('re'))}</process>`;
  const hears = `<process id="hears" isExecutable="true">${chain(start(), catching, end())}</process>`;
  await engine.repository.deploy(file(signal, raises, hears));
  await engine.repository.deploy(WAITS);
  const all = [];
  for (let n = 0; n < 8; n += 1) all.push(engine.runtime.start('hears', { shard: `u${n}` }));
  for (let n = 0; n < 8; n += 1) {
    all.push(engine.runtime.start('order', { shard: `u${n}`, variables: { order: `o${n}` } }));
  }
  await Promise.all(all);
  const work = [];
  for (let n = 0; n < 8; n += 1) {
    work.push(engine.runtime.message('paid', { correlation: `o${n}`, eventId: `m${n}` }));
    work.push(engine.runtime.start('raises', { shard: `u${n}` }), engine.runtime.signal('alarm'));
    work.push(engine.runDue(), engine.runDue());
  }
  await Promise.all(work);
  await engine.settle();
  assert.equal((await engine.runtime.instances({ process: 'hears', statuses: ['completed'] })).length, 8);
  assert.deepEqual(await nodes(engine), Array(8).fill('thank'));
});
