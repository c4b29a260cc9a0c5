// The tool that looks over machines in JSON and YAML.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Definition, toBpmn } from 'tidewheel'
import { parse } from 'yaml'

const FOLDER = fileURLToPath(new URL('../', import.meta.url))
const MACHINES = join(FOLDER, 'test/machines')
const APPROVAL = join(FOLDER, 'processes/approval.json')
const LEAVE = join(MACHINES, 'leave.yaml')
const BROKEN = join(MACHINES, 'broken.yaml')

const folder = mkdtempSync(join(tmpdir(), 'machines-'))
after(() => rmSync(folder, { recursive: true, force: true }))

function file(name, text) {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

/** Runs the tool: `{ code, out, err }`. */
function tool(...words) {
  const options = { cwd: FOLDER, maxBuffer: 1 << 24 }
  return new Promise((resolve) => {
    execFile(process.execPath, ['machine.mjs', ...words], options, (error, out, err) =>
      resolve({ code: error?.code ?? 0, out, err }),
    )
  })
}

/** The findings that were told, as `[line, column, severity, code, path]`. */
function told(err, name) {
  const lines = err.split('\n').filter((line) => line.startsWith(`${name}:`))
  return lines.map((line) => {
    const found = /^:(?:(\d+):(\d+):)? (\w+) \[(\w+)\](?: at (\S*))?: ./.exec(line.slice(name.length))
    assert.ok(found, line)
    const [, row, column, severity, code, path] = found
    return [Number(row), Number(column), severity, code, path]
  })
}

test('machines that can be run are told to be', async () => {
  const { code, out, err } = await tool('check', APPROVAL, LEAVE)
  assert.deepEqual([code, err], [0, ''])
  assert.equal(
    out,
    `${APPROVAL}: Document approval, 4 states, 6 transitions\n${LEAVE}: Days off, 4 states, 4 transitions\n`,
  )
})

test('all that is wrong is told, with the lines of the YAML', async () => {
  const { code, out, err } = await tool('check', BROKEN, LEAVE)
  assert.equal(code, 1)
  assert.equal(out, `${LEAVE}: Days off, 4 states, 4 transitions\n`, 'the others are looked over as well')
  const findings = told(err, BROKEN)
  assert.deepEqual(findings, [
    [3, 24, 'error', 'invalidTarget', '/actions/0/target'],
    [6, 5, 'warning', 'unreachable', '/states/1'],
    [8, 13, 'error', 'unknownMember', '/states/1/colour'],
    [9, 5, 'warning', 'unreachable', '/states/2'],
    [13, 9, 'error', 'unknownState', '/transitions/0/to'],
    [15, 5, 'error', 'noAction', '/transitions/1'],
    [19, 11, 'error', 'duplicateId', '/transitions/2/id'],
    [19, 61, 'error', 'unknownAction', '/transitions/2/actions/1'],
    [20, 10, 'error', 'invalidTimer', '/timeout'],
  ])
  assert.match(
    err,
    /\[unknownState\] at \/transitions\/0\/to: there is no state `aksed`\n {4}\S/,
    'with what to do about it',
  )
})

test('the same machine as JSON has the same findings, with the lines of the JSON', async () => {
  const text = JSON.stringify(parse(readFileSync(BROKEN, 'utf8')), null, 2)
  const path = file('broken.json', text)
  const [yaml, json] = await Promise.all([tool('check', BROKEN), tool('check', path)])
  const of = (findings) => findings.map(([, , ...what]) => what.join(' ')).sort()
  const findings = told(json.err, path)
  assert.equal(json.code, 1)
  assert.deepEqual(of(findings), of(told(yaml.err, BROKEN)))
  const lines = text.split('\n')
  for (const [row, column, , , pointer] of findings) {
    const value = pointer
      .split('/')
      .slice(1)
      .reduce((part, name) => part[name], JSON.parse(text))
    const begin = JSON.stringify(value).slice(0, 1)
    assert.equal(lines[row - 1][column - 1], begin, `${pointer} at ${row}:${column}`)
  }
})

test('YAML is written as the JSON and the BPMN of the same machine', async () => {
  const [json, bpmn] = await Promise.all([tool('json', LEAVE), tool('bpmn', LEAVE)])
  assert.deepEqual([json.code, json.err, bpmn.code, bpmn.err], [0, '', 0, ''])
  const machine = JSON.parse(json.out)
  assert.deepEqual(machine, parse(readFileSync(LEAVE, 'utf8')))
  assert.deepEqual(machine.states[2].activities, machine.states[1].activities, 'an alias stands for what it names')
  assert.equal(bpmn.out.trimEnd(), toBpmn(json.out).trimEnd())
  assert.equal(Definition.parse(bpmn.out).processes[0].id, 'leave')
})

test('what has errors is not written', async () => {
  for (const command of ['json', 'bpmn']) {
    const { code, out, err } = await tool(command, BROKEN)
    assert.deepEqual([code, out], [1, ''])
    assert.match(err, /unknownState/)
  }
})

test('a part that an alias stands for is found where it is written', async () => {
  const text = readFileSync(LEAVE, 'utf8').replace('fields: { days: = days }', 'fields: { days: "= days +" }')
  const path = file('alias.yaml', text)
  const { code, err } = await tool('check', path)
  assert.equal(code, 1)
  const findings = told(err, path)
  assert.ok(findings.length > 0)
  for (const [row] of findings) assert.match(text.split('\n')[row - 1], /= days \+/, err)
})

const UNREADABLE = {
  'two-keys.yaml': ['id: a\nname: b\nid: c\n', [3, 1]],
  'open.yaml': ['id: a\nstates: [ { id: b }\n', [3, 1]],
  'unknown-alias.yaml': ['id: a\nstates: *nowhere\n', [2, 9]],
  'list.yaml': ['- id: a\n', [1, 1]],
  'empty.yaml': ['', [1, 1]],
  'two.yaml': ['id: a\n---\nid: b\n', [2, 1]],
  'not-a-number.yaml': [
    'id: a\nstates:\n  - { id: b, type: start, activities: [{ id: c, fields: { d: .nan } }] }\n',
    [3, 62],
  ],
  'many-digits.yml': ['id: a\nname: 12345678901234567890\n', [2, 7]],
  'comma.json': ['{\n  "id": "a",\n}', [3, 1]],
  'list.json': ['[]', [1, 1]],
  'empty.json': ['', [1, 1]],
}
for (const [name, [text, place]] of Object.entries(UNREADABLE)) {
  test(`${name} is refused with its place`, async () => {
    const path = file(name, text)
    const { code, out, err } = await tool('check', path)
    assert.deepEqual([code, out], [1, ''])
    const [[row, column, severity]] = told(err, path)
    assert.deepEqual([row, column, severity], [...place, 'error'], err)
  })
}

test('what would take all memory or the whole stack is refused', async () => {
  const doubling = Array.from({ length: 30 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}]`)
  const bomb = file('bomb.yaml', ['a0: &a0 [1]', ...doubling].join('\n'))
  const deep = file('deep.yaml', `id: ${'['.repeat(50_000)}${']'.repeat(50_000)}\n`)
  for (const path of [bomb, deep]) {
    const { code, err } = await tool('check', path)
    assert.equal(code, 1, err.slice(0, 500))
    assert.equal(told(err, path)[0][2], 'error')
  }
})

test('files that are not there, and calls that mean nothing, are told apart', async () => {
  const missing = await tool('check', join(folder, 'missing.yaml'))
  assert.equal(missing.code, 1)
  assert.match(missing.err, /missing\.yaml: error \[unreadable\]: the file cannot be read/)
  for (const words of [[], ['check'], ['json'], ['bpmn', LEAVE, APPROVAL], ['draw', LEAVE]]) {
    const { code, err } = await tool(...words)
    assert.equal(code, 2, words.join(' '))
    assert.match(err, /^node machine\.mjs check/)
  }
})
