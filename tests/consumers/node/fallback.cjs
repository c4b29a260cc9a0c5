'use strict';
// Where no addon can be loaded, the package runs all the same.
const assert = require('node:assert/strict');

const { Definition, backend } = require('tidewheel');
assert.equal(backend(), 'wasm');
assert.throws(() => Definition.parse('<a/>'), { code: 'invalidModel' });
console.log('node: without the addon WebAssembly takes over');
