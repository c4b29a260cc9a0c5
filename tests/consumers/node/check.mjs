// Every entry loads as an ES module, and is the same as its CommonJS form.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import * as native from 'tidewheel';
import * as host from 'tidewheel/host';
import * as suite from 'tidewheel/host/conformance';
import * as forced from 'tidewheel/wasm';
import * as slim from 'tidewheel-wasm/slim';
import * as wasm from 'tidewheel-wasm';

const require = createRequire(import.meta.url);
assert.equal(native.Definition, require('tidewheel').Definition);
assert.equal(host.Engine, require('tidewheel/host').Engine);
assert.ok(new host.NoTaskError('x') instanceof native.TidewheelError);
assert.equal(suite.CASES, require('tidewheel/host/conformance').CASES);
assert.equal(wasm.Definition, require('tidewheel-wasm').Definition);
assert.equal(forced.Definition, wasm.Definition);
assert.deepEqual(Object.keys(native), Object.keys(wasm));
assert.deepEqual(Object.keys(native), Object.keys(slim));
assert.equal(wasm.backend(), 'wasm');
assert.equal(native.backend(), process.platform === 'linux' ? 'native' : 'wasm');

// Nothing is loaded before it is asked for.
assert.throws(() => slim.Definition.parse(''), { code: 'notInitialized' });
await slim.init(readFileSync(require.resolve('tidewheel-wasm/tidewheel.wasm')));
assert.equal(slim.backend(), 'wasm');
console.log('node: ES modules load');
