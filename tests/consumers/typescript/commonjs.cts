// The same types for CommonJS.
import tidewheel = require('tidewheel');
import wasm = require('tidewheel-wasm');
import forced = require('tidewheel/wasm');

export const definition: tidewheel.Definition = tidewheel.Definition.parse('');
export const effects: wasm.Effect[] = [];
export const backend: 'native' | 'wasm' = forced.backend();
export const ready: Promise<void> = tidewheel.init().then(() => wasm.init());
