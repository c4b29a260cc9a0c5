'use strict';
// The WebAssembly module, also where there is a native addon.
module.exports = require('tidewheel-wasm');
