// Never loads the module by itself: the caller says where it is.
import * as engine from './engine.js';
import * as glue from './glue.js';

export * from './api.js';

let loading = null;

/** Loads the module from a URL, a response, bytes or a compiled module; only the first call loads. */
export function init(source) {
  if (engine.isBound()) return Promise.resolve();
  loading ??= load(source).catch((error) => {
    loading = null;
    throw error;
  });
  return loading;
}

async function load(source) {
  await glue.default({ module_or_path: await source });
  bind();
}

/** Loads the module from bytes or a compiled module, before it returns. */
export function initSync(source) {
  if (engine.isBound()) return;
  glue.initSync({ module: source });
  bind();
}

function bind() {
  engine.bind({
    name: 'wasm',
    Definition: glue.RawDefinition,
    Instance: glue.RawInstance,
    Simulation: glue.RawSimulation,
    Expression: glue.RawExpression,
    step: glue.step,
    normalize: glue.normalize,
    commit: glue.commit,
    duties: glue.duties,
    agrees: glue.agrees,
    toBpmn: glue.toBpmn,
    decode: (object) => object,
    traps: true,
  });
}

export default init;
