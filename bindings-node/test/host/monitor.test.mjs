// What the examples tell of a host over HTTP: the same in Node and in Python, of one database.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { request } from 'node:http';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Engine, FrozenClock, JobFailure, SqliteStore } from 'tidewheel/host';
import { file as models, user } from './support/models.mjs';
import { file, NOON } from './support/stores.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const examples = join(here, '../../../examples');
const pythons = [process.env.TIDEWHEEL_PYTHON, join(here, '../../../target/venv/bin/python')];
const python = pythons.find((path) => path && existsSync(path));
const hasPython = python !== undefined && spawnSync(python, ['-c', 'import tidewheel.host']).status === 0;

/** A copy beside the packages, where the example finds them by name. */
const folder = join(here, 'node_modules/.example/node/monitor');
mkdirSync(folder, { recursive: true });
cpSync(join(examples, 'node/monitor'), folder, { recursive: true });
const { serve } = await import(pathToFileURL(join(folder, 'server.mjs')).href);

/** A task of people, a call, a timer and a job at once. */
const BUSY = models(
  `<process id="order" isExecutable="true"><startEvent id="begin"/><parallelGateway id="all"/>
  ${user('pay', 'camunda:candidateGroups="clerks,bosses" camunda:candidateUsers="änn"')}
  <callActivity id="verify" calledElement="check"/><serviceTask id="ship"/>
  <intermediateCatchEvent id="later"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></intermediateCatchEvent>
  <sequenceFlow id="f0" sourceRef="begin" targetRef="all"/><sequenceFlow id="f1" sourceRef="all" targetRef="pay"/>
  <sequenceFlow id="f2" sourceRef="all" targetRef="verify"/><sequenceFlow id="f3" sourceRef="all" targetRef="ship"/>
  <sequenceFlow id="f4" sourceRef="all" targetRef="later"/></process>`,
  `<process id="check" isExecutable="true"><startEvent id="b"/>${user('look')}<sequenceFlow id="f" sourceRef="b" targetRef="look"/></process>`,
);

/** A database with something of everything in it. */
async function filled(context) {
  const place = file();
  const engine = await Engine.open(new SqliteStore(place), { clock: new FrozenClock(NOON) });
  context.after(() => engine.close());
  await engine.repository.deploy(BUSY, { name: 'order-v1' });
  engine.worker('ship', () => {
    throw new JobFailure('no ship', { retries: 0 });
  });
  const variables = { total: 17.5, whole: 3, big: 2 ** 53 - 1, tiny: 1e-7, text: 'grün "quoted" \u2028 \u{1f600}', list: [null, true, { a: [] }] };
  for (const id of ['o/1', 'o 2', 'ö3']) {
    await engine.runtime.start('order', { id, businessKey: `key ${id}`, variables });
    engine.clock.advance(1000);
  }
  await engine.settle();
  const [task] = await engine.tasks.query({ node: 'pay', businessKey: 'key o/1' });
  await engine.tasks.claim(task, 'ann');
  await engine.runtime.cancel('o 2', 'not needed');
  await engine.settle();
  return { place, engine };
}

async function served(engine, context) {
  const server = await serve(engine, { port: 0 });
  context.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${server.address().port}`;
}

const SERVE = `
import sys
from tidewheel.host import Engine, SqliteStore
from monitor import Monitor
with Engine(SqliteStore(sys.argv[1])) as engine, Monitor(engine, port=0) as monitor:
    print(monitor.address, flush=True)
    sys.stdin.read()
`;

async function servedByPython(place, context) {
  const child = spawn(python, ['-c', SERVE, place], { cwd: join(examples, 'python'), stdio: ['pipe', 'pipe', 'inherit'] });
  context.after(() => child.kill());
  for await (const line of createInterface(child.stdout)) return line;
  throw new Error('the example in Python did not begin');
}

const PATHS = [
  '/processes',
  '/deployments/order-v1',
  '/deployments/none',
  '/instances',
  '/instances?limit=2',
  '/instances?limit=2&offset=2',
  '/instances?status=cancelled',
  '/instances?status=active,suspended&process=order',
  '/instances?businessKey=key+%C3%B63',
  '/instances?process=none',
  '/instances?caller=o%2F1',
  '/instances?limit=1&limit=2',
  '/instances/%zz',
  '/instances/%ff',
  '/instances?status=odd',
  '/instances?limit=0',
  '/instances?limit=1001',
  '/instances?offset=-1',
  ...['o%2F1', 'o%202', '%C3%B63', 'none', ''].flatMap((id) => [
    `/instances/${id}`,
    `/instances/${id}/history`,
    `/instances/${id}/history?after=1`,
    `/instances/${id}/history?after=0&limit=1`,
    `/instances/${id}/history?after=99`,
  ]),
  '/',
  '/none',
  '/instances/o%2F1/none',
];

/** An answer, its members in order and its numbers in one form; the clocks of the hosts are none of its content. */
async function asked(address, path, headers = {}) {
  const response = await fetch(address + path, { headers });
  const text = JSON.stringify(await response.json()).replace(/^\{"now":\d+,/, '{');
  return { path, status: response.status, type: response.headers.get('content-type'), text };
}

const skip = hasPython ? false : 'NOT TESTED: no host for Python is installed';

test('the hosts in Node and in Python tell the same of one database', { skip }, async (context) => {
  const { place, engine } = await filled(context);
  const addresses = [await served(engine, context), await servedByPython(place, context)];
  for (const path of PATHS) {
    const [node, other] = await Promise.all(addresses.map((address) => asked(address, path)));
    assert.deepEqual(other, node);
  }
});

test('instances are listed with the newest first, by what they are, page by page', async (context) => {
  const { engine } = await filled(context);
  const address = await served(engine, context);
  const list = async (query) => JSON.parse((await asked(address, `/instances?${query}`)).text);
  const ids = async (query) => (await list(query)).instances.map(({ id }) => id);
  assert.deepEqual(await ids('process=order'), ['ö3', 'o 2', 'o/1']);
  assert.deepEqual(await ids('process=order&status=active'), ['ö3', 'o/1']);
  assert.deepEqual(await ids('businessKey=key+o/1&process=order'), ['o/1']);
  const first = await list('process=order&limit=2');
  assert.deepEqual([first.instances.length, first.more], [2, true]);
  const last = await list('process=order&limit=2&offset=2');
  assert.deepEqual([last.instances.map(({ id, incidents }) => [id, incidents]), last.more], [[['o/1', 1]], false]);
});

test('an instance is told with what is open, and who has it', async (context) => {
  const { engine } = await filled(context);
  const address = await served(engine, context);
  const { now, ...seen } = await (await fetch(`${address}/instances/o%2F1`)).json();
  assert.equal(now, engine.clock.now());
  assert.equal(seen.instance.businessKey, 'key o/1');
  assert.deepEqual(seen.active.map(({ element }) => element).sort(), ['later', 'order', 'pay', 'ship', 'verify']);
  const open = Object.fromEntries(seen.obligations.map((row) => [row.element, row]));
  assert.deepEqual([open.pay.assignee, open.pay.candidates.length], ['ann', 3]);
  assert.equal(open.later.due, NOON + 3_600_000);
  assert.equal(open.ship.data.message, 'no ship');
  const { steps, more } = await (await fetch(`${address}/instances/o%2F1/history`)).json();
  assert.deepEqual([steps.map(({ revision }) => revision), more], [[1, 2], false]);
  assert.equal(steps[1].event.type, 'jobFailed');
  assert.ok(steps.flatMap(({ history }) => history).some(({ entry }) => entry.type === 'claimed' && entry.user === 'ann'));
});

test('an answer comes again when it has changed, until it has gone', async (context) => {
  const { engine } = await filled(context);
  const address = await served(engine, context);
  const headers = { accept: 'text/event-stream' };
  const response = await fetch(`${address}/instances/o%2F1`, { headers });
  assert.equal(response.headers.get('content-type'), 'text/event-stream');
  const events = told(response.body);
  assert.equal((await events.next()).value.instance.revision, 2);
  await engine.runtime.setVariables('o/1', { total: 18 });
  const { instance, variables } = (await events.next()).value;
  assert.deepEqual([instance.revision, variables.total], [3, 18]);
  await engine.runtime.cancel('o/1', 'enough');
  assert.equal((await events.next()).value.instance.status, 'cancelled');
  await engine.management.purge('o/1');
  assert.equal((await events.next()).done, true);
  assert.equal((await asked(address, '/instances/o%2F1', headers)).status, 404);
});

async function* told(body) {
  let text = '';
  for await (const part of body.pipeThrough(new TextDecoderStream())) {
    const events = (text + part).split('\n\n');
    text = events.pop();
    for (const event of events) if (event.startsWith('data: ')) yield JSON.parse(event.slice('data: '.length));
  }
}

/** The status for a request as no browser or `fetch` would send it. */
const status = (address, options) =>
  new Promise((resolve, reject) => {
    const asking = request(`${address}/instances`, options, (response) => {
      response.resume();
      resolve([response.statusCode, response.headers['access-control-allow-origin']]);
    });
    asking.on('error', reject).end();
  });

const CALLERS = [
  [{}, [200, undefined]],
  [{ headers: { origin: 'http://localhost:4173' } }, [200, 'http://localhost:4173']],
  [{ headers: { origin: 'http://127.0.0.1.evil.example' } }, [403, undefined]],
  [{ headers: { origin: 'null' } }, [403, undefined]],
  [{ headers: { host: 'evil.example' } }, [403, undefined]],
  [{ method: 'POST' }, [405, undefined]],
  [{ method: 'DELETE' }, [405, undefined]],
];

test('only callers of the same machine may ask, and only for reading', async (context) => {
  const { place, engine } = await filled(context);
  const addresses = [await served(engine, context), ...(hasPython ? [await servedByPython(place, context)] : [])];
  for (const address of addresses)
    for (const [options, expected] of CALLERS) assert.deepEqual(await status(address, options), expected, JSON.stringify(options));
});
