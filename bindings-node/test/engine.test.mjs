// What the shared scripts make of the errors that an engine throws, with an engine made for the test.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { beforeEach, test } from 'node:test';

const require = createRequire(import.meta.url);
const folder = dirname(require.resolve(`${process.env.TIDEWHEEL_PACKAGE ?? 'tidewheel'}/package.json`));
const path = join(folder, 'engine.cjs');

let engine;
beforeEach(() => {
  delete require.cache[path];
  engine = require(path);
});

const trap = new WebAssembly.RuntimeError('unreachable');

test('nothing works before an engine is bound', () => {
  assert.throws(() => engine.raw(), { code: 'notInitialized' });
});

test('after a trap the module refuses everything, and says why', () => {
  engine.bind({ traps: true });
  const handle = {};
  assert.equal(engine.open(handle), handle);
  const error = engine.translate(trap);
  assert.equal(error.code, 'engineCrashed');
  assert.match(error.message, /unreachable/);
  assert.equal(error.cause, trap);
  assert.throws(() => engine.open(handle), { code: 'engineCrashed' });
  assert.throws(() => engine.raw(), /unreachable/);
});

test('a crash of the addon stays with the instance that it happened in', () => {
  engine.bind({});
  assert.equal(engine.translate(new Error('panicked')).code, 'engineCrashed');
  assert.doesNotThrow(() => engine.open({}));
});

test('a refusal becomes an error of its class', () => {
  engine.bind({});
  const rejection = engine.translate(new Error('{"error":"rejection","code":"unknownKey","message":"no"}'));
  assert.deepEqual([rejection.name, rejection.code, rejection.message], ['RejectionError', 'unknownKey', 'no']);
  assert.equal(engine.translate(rejection), rejection);
  const load = engine.translate('{"error":"load","code":"invalidSnapshot","message":"no"}');
  assert.deepEqual([load.name, load.code], ['LoadError', 'invalidSnapshot']);
});
