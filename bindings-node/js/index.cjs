'use strict';
// Prefers the native addon of this platform. Where there is none (another platform, or npm has left
// the optional package out), the WebAssembly package does the same, only more slowly.
const { version } = require('./package.json');

function addon() {
  if (process.env.TIDEWHEEL_WASM) return null;
  const platform = `${process.platform}-${process.arch}`;
  // npm installs the one that fits the C library.
  const names = process.platform === 'linux' ? [`${platform}-gnu`, `${platform}-musl`] : [platform];
  for (const name of names) {
    try {
      const found = require(`tidewheel-${name}`);
      if (found.version() === version) return found;
    } catch {
      // Not installed, or not for this system.
    }
  }
  return null;
}

function native(found) {
  const { RawInstance, RawSimulation } = found;
  // The addon's data is JSON text already.
  RawInstance.startJson = RawInstance.start;
  RawInstance.prototype.applyJson = RawInstance.prototype.apply;
  RawInstance.prototype.obligationsJson = RawInstance.prototype.obligations;
  RawSimulation.prototype.runJson = RawSimulation.prototype.run;
  require('./engine.cjs').bind({
    name: 'native',
    Definition: found.RawDefinition,
    Expression: found.RawExpression,
    Instance: RawInstance,
    Simulation: RawSimulation,
    step: found.step,
    normalize: found.normalize,
    commit: found.commit,
    duties: found.duties,
    agrees: found.agrees,
    toBpmn: found.toBpmn,
    decode: JSON.parse,
  });
  /** Does nothing here: the same code can `await init()` in a browser and in Node. */
  async function init() {}
  function initSync() {}
  return { ...require('./api.cjs'), init, initSync };
}

const found = addon();
module.exports = found === null ? require('tidewheel-wasm') : native(found);
