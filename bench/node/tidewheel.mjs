// Tidewheel as a host in JavaScript uses it: it reads each outcome, does the work of every job and
// completes it; jobs that are open at the same time are answered in one batch.

const AT = Date.UTC(2026, 0, 1);

export async function engine(variant) {
  const { Definition, Instance, backend } = await import(variant === 'wasm' ? 'tidewheel/wasm' : 'tidewheel');
  const wanted = variant === 'wasm' ? 'wasm' : 'native';
  if (backend() !== wanted) throw new Error(`this is the ${backend()} engine, not the ${wanted} one`);
  return {
    dialect: 'plain',
    version: wanted,
    load: (xml) => Definition.parse(xml),
    run: (definition, n, scenario, seen) => run(Instance, definition, n, scenario, seen),
  };
}

function run(Instance, definition, n, scenario, seen) {
  const start = { id: `instance-${n}`, variables: scenario.variables[n % 2] };
  const { instance, outcome } = Instance.start(definition, start, AT);
  let { status } = outcome;
  let answers = [];
  const read = (outcome) => {
    status = outcome.status;
    for (const effect of outcome.effects) {
      if (effect.type === 'openJob') answers.push(work(instance, effect, seen));
    }
  };
  read(outcome);
  while (answers.length > 0) {
    const batch = answers;
    answers = [];
    if (batch.length === 1) read(instance.apply(batch[0], AT));
    else instance.applyAll(batch, AT).forEach(read);
  }
  instance.free();
  if (status !== 'completed') throw new Error(`the instance is ${status}`);
}

function work(instance, job, seen) {
  seen(job.element);
  if (job.element !== 'count') return { type: 'jobCompleted', job: job.key };
  const { i } = instance.variables(job.activation);
  return { type: 'jobCompleted', job: job.key, variables: { i: i + 1 } };
}
