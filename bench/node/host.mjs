// Steps per second of the durable host, beside a bare loop of equal transactions on the same store.
//
//   node host.mjs [sqlite|postgres ...] [--seconds N] [--concurrency N] [--check]
//
// A process of two tasks takes three steps. The bare loop does with the store what the host does, with steps that
// were made before: it reads the process or instance and writes a step, in transactions of their own. Both run in
// turns; the rates are medians of wall-clock time, for what a disk takes is no CPU time. Beside them stands what this
// process takes of the CPU, which others on the machine change less. PostgreSQL is that of
// TIDEWHEEL_POSTGRES, else one that is started for the time.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startCluster } from '../../bindings-node/test/host/support/cluster.mjs';

// The packages are those of the folder that this is run in.
const require = createRequire(resolve('here.js'));
const { Definition, commit } = require('tidewheel');
const { Engine, PostgresStore, SqliteStore } = require('tidewheel/host');

const GOALS = { sqlite: 4000, postgres: 2500 };
/** Of the bare loop. */
const SHARE = 0.5;
const TURNS = 5;

const MODEL = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:bench">
  <process id="two" isExecutable="true">
    <startEvent id="begin"/><serviceTask id="first"/><serviceTask id="second"/><endEvent id="end"/>
    <sequenceFlow id="a" sourceRef="begin" targetRef="first"/><sequenceFlow id="b" sourceRef="first" targetRef="second"/>
    <sequenceFlow id="c" sourceRef="second" targetRef="end"/>
  </process></definitions>`;
const VARIABLES = { total: 120, customer: 'ann' };
const START = { process: 'two', variables: VARIABLES };

/** The steps of one instance: what is committed, and the event that led to it. */
function recorded() {
  const definition = Definition.parse(MODEL);
  const steps = [];
  let event = JSON.stringify({ id: 'x', ...START });
  for (let snapshot = null; event !== null;) {
    const made = JSON.parse(commit(definition, snapshot, event, Date.now()));
    steps.push({ made, event });
    snapshot = made.snapshot;
    event = made.opened.length === 0 ? null : JSON.stringify({ type: 'jobCompleted', job: made.opened[0].key });
  }
  return steps;
}

/** How many steps per second, and microseconds of CPU time for each, by several at a time. */
async function rate(once, { seconds, concurrency }) {
  let steps = 0;
  const before = process.cpuUsage();
  const begun = performance.now();
  const end = begun + seconds * 1000;
  const work = async () => {
    while (performance.now() < end) {
      const done = await once();
      steps += done;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  const { user, system } = process.cpuUsage(before);
  return { rate: (steps * 1000) / (performance.now() - begun), cpu: (user + system) / steps };
}

/** As the engine makes them. */
function orderedId() {
  const time = Date.now().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

async function measure(name, store, options) {
  const engine = await Engine.open(store);
  const { id: deployment } = await engine.repository.deploy(MODEL);
  const steps = recorded();
  const [first, ...rest] = steps;
  const single = { single: true };
  const host = async () => {
    const { instance } = await engine.runtime.start('two', { variables: VARIABLES });
    for (const { event } of rest) await engine.runtime.apply(instance, JSON.parse(event));
    return steps.length;
  };
  const bare = async () => {
    const id = orderedId();
    const row = ({ made, event }) => ({
      commit: JSON.stringify({ ...made, instance: id }),
      eventId: `#${made.revision}`,
      event,
    });
    await store.transaction(async (tx) => {
      await tx.process('two');
      await tx.create({ ...row(first), deployment, version: 1 });
    }, single);
    for (const step of rest) {
      await store.transaction(async (tx) => {
        await tx.instance(id);
        await tx.save(row(step));
      }, single);
    }
    return steps.length;
  };
  const rates = { host: [], bare: [] };
  for (let turn = -1; turn < TURNS; turn += 1) {
    // The first turn warms up.
    const [plain, ours] = [await rate(bare, options), await rate(host, options)];
    if (turn < 0) continue;
    rates.bare.push(plain);
    rates.host.push(ours);
  }
  await engine.close();
  const of = (list, member) => median(list.map((one) => one[member]));
  const [ours, plain] = [of(rates.host, 'rate'), of(rates.bare, 'rate')];
  const share = ours / plain;
  const shown = `${Math.round(ours)} steps/s, a bare loop ${Math.round(plain)}: ${Math.round(share * 100)} %`;
  const cpu = `${Math.round(of(rates.host, 'cpu'))} and ${Math.round(of(rates.bare, 'cpu'))} µs of CPU time a step`;
  console.log(`${name.padEnd(10)}${shown}; ${cpu}`);
  return [
    ...(ours < GOALS[name] ? [`${name}: ${Math.round(ours)} steps/s; the goal is ${GOALS[name]}`] : []),
    ...(share < SHARE ? [`${name}: ${Math.round(share * 100)} % of a bare loop; the goal is ${SHARE * 100} %`] : []),
  ];
}

const STORES = {
  async sqlite(options) {
    const folder = mkdtempSync(join(tmpdir(), 'tidewheel-bench-'));
    try {
      return await measure('sqlite', new SqliteStore(join(folder, 'bench.db')), options);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
  async postgres(options) {
    const given = process.env.TIDEWHEEL_POSTGRES;
    const cluster = given === undefined ? await startCluster() : { socket: given, stop: async () => {} };
    if (cluster.missing) {
      console.error(`*** NOT MEASURED: ${cluster.missing} ***`);
      return [];
    }
    try {
      return await measure(
        'postgres',
        new PostgresStore({ connectionString: cluster.socket, max: options.concurrency }),
        options,
      );
    } finally {
      await cluster.stop();
    }
  },
};

const words = process.argv.slice(2);
const number = (name, otherwise) => (words.includes(name) ? Number(words[words.indexOf(name) + 1]) : otherwise);
const options = { seconds: number('--seconds', 2), concurrency: number('--concurrency', 16) };
const chosen = Object.keys(STORES).filter((name) => words.includes(name));
const missed = [];
for (const name of chosen.length > 0 ? chosen : Object.keys(STORES)) missed.push(...(await STORES[name](options)));
for (const goal of missed) console.error(`MISSED: ${goal}`);
if (missed.length > 0 && words.includes('--check')) process.exitCode = 1;
