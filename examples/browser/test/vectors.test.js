// The engine's own vectors, seen through the page: every element must be counted and described as it is.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

import { describeLine, describeObligation, describeStep, Names } from '../src/describe.js';
import { entriesOf } from '../src/entries.js';
import { actionsFor, eventFor } from '../src/panels/actions.js';
import { Session } from '../src/session.js';
import { engine } from './support/engine.js';

const ROOT = new URL('../../../tests/vectors/', import.meta.url);
const KEYS = new Map(Object.entries({ scope: 'activation', activation: 'activation' }));
for (const kind of ['job', 'timer', 'subscription', 'incident', 'call']) KEYS.set(kind, kind);

const folders = readdirSync(ROOT, { withFileTypes: true }).filter((entry) => entry.isDirectory());
for (const { name } of folders) {
  test(`the vectors of ${name} are counted and described`, () => {
    const folder = new URL(`${name}/`, ROOT);
    for (const file of readdirSync(folder).filter(isVector)) {
      const vector = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
      if (vector.load || !vector.start || [vector.start, ...(vector.steps ?? []).map(eventOf)].some(Array.isArray))
        continue;
      play(vector, readFileSync(new URL(vector.model, folder), 'utf8'), `${name}/${file}`);
    }
  });
}

/** State machines lie beside them, and not each of them is JSON. */
const isVector = (name) => name.endsWith('.json') && !name.endsWith('.machine.json');

const eventOf = (step) => step.event;

function play(vector, xml, place) {
  const definition = engine.Definition.parse(xml, vector.options);
  for (const { id } of definition.processes) entriesOf(definition, id, 0);
  const session = new Session(engine, definition);
  const names = new Names(definition.elements, definition.processes);
  const symbols = new Map();
  if (!admitted(() => session.start(vector.start, vector.at))) return;
  check(session, names, place);
  learn(symbols, session.row);
  for (const { at, event } of vector.steps ?? []) {
    if (admitted(() => session.apply(resolved(event, symbols), at))) check(session, names, place);
    learn(symbols, session.row);
  }
  session.free();
}

function admitted(action) {
  try {
    action();
    return true;
  } catch (error) {
    if (error instanceof engine.RejectionError) return false;
    throw error;
  }
}

function check({ row, statistics, definition }, names, place) {
  const where = `${place}, step ${row.index}`;
  const elements = definition.elements.map(({ id }) => id);
  const live = elements.flatMap((id) => statistics.visits(id)).filter((visit) => visit.state === 'active');
  const known = new Set(elements);
  const active = row.active.filter(({ element }) => known.has(element));
  assert.deepEqual(keys(live), keys(active), `${where}: live activations`);
  const snapshot = JSON.parse(row.instance.save());
  for (const id of elements) assert.equal(statistics.arrivals(id), arrivals(snapshot, id), `${where}: tokens at ${id}`);
  assert.equal(typeof describeStep(row, names), 'string', where);
  for (const line of elements.flatMap((id) => statistics.log(id))) {
    const text = describeLine(line, names);
    assert.ok(text === undefined || !/undefined|\[object/.test(text), `${where}: ${text}`);
  }
  for (const open of row.obligations) {
    assert.ok(!/undefined|\[object/.test(describeObligation(open)), `${where}: ${describeObligation(open)}`);
    for (const action of actionsFor(open)) assert.ok(eventFor(action, open).event.type, where);
  }
}

const keys = (list) => list.map(({ key }) => key).sort((one, other) => one - other);

const arrivals = ({ joins = [] }, id) =>
  joins
    .filter(({ node }) => node === id)
    .flatMap(({ tokens }) => Object.values(tokens))
    .reduce((sum, count) => sum + count, 0);

/** What the symbols of a vector stand for: `@ship#2` is the second of its kind that is open at `ship`. */
function learn(symbols, { obligations, active }) {
  const counts = new Map();
  for (const { type = 'activation', element, key } of [...obligations, ...active]) {
    const name = `${type}:${element}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
    symbols.set(`${name}#${counts.get(name)}`, key);
  }
}

function resolved(event, symbols) {
  const copy = structuredClone(event);
  for (const part of [copy, ...(copy.instructions ?? [])])
    for (const [member, kind] of KEYS) {
      if (!String(part[member]).startsWith('@')) continue;
      const name = part[member].slice(1);
      const full = `${name.includes(':') ? '' : `${kind}:`}${name}${name.includes('#') ? '' : '#1'}`;
      part[member] = symbols.get(full) ?? 0;
    }
  return copy;
}
