/**
 * A durable host to be killed: `host.mjs work|finish|check STORE PLACE BEGAN`. `host.py` says what it does;
 * both do the same.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';

// The drivers of databases are installed where the tests of the host are.
const require = createRequire(new URL('../../bindings-node/test/host/package.json', import.meta.url));
const { Definition, Simulation } = require('tidewheel');
const { BpmnError, Engine, JobFailure, PostgresStore, SqliteStore } = require('tidewheel/host');

const read = (path) => readFileSync(new URL(path, import.meta.url), 'utf8');
const MODEL = read('../../examples/models/workspace-provisioning.bpmn');
const KINDS = JSON.parse(read('workspaces.json'));
const PROCESS = 'workspace-provisioning';
const PERSON = 'request-workspace';

/** How much faster time runs: the model's half a minute is a second and a half. */
const PACE = 20;
/** How long a job is leased, in milliseconds of the fast clock. */
const LEASE = 3000 * PACE;
/** How many workspaces are under way at a time. */
const RUNNING = 200;

const [what, kind, place, began] = process.argv.slice(2);
/** Runs faster than the machine's, and on while no host lives. */
const clock = { now: () => Number(began) + (Date.now() - Number(began)) * PACE };

const kindOf = (instance) => instance.split('-')[0];

function answer(job) {
  // Whoever is timed out while no host lives is notified, whatever its kind.
  const answers = KINDS[kindOf(job.instance)][job.node] ?? [{ complete: {} }];
  const tries = job.node === 'allocate' ? (job.variables.attempts ?? 0) : 0;
  const said = answers[Math.min(tries, answers.length - 1)];
  if (said.throw) throw new BpmnError(said.throw, undefined, said.variables);
  if (said.fail) throw new JobFailure(said.fail, { retries: said.retries, backoff: said.backoff });
  return said.complete;
}

async function work(engine) {
  background(engine);
  console.log('ready');
  for (;;) {
    await begin(engine);
    await sleep(50);
  }
}

/** Keeps so many workspaces under way. */
async function begin(engine) {
  const running = await engine.runtime.instances({ statuses: ['active'], limit: RUNNING });
  const kinds = Object.keys(KINDS).sort();
  const missing = Array.from({ length: RUNNING - running.length }, (_, n) => {
    const number = process.hrtime.bigint() * 1000n + BigInt(n);
    const id = `${kinds[Number(number % BigInt(kinds.length))]}-${Date.now()}-${number}`;
    return engine.runtime.start(PROCESS, { id, variables: { requester: 'mei.lin@example.com' } });
  });
  await Promise.all(missing);
}

/** The engine's own work, and those who fill in the requests. Resolves when it has failed or was stopped. */
async function background(engine, signal) {
  const run = engine.run({ poll: 50, signal });
  while (!signal?.aborted) {
    for (const task of await engine.tasks.query({ limit: 50 })) {
      const { complete } = KINDS[kindOf(task.instance)][PERSON][0];
      await engine.tasks.complete(task, { variables: complete, eventId: `request-${task.key}` });
    }
    await sleep(20);
  }
  await run;
}

async function finish(engine) {
  const stop = new AbortController();
  const run = background(engine, stop.signal);
  while ((await engine.runtime.instances({ statuses: ['active'], limit: 1 })).length > 0) await sleep(100);
  stop.abort();
  await run;
}

async function check(engine) {
  const definition = Definition.parse(MODEL);
  const expected = new Map(Object.entries(KINDS).map(([name, jobs]) => [name, simulated(definition, jobs)]));
  const broken = [];
  const ended = {};
  let events = 0;
  for await (const instance of every(engine)) {
    const found = await engine.management.check(instance.id);
    if (!['completed', 'terminated'].includes(instance.status)) found.push(`is ${instance.status}`);
    const rows = await engine.history.entries(instance.id, { limit: 100_000 });
    const been = entered(rows.map((row) => row.entry));
    const wanted = expected.get(kindOf(instance.id));
    const late = [...been.keys()].some((element) => element.endsWith('-timeout') && !wanted.has(element));
    if (shown(been) !== shown(wanted) && !late) found.push(`has entered ${shown(been)}, but the model says ${shown(wanted)}`);
    for (const one of found) broken.push(`${instance.id}: ${one}`);
    const name = kindOf(instance.id) + (late ? ', timed out while nobody lived' : '');
    ended[name] = (ended[name] ?? 0) + 1;
    events += instance.revision;
  }
  for (const row of await engine.management.obligations()) broken.push(`still open: ${row.instance} ${row.kind}`);
  for (const row of await engine.management.undelivered()) broken.push(`not delivered: ${JSON.stringify(row)}`);
  for (const line of broken.slice(0, 20)) console.log(line);
  const count = Object.values(ended).reduce((all, one) => all + one, 0);
  console.log(`  ${count} workspaces, ${events} events, each applied once: ${JSON.stringify(ended)}`);
  if (broken.length > 0 || count === 0) throw new Error(`${broken.length} things are broken`);
}

/** How often each element is entered. */
function simulated(definition, jobs) {
  const report = new Simulation(definition, { process: PROCESS, jobs }).run();
  return entered(report.rows.flatMap((row) => row.outcome?.history ?? []));
}

function entered(entries) {
  const counts = new Map();
  for (const { type, element } of entries) if (type === 'entered') counts.set(element, (counts.get(element) ?? 0) + 1);
  return counts;
}

const shown = (counts) => JSON.stringify([...counts].sort());

async function* every(engine) {
  const limit = 500;
  for (let offset = 0; ; offset += limit) {
    const page = await engine.runtime.instances({ limit, offset });
    yield* page;
    if (page.length < limit) return;
  }
}

const engine = await Engine.open(kind === 'sqlite' ? new SqliteStore(place) : new PostgresStore(place), { clock });
await engine.repository.deploy(MODEL, { name: 'workspaces-v1' });
for (const name of new Set(Object.values(KINDS).flatMap(Object.keys))) {
  if (name !== PERSON) engine.worker(name, answer, { lease: LEASE });
}
await { work, finish, check }[what](engine);
await engine.close();
