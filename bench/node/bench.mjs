// Measures one engine on all scenarios: node bench.mjs ENGINE MODELS OUT [--quick] SCENARIO ...
//
// An engine is a module with `load(xml)`, `run(model, n, scenario, seen)`, `dialect` and `version`;
// `run` takes instance number n from start to end, tells `seen` the id of every task that ran, and
// throws if the instance does not end.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FULL, QUICK, rate } from './measure.mjs';

const [name, models, out, ...rest] = process.argv.slice(2);
const effort = rest.includes('--quick') ? QUICK : FULL;
const wanted = rest.filter((argument) => argument !== '--quick');
const [module, variant] = name.split('/');
const engine = await (await import(`./${module}.mjs`)).engine(variant);

const results = {};
for (const scenario of JSON.parse(readFileSync(join(models, 'scenarios.json'), 'utf8'))) {
  if (!wanted.includes(scenario.name)) continue;
  try {
    results[scenario.name] = { perCpuSecond: await measure(scenario) };
  } catch (error) {
    results[scenario.name] = { error: String(error.message).slice(0, 300) };
  }
}
writeFileSync(out, JSON.stringify({ host: name, version: engine.version, results }, null, 1));

async function measure(scenario) {
  const xml = readFileSync(join(models, engine.dialect, `${scenario.name}.bpmn`), 'utf8');
  const model = await engine.load(xml);
  for (const n of [0, 1]) await validate(model, scenario, n);
  let ran = 0;
  let demanded = 0;
  const tasks = scenario.runs.map((runs) => Object.values(runs).reduce((sum, count) => sum + count, 0));
  const seen = () => {
    ran++;
  };
  const found = await rate(effort, (n) => {
    demanded += tasks[n % 2];
    return engine.run(model, n, scenario, seen);
  });
  if (ran !== demanded) throw new Error(`${ran} tasks ran, ${demanded} should have`);
  return found;
}

/** Exactly the tasks that the scenario demands, each as often as it must. */
async function validate(model, scenario, n) {
  const runs = {};
  await engine.run(model, n, scenario, (id) => {
    runs[id] = (runs[id] ?? 0) + 1;
  });
  const sorted = (object) => JSON.stringify(Object.entries(object).sort());
  if (sorted(runs) !== sorted(scenario.runs[n % 2])) {
    throw new Error(`the wrong tasks ran: ${JSON.stringify(runs).slice(0, 200)}`);
  }
}
