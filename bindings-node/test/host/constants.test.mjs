// The row AI17: names of models as constants, and the command that writes and checks them.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { constants } from 'tidewheel/host';
import { authentication, chain, end, model, start, user } from './support/models.mjs';
import { file } from './support/stores.mjs';

const program = join(dirname(createRequire(import.meta.url).resolve('tidewheel/package.json')), 'host/cli.cjs');
const run = (...words) => spawnSync(process.execPath, [program, ...words], { encoding: 'utf8' });

test('AI17: process, nodes and variables of a model are typed constants', () => {
  const text = constants([authentication()]);
  for (const line of [
    '  NODE_1: "NODE_1",',
    '  XOR_dataSource: "XOR_dataSource",',
    '  dataSource: "dataSource",',
    '  result: "result",',
    '  authentication: "authentication",',
  ]) {
    assert.ok(text.includes(`${line}\n`), line);
  }
  assert.match(
    text,
    /export const Node = \{[^]*\} as const;\nexport type Node = \(typeof Node\)\[keyof typeof Node\];/,
  );
});

test('messages, signals, errors, and variables wherever a model names them', () => {
  const beside = '<message id="m" name="order paid"/><signal id="s" name="alarm"/><error id="e" errorCode="LOST"/>';
  const mapping =
    '<extensionElements><camunda:inputOutput><camunda:inputParameter name="amount">${total}</camunda:inputParameter></camunda:inputOutput></extensionElements>';
  const text = constants([model(chain(start(), user('pay', '', mapping), end()), { beside })], { types: false });
  for (const line of ['"order paid": "order paid"', 'alarm: "alarm"', 'LOST: "LOST"', 'amount: "amount"'])
    assert.ok(text.includes(line), line);
  assert.ok(!text.includes('export type') && text.includes('Object.freeze({'));
});

test('AI17: the command fails when a model no longer has what the file names', () => {
  const [bpmn, output] = [`${file()}.bpmn`, `${file()}.ts`];
  writeFileSync(bpmn, authentication());
  assert.equal(run('constants', bpmn, '-o', output, '--check').status, 1);
  assert.equal(run('constants', bpmn, '-o', output).status, 0);
  assert.equal(run('constants', bpmn, '-o', output, '--check').status, 0);
  const before = readFileSync(output, 'utf8');
  writeFileSync(bpmn, authentication().replaceAll('NODE_3', 'ASK_REGISTRY'));
  const checked = run('constants', bpmn, '-o', output, '--check');
  assert.equal(checked.status, 1);
  assert.match(checked.stderr, /no longer in the models: NODE_3: "NODE_3",/);
  assert.match(checked.stderr, /not in the file: ASK_REGISTRY/);
  assert.equal(readFileSync(output, 'utf8'), before);
});

test('a command that is not understood, or a model that is none, says so and writes nothing', () => {
  for (const words of [
    [],
    ['constants'],
    ['constants', 'a.bpmn'],
    ['nonsense'],
    ['constants', 'a.bpmn', '-o', 'b.ts', '--what'],
  ]) {
    const done = run(...words);
    assert.deepEqual([done.status, done.stderr.startsWith('usage: tidewheel constants')], [1, true]);
  }
  const missing = run('constants', '/nowhere/a.bpmn', '-o', '/nowhere/b.ts');
  assert.deepEqual([missing.status, /no such file/.test(missing.stderr)], [1, true]);
});
