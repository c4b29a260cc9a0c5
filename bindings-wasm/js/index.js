// For browsers and bundlers: they find the module by this URL and copy it along.
import * as slim from './slim.js';

export * from './api.js';
export { initSync } from './slim.js';

export function init(source = new URL('./tidewheel.wasm', import.meta.url)) {
  return slim.init(source);
}

export default init;
