// Workers: leases, heartbeats, retries, errors of the model, stopping.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'node:test';
import { BpmnError, Engine, FrozenClock, JobFailure, MemoryStore, PostgresStore } from 'tidewheel/host';
import { ORDER, TWO, chain, end, file, model, service, start, timer, user } from './support/models.mjs';
import { DURABLE, NOON, STORES, engineOn, onStores } from './support/stores.mjs';

const SHIPS = model(chain(start(), service('ship', 'camunda:topic="ship" camunda:type="external"'), end()));

onStores('a worker gets what its task sees, and answers with variables', async (store, context) => {
  const engine = await engineOn(store, context);
  await engine.repository.deploy(SHIPS);
  const { instance } = await engine.runtime.start('order', { businessKey: 'k', variables: { total: 7 } });
  engine.worker('ship', (job) => {
    assert.deepEqual(
      [job.id, job.instance, job.node, job.process, job.businessKey],
      [`${instance}:${job.key}`, instance, 'ship', 'order', 'k'],
    );
    assert.equal(job.signal.aborted, false);
    return { shipped: job.variables.total };
  });
  assert.equal(await engine.settle(), 1);
  assert.deepEqual(await engine.runtime.variables(instance), { shipped: 7, total: 7 });
});

onStores('a job that fails is tried again as the model says, then it is an incident', async (store, context) => {
  const engine = await engineOn(store, context);
  const retry =
    '<extensionElements><camunda:failedJobRetryTimeCycle>R2/PT5M</camunda:failedJobRetryTimeCycle></extensionElements>';
  await engine.repository.deploy(
    model(chain(start(), service('ship', 'camunda:topic="ship" camunda:type="external"', retry), end())),
  );
  await engine.runtime.start('order');
  let tries = 0;
  engine.worker('ship', () => {
    tries += 1;
    if (tries < 3) throw new Error(`no van ${tries}`);
  });
  await engine.settle();
  assert.deepEqual([tries, (await engine.management.timers()).length], [1, 1]);
  engine.clock.advance(300_000);
  await engine.settle();
  const [incident] = await engine.management.incidents();
  assert.deepEqual([tries, incident.data.code, incident.data.message], [2, 'jobFailed', 'no van 2']);
  await engine.management.resolve(incident);
  await engine.settle();
  assert.deepEqual([tries, (await engine.runtime.instances())[0].status], [3, 'completed']);
});

onStores(
  'a worker throws errors and escalations of the model, and says itself how to go on',
  async (store, context) => {
    const engine = await engineOn(store, context);
    const beside = '<error id="e" errorCode="LOST"/><escalation id="x" escalationCode="LATE"/>';
    const boundary = (id, inner, to, more = '') =>
      `<boundaryEvent id="${id}" attachedToRef="ship" ${more}>${inner}</boundaryEvent><sequenceFlow id="to-${to}" sourceRef="${id}" targetRef="${to}"/>${user(to)}`;
    await engine.repository.deploy(
      model(
        chain(start(), service('ship', 'camunda:topic="ship" camunda:type="external"'), end()) +
          boundary('lost', '<errorEventDefinition errorRef="e"/>', 'search') +
          boundary('late', '<escalationEventDefinition escalationRef="x"/>', 'remind', 'cancelActivity="false"'),
        { beside },
      ),
    );
    const { instance } = await engine.runtime.start('order');
    let tries = 0;
    engine.worker('ship', async (job) => {
      tries += 1;
      if (tries === 1) throw new JobFailure('soon', { retries: 1, backoff: 1000 });
      await job.escalate('LATE', { days: 3 });
      throw new BpmnError('LOST', 'in the harbour', { where: 'sea' });
    });
    await engine.settle();
    engine.clock.advance(1000);
    await engine.settle();
    assert.deepEqual((await engine.tasks.query()).map(({ node }) => node).sort(), ['remind', 'search']);
    assert.deepEqual(await engine.runtime.variables(instance), { days: 3, where: 'sea' });
    assert.deepEqual(await engine.management.check(instance), []);
  },
);

onStores('what a worker returns and no process can hold fails its job', async (store, context) => {
  const engine = await engineOn(store, context, { limits: { variables: 100 } });
  await engine.repository.deploy(SHIPS);
  const results = [() => 'text', () => ({ big: 'x'.repeat(200) }), () => ({ n: 2 ** 60 })];
  for (const result of results) {
    await engine.runtime.start('order');
    assert.ok(result);
  }
  engine.worker('ship', () => results.pop()());
  await engine.settle();
  assert.equal((await engine.management.incidents()).length, 3);
});

onStores(
  'a lease that runs out passes the job to another host, and the first answer is refused',
  async (store, context) => {
    const engine = await engineOn(store, context);
    const other = new Engine(engine.store, { clock: engine.clock });
    await engine.repository.deploy(SHIPS);
    const { instance } = await engine.runtime.start('order');
    const first = (await engine.jobs('ship', { lease: 1000 }).next()).value;
    assert.equal(await other.runJobs(), 0);
    engine.clock.advance(500);
    assert.equal(await first.extend(), true);
    engine.clock.advance(800);
    other.worker('ship', () => ({ by: 'other' }));
    assert.equal(await other.runJobs(), 0);
    assert.deepEqual(await engine.management.lostLeases(), []);
    engine.clock.advance(500);
    assert.equal((await engine.management.lostLeases()).length, 1);
    const second = (await other.jobs('ship').next()).value;
    assert.equal(await first.extend(), false);
    assert.equal(first.signal.reason.code, 'leaseLost');
    await assert.rejects(first.complete({ by: 'first' }), { code: 'leaseLost' });
    await second.complete({ by: 'second' });
    await assert.rejects(first.complete({ by: 'first' }), { code: 'leaseLost' });
    assert.deepEqual(await engine.runtime.variables(instance), { by: 'second' });
  },
);

onStores('expressions in languages of the host are evaluated by what is registered', async (store, context) => {
  const engine = await engineOn(store, context);
  const gateway = '<exclusiveGateway id="which"/>';
  const condition =
    '<conditionExpression language="python" xsi:type="tFormalExpression">total &gt; 100</conditionExpression>';
  await engine.repository.deploy(
    model(
      `${chain(start(), gateway)}${user('big')}${user('small')}
    <sequenceFlow id="x" sourceRef="which" targetRef="big">${condition}</sequenceFlow><sequenceFlow id="y" sourceRef="which" targetRef="small"/>`.replace(
        'id="which"',
        'id="which" default="y"',
      ),
    ),
  );
  await engine.runtime.start('order', { variables: { total: 120 } });
  engine.evaluator('python', (source, variables) => {
    assert.equal(source, 'total > 100');
    return variables.total > 100;
  });
  await engine.settle();
  assert.deepEqual(
    (await engine.tasks.query()).map(({ node }) => node),
    ['big'],
  );
});

onStores('in the background timers fire and jobs run, until it is told to stop', async (store, context) => {
  const clock = { now: () => Date.now() };
  const engine = await engineOn(store, context, { clock });
  await engine.repository.deploy(
    file(
      `<process id="p" isExecutable="true">${chain(start(), timer('wait', 'PT0.05S'), service('ship'), service('bill'), end())}</process>`,
    ),
  );
  let most = 0;
  let now = 0;
  engine.worker(
    ['ship', 'bill'],
    async () => {
      most = Math.max(most, (now += 1));
      await sleep(5);
      now -= 1;
    },
    { concurrency: 3 },
  );
  const stop = new AbortController();
  const running = engine.run({ signal: stop.signal, poll: 50 });
  assert.throws(() => engine.run(), { code: 'invalidArgument' });
  for (let n = 0; n < 8; n += 1) await engine.runtime.start('p');
  for (let n = 0; n < 400 && (await engine.runtime.instances({ statuses: ['completed'] })).length < 8; n += 1)
    await sleep(10);
  stop.abort();
  await running;
  assert.equal((await engine.runtime.instances({ statuses: ['completed'] })).length, 8);
  // Three of each name at a time.
  assert.ok(most > 1 && most <= 6, String(most));
});

onStores(
  'two hosts on one store share the work, and each job is done once',
  async (store, context) => {
    const place = await store.place();
    const clock = { now: () => Date.now() };
    const hosts = [
      await engineOn({ ...store, place }, context, { clock, place }),
      await engineOn({ ...store, place }, context, { clock, place }),
    ];
    await hosts[0].repository.deploy(TWO);
    const done = new Map();
    const by = [0, 0];
    hosts.forEach((host, n) =>
      host.worker(
        ['first', 'second'],
        async (job) => {
          by[n] += 1;
          done.set(job.id, (done.get(job.id) ?? 0) + 1);
          await sleep(2);
        },
        { concurrency: 2 },
      ),
    );
    const running = hosts.map((host) => host.run({ poll: 20 }));
    await Promise.all(Array.from({ length: 20 }, () => hosts[0].runtime.start('two')));
    for (let n = 0; n < 500 && (await hosts[0].runtime.instances({ statuses: ['completed'] })).length < 20; n += 1)
      await sleep(10);
    await Promise.all(hosts.map((host) => host.stop()));
    await Promise.all(running);
    assert.deepEqual([done.size, [...done.values()].every((times) => times === 1)], [40, true]);
    assert.ok(
      by.every((count) => count > 0),
      String(by),
    );
  },
  DURABLE,
);

test('a host that is told to stop lets jobs end, and gives back those that do not', async (context) => {
  const engine = await engineOn({ make: async () => new MemoryStore() }, context, { clock: { now: () => Date.now() } });
  await engine.repository.deploy(TWO);
  for (let n = 0; n < 2; n += 1) await engine.runtime.start('two', { id: `i${n}` });
  const aborted = [];
  engine.worker('first', async (job) => {
    if (job.instance === 'i0') return sleep(30);
    job.signal.addEventListener('abort', () => aborted.push(job.instance));
    return new Promise(() => {});
  });
  const running = engine.run({ grace: 100 });
  await sleep(20);
  await engine.stop();
  await running;
  assert.deepEqual(aborted, ['i1']);
  const open = await engine.management.jobs();
  assert.deepEqual(open.map(({ instance, name, holder }) => [instance, name, holder]).sort(), [
    ['i0', 'second', null],
    ['i1', 'first', null],
  ]);
});

test('a heartbeat keeps a lease for as long as the job takes', async (context) => {
  const engine = await engineOn({ make: async () => new MemoryStore() }, context, { clock: { now: () => Date.now() } });
  await engine.repository.deploy(TWO);
  await engine.runtime.start('two');
  engine.worker('first', () => sleep(150), { lease: 60 });
  const running = engine.runJobs({ limit: 1 });
  await sleep(120);
  assert.deepEqual(await engine.management.lostLeases(), []);
  assert.equal(await running, 1);
});

test('jobs are pulled one after the other, until the signal', async (context) => {
  const engine = await engineOn({ make: async () => new MemoryStore() }, context);
  await engine.repository.deploy(TWO);
  for (let n = 0; n < 3; n += 1) await engine.runtime.start('two');
  const stop = new AbortController();
  let count = 0;
  for await (const job of engine.jobs('first', { signal: stop.signal })) {
    await job.complete({ n: (count += 1) });
    if (count === 3) stop.abort();
  }
  assert.equal((await engine.management.jobs({ name: 'second' })).length, 3);
  const [job] = [(await engine.jobs('second').next()).value];
  assert.equal(await job.release(), true);
  assert.equal(
    (await engine.management.jobs({ name: 'second' })).every(({ holder }) => holder === null),
    true,
  );
});

test('a timer in the far future does not keep the background busy', async () => {
  const engine = await Engine.open(new MemoryStore(), { clock: new FrozenClock(NOON) });
  await engine.repository.deploy(model(chain(start(), timer('wait', 'P100D'), end())));
  await engine.repository.deploy(ORDER.replaceAll('order', 'other'));
  await engine.runtime.start('order');
  const running = engine.run({ poll: 10 });
  await sleep(30);
  engine.clock.advance(100 * 86_400_000);
  for (let n = 0; n < 100 && (await engine.runtime.instances({ statuses: ['completed'] })).length < 1; n += 1)
    await sleep(10);
  assert.equal((await engine.runtime.instances({ statuses: ['completed'] })).length, 1);
  await engine.close();
  await running;
});

test(
  'hosts on one PostgreSQL wake each other, also after a connection was lost',
  { skip: STORES.postgres === undefined },
  async (context) => {
    const place = await STORES.postgres.place();
    const clock = { now: () => Date.now() };
    const one = await engineOn({ ...STORES.postgres, place }, context, { clock, place });
    const named = { make: async () => new PostgresStore({ connectionString: place, application_name: place }) };
    const other = await engineOn(named, context, { clock });
    await one.repository.deploy(TWO);
    other.worker('first', async () => {});
    const running = other.run({ poll: 60_000 });
    const told = async () => {
      const begun = Date.now();
      const { instance } = await one.runtime.start('two');
      for (let n = 0; n < 500 && (await one.runtime.instance(instance)).revision < 2; n += 1) await sleep(10);
      return Date.now() - begun;
    };
    await sleep(100);
    assert.ok((await told()) < 5000);
    const lost = await one.transaction((tx) =>
      tx.connection.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1 and query like 'listen%'",
        [place.slice(0, 63)],
      ),
    );
    assert.equal(lost.rowCount, 1);
    await sleep(1500);
    assert.ok((await told()) < 5000);
    await other.stop();
    await running;
  },
);

onStores('a job that is done again escalates once, and is answered once', async (store, context) => {
  const engine = await engineOn(store, context);
  const boundary = `<boundaryEvent id="late" attachedToRef="ship" cancelActivity="false"><escalationEventDefinition escalationRef="x"/></boundaryEvent>
    <sequenceFlow id="to-remind" sourceRef="late" targetRef="remind"/>${user('remind')}`;
  const ships = chain(start(), service('ship', 'camunda:topic="ship" camunda:type="external"'), end());
  await engine.repository.deploy(model(ships + boundary, { beside: '<escalation id="x" escalationCode="LATE"/>' }));
  const { instance } = await engine.runtime.start('order');
  const take = async () => (await engine.jobs('ship', { lease: 1000 }).next()).value;
  const first = await take();
  await first.escalate('LATE');
  // Its host dies here, and the job is handed out again.
  engine.clock.advance(2000);
  const second = await take();
  assert.equal((await second.escalate('LATE')).repeated, true);
  assert.equal((await second.complete()).repeated, false);
  // Whoever does not know whether an answer has come through may give it once more.
  assert.equal((await second.complete()).repeated, true);
  assert.equal((await engine.tasks.query()).length, 1);
  const ids = (await engine.history.events(instance)).map(({ id }) => id);
  assert.deepEqual(ids, ['#1', '#job:4:escalated:1', '#job:4']);
});
