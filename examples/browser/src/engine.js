import init, * as tidewheel from 'tidewheel-wasm';

/** The classes of the engine, ready to use. */
export async function loadEngine() {
  await init();
  return tidewheel;
}
