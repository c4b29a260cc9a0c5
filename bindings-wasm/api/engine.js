/**
 * The one place that knows which engine is behind the API: the native addon or the WebAssembly
 * module. Both are bound here as the same small interface:
 *
 * - `name`: `native` or `wasm`;
 * - `Definition`, `Expression`, `Instance`, `Simulation`, `step`, `normalize`, `commit`, `duties`,
 *   `agrees`: the calls. Data goes in as JSON text;
 * - `decode`: turns what comes out into plain objects;
 * - `traps`: whether a bug leaves the whole module unusable, and not only the object it happened in.
 */
import { ExpressionError, LoadError, ModelError, RejectionError, TidewheelError } from './errors.js';

let engine = null;
let crash = null;

export function bind(raw) {
  engine = raw;
}

export function isBound() {
  return engine !== null;
}

/** The calls of the bound engine. */
export function raw() {
  if (crash !== null) throw new TidewheelError('engineCrashed', crash);
  if (engine === null) {
    throw new TidewheelError('notInitialized', 'the WebAssembly module is not loaded yet: call `await init()` first');
  }
  return engine;
}

/** An object of the engine that may still be used. */
export function open(handle) {
  if (handle === null) throw new TidewheelError('freed', 'this object was freed and cannot be used any more');
  raw();
  return handle;
}

/** JSON text of what a caller gave; what JSON cannot say is refused as the engine would refuse it. */
export function encode(value, what) {
  let text;
  try {
    text = JSON.stringify(value);
  } catch (error) {
    throw new RejectionError('invalidEvent', `the ${what} cannot be written as JSON: ${error.message}`);
  }
  if (text === undefined) throw new RejectionError('invalidEvent', `the ${what} is missing`);
  return text;
}

export function decode(carried) {
  return engine.decode(carried);
}

/** A text argument. */
export function string(value, what) {
  if (typeof value !== 'string') throw new TypeError(`the ${what} must be a string`);
  return value;
}

/** A point in time. */
export function instant(at) {
  if (!Number.isSafeInteger(at)) {
    throw new RejectionError('invalidTime', '`at` must be a whole number of milliseconds since 1970 UTC');
  }
  return at;
}

/** The error to throw for what the engine threw: a refusal in JSON, or a crash. */
export function translate(thrown) {
  if (thrown instanceof TidewheelError) return thrown;
  const text = typeof thrown === 'string' ? thrown : String(thrown?.message);
  return text.startsWith('{"error":') ? refusal(JSON.parse(text)) : crashed(thrown, text);
}

function refusal(fault) {
  switch (fault.error) {
    case 'model':
      return new ModelError(fault.diagnostics);
    case 'load':
      return new LoadError(fault.code, fault.message);
    case 'expression':
      return new ExpressionError(fault.code, fault.message, fault);
    default:
      return new RejectionError(fault.code, fault.message, fault.outcomes && fault);
  }
}

function crashed(thrown, text) {
  const message = `the engine stopped because of a bug of its own, please report it with the model and the events: ${text}`;
  // A module that has trapped is in no known state: nothing of it may be used again.
  if (engine.traps) crash = message;
  return new TidewheelError('engineCrashed', message, { cause: thrown });
}
