// Values of business operations, from the arguments of the call.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Engine, MemoryStore, ShardedStore, Workflow } from 'tidewheel/host';
import { ORDER } from './support/models.mjs';
import { engineOn } from './support/stores.mjs';

/** What a start with these options stores, for a function and its arguments. */
async function stored(context, options, run, ...given) {
  const engine = await engineOn({ make: async () => new MemoryStore() }, context);
  await engine.repository.deploy(ORDER);
  const workflow = new Workflow(engine);
  await workflow.start('order', { bizId: 'k', ...options })(run)(...given);
  const [{ id, businessKey }] = await engine.runtime.instances();
  return {
    businessKey,
    variables: await engine.runtime.variables(id),
    assignees: (await engine.tasks.query()).map(({ assignee }) => assignee),
  };
}

test('paths, maps, texts and functions', async (context) => {
  const kinds = {
    path: '#req.user.id',
    plain: 'text',
    number: 5,
    nothing: null,
    list: [1],
    hash: '##tag',
    map: { inner: '#n' },
    text: "{a: '#n', 'b': 7, c: true, d: \"x\"}",
    made: (req, n) => req.user.id + n,
  };
  const { variables } = await stored(context, { variables: kinds }, (req, n) => [req, n], { user: { id: 'u' } }, 3);
  assert.deepEqual(variables, {
    path: 'u',
    plain: 'text',
    number: 5,
    nothing: null,
    list: [1],
    hash: '#tag',
    map: { inner: 3 },
    text: { a: 3, b: 7, c: true, d: 'x' },
    made: 'u3',
  });
});

test('the names of parameters, as a function has them', async (context) => {
  const functions = [
    (req) => req,
    async (req) => req,
    function named(req) {
      return req;
    },
    async function later(req /* the request */) {
      return req;
    },
    ({ ...other }, req = { id: 7 }) => [other, req],
    (req) => req,
    class {
      static run(req) {
        return req;
      }
    }.run,
  ];
  for (const run of functions) {
    const given = run.toString().includes('other') ? [{}, { id: 7 }] : [{ id: 7 }];
    assert.deepEqual((await stored(context, { variables: { id: '#req.id' } }, run, ...given)).variables, { id: 7 });
  }
  const minified = (a) => a;
  assert.deepEqual(
    (await stored(context, { variables: { id: '#req.id' }, parameters: ['req'] }, minified, { id: 7 })).variables,
    { id: 7 },
  );
});

test('business keys and assignees are texts; an empty one is none', async (context) => {
  const done = await stored(context, { bizId: '#req.id', assignee: '' }, (req) => req, { id: 17 });
  assert.deepEqual([done.businessKey, done.assignees], ['17', [null]]);
  assert.deepEqual((await stored(context, { assignee: '#req.who' }, (req) => req, { who: 'ann' })).assignees, ['ann']);
});

test('what gives no value is refused', async () => {
  const engine = await Engine.open(new MemoryStore());
  await engine.repository.deploy(ORDER);
  const refused = async (code, options, ...given) => {
    let called = false;
    const run = new Workflow(engine).start('order', { bizId: 'k', ...options })((req) => {
      called = true;
      return req;
    });
    await assert.rejects(run(...given), { code });
    assert.equal(called, false);
  };
  await refused('missingPath', { bizId: '#other' }, {});
  await refused('missingPath', { bizId: '#req.a.b' }, { a: null });
  await refused('missingPath', { bizId: '#req.toString' }, {});
  await refused('invalidArgument', { bizId: '#req.' }, {});
  await refused('invalidArgument', { bizId: '#req.a' }, { a: {} });
  await refused('invalidArgument', { bizId: '' }, {});
  await refused('invalidArgument', { variables: '{a b}' }, {});
  await refused('invalidArgument', { variables: '#req.a' }, { a: 5 });
  assert.deepEqual(await engine.runtime.instances(), []);
  const sharded = await Engine.open(new ShardedStore([new MemoryStore('a'), new MemoryStore('b')]));
  const run = new Workflow(sharded).start('order', { bizId: 'k' })(() => {});
  await assert.rejects(run(), { code: 'invalidArgument', message: /shard/ });
});
