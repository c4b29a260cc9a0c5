// The rows AI1 to AI7 and AI15: business functions that do not mention the engine.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Workflow } from 'tidewheel/host';
import { authentication } from './support/models.mjs';
import { DURABLE, STORES, engineOn, onStores } from './support/stores.mjs';

const entriesOf = async (engine, instance, type) =>
  (await engine.history.entries(instance)).map((row) => row.entry).filter((entry) => entry.type === type);

/** The business side: it knows its requests and nothing else. */
class Service {
  calls = [];

  async apply(req) {
    this.calls.push(['apply', req.uuid]);
    if (req.broken) throw new Error('the registry is closed');
    return { accepted: req.uuid };
  }

  async judge(req) {
    this.calls.push(['judge', req.uuid]);
    return 'judged';
  }

  async revoke(req) {
    this.calls.push(['revoke', req.uuid]);
  }
}

async function open(store, context) {
  const engine = await engineOn(store, context);
  await engine.repository.deploy(authentication(), { name: 'authentication-v202611251200' });
  const workflow = new Workflow();
  const shard = store.shards ? '#req.userId' : undefined;
  const service = new Service();
  const apply = workflow.start('authentication', {
    assignee: '#req.userId',
    bizId: '#req.uuid',
    shard,
    variables: "{userId: '#req.userId', dataSource: '#req.dataSource'}",
  })(workflow.complete({ node: 'NODE_1' })(service.apply));
  const judge = (node) =>
    workflow.complete({ node, bizId: '#req.uuid', shard, variables: { result: '#req.result' } })(service.judge);
  const revoke = workflow.cancel({ bizId: '#req.uuid', shard, cancelReason: 'FINISH_FORCE_INVALID' })(service.revoke);
  workflow.bind(engine);
  return {
    engine,
    workflow,
    service,
    apply: apply.bind(service),
    judge: (node, req) => judge(node).call(service, req),
    revoke: revoke.bind(service),
  };
}

const request = (more = {}) => ({ userId: 'u1', uuid: 'b-1', dataSource: 'upload', ...more });

onStores('AI1, AI2, AI3: START and COMPLETE on one function, with values of its arguments', async (store, context) => {
  const { engine, service, apply } = await open(store, context);
  assert.deepEqual(await apply(request()), { accepted: 'b-1' });
  assert.deepEqual(service.calls, [['apply', 'b-1']]);
  const { id, businessKey, revision } = await engine.runtime.running('b-1');
  assert.deepEqual([businessKey, revision], ['b-1', 2]);
  assert.deepEqual(await engine.runtime.variables(id), { dataSource: 'upload', userId: 'u1' });
  assert.deepEqual(
    (await engine.tasks.query({ businessKey: 'b-1' })).map(({ node }) => node),
    ['NODE_2'],
  );
  const claimed = await entriesOf(engine, id, 'claimed');
  assert.deepEqual(
    claimed.map(({ element, user }) => [element, user]),
    [['NODE_1', 'u1']],
  );
});

onStores('AI3: a path that leads nowhere is an error before anything changes', async (store, context) => {
  const { engine, service, apply } = await open(store, context);
  await assert.rejects(apply({ userId: 'u1', uuid: 'b-1' }), {
    code: 'missingPath',
    message: '`#req.dataSource` leads nowhere: there is no `dataSource`',
  });
  await assert.rejects(apply(), { code: 'missingPath' });
  assert.deepEqual(service.calls, []);
  assert.deepEqual(await engine.runtime.instances(), []);
});

onStores('AI5: a task is meant by business key, node and assignee', async (store, context) => {
  const { engine, apply, judge } = await open(store, context);
  await apply(request());
  await assert.rejects(judge('NODE_3', request({ result: 'genuine' })), { code: 'noTask', message: /NODE_3/ });
  await assert.rejects(judge('NODE_2', request({ uuid: 'b-2', result: 'genuine' })), { code: 'noTask' });
  const other = store.shards ? 'u1' : undefined;
  await engine.runtime.start('authentication', {
    businessKey: 'b-1',
    shard: other,
    variables: { dataSource: 'registry' },
  });
  await engine.runtime.start('authentication', {
    businessKey: 'b-1',
    shard: other,
    variables: { dataSource: 'registry' },
  });
  const [first, second] = await engine.tasks.query({ businessKey: 'b-1', node: 'NODE_1' });
  await engine.tasks.claim(first, 'ann');
  await engine.tasks.claim(second, 'bob');
  await assert.rejects(engine.tasks.complete({ businessKey: 'b-1', node: 'NODE_1', shard: other }), {
    code: 'severalTasks',
  });
  const done = await engine.tasks.complete({ businessKey: 'b-1', node: 'NODE_1', assignee: 'bob', shard: other });
  assert.equal(done.instance, second.instance);
});

onStores('AI6: CANCEL ends the instance with a reason that its history tells', async (store, context) => {
  const { engine, apply, revoke } = await open(store, context);
  await apply(request());
  const { id } = await engine.runtime.running('b-1');
  await revoke(request());
  assert.equal((await engine.runtime.instance(id)).status, 'cancelled');
  assert.deepEqual(
    (await entriesOf(engine, id, 'cancelRequested')).map(({ reason }) => reason),
    ['FINISH_FORCE_INVALID'],
  );
  await assert.rejects(revoke(request()), { code: 'unknownInstance' });
});

onStores('AI7: where the business function throws, nothing of the workflow is stored', async (store, context) => {
  const { engine, apply } = await open(store, context);
  await assert.rejects(apply(request({ broken: true })), /the registry is closed/);
  assert.deepEqual(await engine.runtime.instances(), []);
  assert.deepEqual(await engine.tasks.query(), []);
});

onStores(
  'AI7: where the workflow refuses, nothing of the business is stored',
  async (store, context) => {
    const { engine, workflow } = await open(store, context);
    const postgres = STORES.postgres === store;
    const run = async (tx, text, values) =>
      postgres ? (await tx.connection.query(text, values)).rows : tx.connection.prepare(text).all(values);
    await engine.transaction((tx) =>
      postgres
        ? tx.connection.query('create table paper (id text)')
        : tx.connection.exec('create table paper (id text)'),
    );
    // The business's own accessor to the connection: it gets the transaction that is open.
    const save = (id) =>
      engine.transaction((tx) => run(tx, `insert into paper values (${postgres ? '$1' : '?'}) returning id`, [id]));
    const papers = () => engine.transaction((tx) => run(tx, 'select id from paper', []));
    const file = workflow.complete({ node: 'NODE_9', bizId: '#req.uuid' })(async (req) => save(req.uuid));
    await assert.rejects(file(request()), { code: 'noTask' });
    assert.deepEqual(await papers(), []);
    const begin = workflow.start('authentication', { bizId: '#req.uuid' })(async (req) => save(req.uuid));
    await begin(request());
    assert.deepEqual(
      (await papers()).map(({ id }) => id),
      ['b-1'],
    );
    await assert.rejects(
      engine.transaction(async () => {
        await begin(request({ uuid: 'b-2' }));
        throw new Error('later');
      }),
      /later/,
    );
    assert.deepEqual([(await papers()).length, (await engine.runtime.instances()).length], [1, 1]);
  },
  DURABLE,
);

onStores(
  'AI7: a store that fails while it commits leaves neither',
  async (store, context) => {
    const { engine, apply } = await open(store, context);
    const real = engine.store.transaction;
    engine.store.transaction = function failing(work, options) {
      return real.call(
        this,
        async (tx) => {
          await work(tx);
          if (!options?.readonly) throw new Error('the disk is full');
        },
        options,
      );
    };
    await assert.rejects(apply(request()), /the disk is full/);
    engine.store.transaction = real;
    assert.deepEqual(await engine.runtime.instances(), []);
  },
  DURABLE,
);

onStores(
  'AI15: by source and result, back to an earlier node and on another way, all in the history',
  async (store, context) => {
    const { engine, apply, judge } = await open(store, context);
    await apply(request());
    const { id } = await engine.runtime.running('b-1');
    await judge('NODE_2', request({ result: 'doubtful' }));
    assert.deepEqual(
      (await engine.tasks.query({ businessKey: 'b-1' })).map(({ node }) => node),
      ['NODE_1'],
    );
    const shard = store.shards ? 'u1' : undefined;
    await engine.tasks.complete(
      { businessKey: 'b-1', node: 'NODE_1', shard },
      { variables: { dataSource: 'registry' } },
    );
    assert.deepEqual(
      (await engine.tasks.query({ businessKey: 'b-1' })).map(({ node }) => node),
      ['NODE_3'],
    );
    // Somebody goes back by hand, and it forks again.
    const [{ job }] = await engine.tasks.query({ businessKey: 'b-1' });
    await engine.runtime.modify(id, [{ type: 'goBack', activation: job.activation, to: 'NODE_1' }], {
      reason: 'the wrong documents',
    });
    await engine.tasks.complete({ businessKey: 'b-1', node: 'NODE_1', shard }, { variables: { dataSource: 'upload' } });
    await judge('NODE_2', request({ result: 'genuine' }));
    await engine.tasks.complete({ businessKey: 'b-1', node: 'NODE_4', shard });
    assert.equal((await engine.runtime.instance(id)).status, 'completed');
    const entered = (await entriesOf(engine, id, 'entered'))
      .map(({ element }) => element)
      .filter((element) => element.startsWith('NODE'));
    assert.deepEqual(entered, ['NODE_1', 'NODE_2', 'NODE_1', 'NODE_3', 'NODE_1', 'NODE_2', 'NODE_4']);
    const [modified] = await entriesOf(engine, id, 'modified');
    assert.deepEqual([modified.reason, modified.instruction.to], ['the wrong documents', 'NODE_1']);
    const flows = (await entriesOf(engine, id, 'flowTaken'))
      .map(({ flow }) => flow)
      .filter((flow) => /^(from|is)_/.test(flow));
    assert.deepEqual(flows, ['from_user', 'is_doubtful', 'from_registry', 'from_user', 'is_genuine']);
    assert.deepEqual(await engine.management.check(id), []);
  },
);

test('AI4: business code runs as it is without its operations, and operations without an engine say so', async () => {
  const service = new Service();
  assert.deepEqual(await service.apply(request()), { accepted: 'b-1' });
  const workflow = new Workflow();
  const wrapped = workflow.start('authentication', { bizId: '#req.uuid' })(service.apply);
  assert.equal(wrapped.name, 'apply');
  await assert.rejects(wrapped.call(service, request()), { code: 'notBound' });
});

test('an operation is a standard decorator of methods, and of nothing else', async () => {
  const workflow = new Workflow();
  const decorate = workflow.complete({ bizId: '#req.uuid' });
  const method = decorate(
    async function judge(req) {
      return req;
    },
    { kind: 'method', name: 'judge' },
  );
  assert.equal(method.name, 'judge');
  assert.throws(() => decorate(undefined, { kind: 'field', name: 'x' }), { code: 'invalidArgument' });
});
