/**
 * Runs every vector against an npm package and compares the golden bytes; `../vectors/README.md` says what
 * they are. The expectations written by hand are checked in Rust.
 *
 *   TIDEWHEEL_PACKAGE=tidewheel TIDEWHEEL_BACKEND=native node --test tests/js/vectors.mjs
 *
 * `TIDEWHEEL_PACKAGE` is a package (or a path) as seen from the current folder; `TIDEWHEEL_BACKEND`, if given,
 * is the engine that must be behind it, so that a fallback does not pass for what it replaces.
 */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const require = createRequire(resolve('here.js'));
const tidewheel = require(process.env.TIDEWHEEL_PACKAGE ?? 'tidewheel');
const { Definition, Instance, LoadError, ModelError, RejectionError, toBpmn } = tidewheel;

/** Members of an event that hold keys, and the kind of what they name. */
const KEYS = {
  job: 'job',
  timer: 'timer',
  subscription: 'subscription',
  incident: 'incident',
  call: 'call',
  evaluation: 'evaluation',
  scope: 'activation',
  activation: 'activation',
};
const LONGEST = 16 << 10;
/** How the names of state machines end. */
const MACHINE = '.machine.json';

if (process.env.TIDEWHEEL_BACKEND) {
  test('the engine behind the package', () => assert.equal(tidewheel.backend(), process.env.TIDEWHEEL_BACKEND));
}

const root = join(dirname(fileURLToPath(import.meta.url)), '..', 'vectors');
const cases = readdirSync(root, { recursive: true })
  .filter((file) => file.endsWith('.json') && !file.endsWith(MACHINE))
  .sort();
test('there are vectors', () => assert.ok(cases.length > 0));
for (const file of cases) {
  const path = join(root, file);
  test(relative(root, path).slice(0, -'.json'.length), () => {
    const golden = readFileSync(path.replace(/json$/, 'golden.jsonl'), 'utf8').trimEnd().split('\n');
    const lines = play(JSON.parse(readFileSync(path, 'utf8')), dirname(path)).map(shorten);
    for (const [number, line] of lines.entries()) assert.equal(line, golden[number], `golden line ${number + 1}`);
    assert.equal(lines.length, golden.length, 'the number of golden lines');
  });
}

/** The lines that a case comes to. */
function play(vector, folder) {
  const model = readFileSync(join(folder, vector.model), 'utf8');
  const [definition, refusal] = attempt(() => Definition.parse(model, vector.options), ModelError);
  const lines = [`{"diagnostics":${JSON.stringify((definition ?? refusal).diagnostics)}}`];
  if (refusal) return lines;
  if (vector.export) lines.push(JSON.stringify({ bpmn: toBpmn(model) }));
  const instance = begin(vector, definition, lines);
  if (!instance) return lines;
  const symbols = new Map();
  const state = () => {
    lines.push(`{"obligations":${instance.obligationsJson()}}`, `{"snapshot":${instance.save()}}`);
    learn(symbols, instance);
    for (const person of vector.people ?? []) lines.push(JSON.stringify({ actions: instance.actions(person) }));
  };
  state();
  for (const { at, event } of vector.steps ?? []) {
    const [outcome, rejection] = attempt(() => instance.applyJson(text(resolved(event, symbols)), at), RejectionError);
    lines.push(outcome ?? refused('rejection', rejection));
    state();
  }
  return lines;
}

/** Starts or loads the instance; `undefined` if that is refused. */
function begin(vector, definition, lines) {
  if (vector.load) {
    const snapshot = JSON.stringify(vector.load).replaceAll('@definition', definition.fingerprint);
    const [instance, error] = attempt(() => Instance.load(definition, snapshot), LoadError);
    if (error) lines.push(refused('loadError', error));
    return instance;
  }
  const [started, rejection] = attempt(
    () => Instance.startJson(definition, text(vector.start), vector.at),
    RejectionError,
  );
  lines.push(started?.outcome ?? refused('rejection', rejection));
  return started?.instance;
}

/** What an action returns, or the error of the class that it may throw. */
function attempt(action, Expected) {
  try {
    return [action(), undefined];
  } catch (error) {
    if (error instanceof Expected) return [undefined, error];
    throw error;
  }
}

function refused(name, { code, message }) {
  return JSON.stringify({ [name]: { code, message } });
}

/** The text of what a case hands over: an object, or a list of texts. */
function text(input) {
  if (!Array.isArray(input)) return JSON.stringify(input);
  return input.map((part) => (typeof part === 'string' ? part : part.repeat.repeat(part.times))).join('');
}

/** Learns what is open now; what is not open any more keeps its last meaning. */
function learn(symbols, instance) {
  const counts = new Map();
  const note = (kind, { element, key }) => {
    const name = `${kind}:${element}`;
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    symbols.set(`${name}#${count}`, key);
  };
  for (const open of instance.obligations()) note(open.type, open);
  for (const activation of instance.active()) note('activation', activation);
}

/** The event with keys in place of symbols. */
function resolved(event, symbols) {
  const copy = Array.isArray(event) ? event : { ...event };
  for (const [member, kind] of Object.entries(KEYS)) {
    if (typeof copy[member] !== 'string' || !copy[member].startsWith('@')) continue;
    let name = copy[member].slice(1);
    if (!name.includes(':')) name = `${kind}:${name}`;
    if (!name.includes('#')) name += '#1';
    copy[member] = symbols.get(name);
    assert.ok(copy[member], `${name} was never open`);
  }
  if (copy.instructions) copy.instructions = copy.instructions.map((instruction) => resolved(instruction, symbols));
  return copy;
}

function shorten(line) {
  const bytes = Buffer.from(line, 'utf8');
  if (bytes.length <= LONGEST) return line;
  let hash = 0xcbf29ce484222325n;
  for (const byte of bytes) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return JSON.stringify({ long: { bytes: bytes.length, fnv1a: hash.toString(16).padStart(16, '0') } });
}
