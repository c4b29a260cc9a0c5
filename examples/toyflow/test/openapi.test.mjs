// The description in OpenAPI, held against the running server by Schemathesis: whatever it makes up by the description,
// and whatever it makes up against it, must be answered as described. The same cases in each run; schemathesis.toml
// says how many.
//
// The environment's SCHEMATHESIS is the program.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import Database from 'libsql'
import { Server } from './support/server.mjs'

const PROGRAM = process.env.SCHEMATHESIS
const SETTINGS = fileURLToPath(new URL('schemathesis.toml', import.meta.url))
const LIMIT = 90_000

/** Whoever is made up may do something in it. */
const ANYBODY = {
  id: 'anybody',
  actions: [{ id: 'go' }, { id: 'stop', target: 'stakeholders' }],
  states: [
    { id: 'here', type: 'start' },
    { id: 'there', type: 'normal' },
    { id: 'over', type: 'complete' },
  ],
  transitions: [
    { id: 'away', from: 'here', to: 'there', actions: ['go'] },
    { id: 'back', from: 'there', to: 'here', actions: ['go'] },
    { id: 'end', from: 'there', to: 'over', actions: ['stop'] },
  ],
}

test('the description says what can be called, and every failure is the envelope', async () => {
  const server = await Server.start()
  const description = await fetch(`${server.address}/openapi.json`).then((response) => response.json())
  assert.equal(description.openapi, '3.1.0')
  const calls = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId, responses }]) => {
      assert.ok(operationId, path)
      for (const [status, { content }] of Object.entries(responses)) {
        if (status === '200') continue
        assert.match(content['application/json'].schema.$ref, /\/(Failure|InvalidChoice)$/, `${path} ${status}`)
      }
      return `${method.toUpperCase()} ${path}`
    }),
  )
  const action = '{externalID}/{requestID}/{requestActionID}'
  assert.deepEqual(calls.sort(), [
    `DELETE /choices/${action}`,
    'GET /changes',
    'GET /data/{requestID}',
    'GET /processes',
    'GET /processes/{procID}',
    'GET /processes/{procID}/bpmn',
    'GET /requests/{requestID}',
    'GET /stakeholders/{externalID}',
    'POST /processes',
    'POST /requests',
    `PUT /choices/${action}`,
    `PUT /completions/${action}`,
  ])
  await server.stop()
})

const skip = PROGRAM === undefined && 'there is no SCHEMATHESIS; `cargo xtask test toyflow` installs it'
test('Schemathesis finds no server error and no answer that is not described', { skip, timeout: LIMIT }, async () => {
  const server = await Server.start()
  await server.succeed('POST', '/processes', ANYBODY)
  const words = ['--config-file', SETTINGS, 'run', `${server.address}/openapi.json`, '--no-color', '--warnings', 'off']
  // It keeps what it has found in the folder that it runs in.
  const folder = mkdtempSync(join(tmpdir(), 'toyflow-openapi-'))
  const child = spawn(PROGRAM, words, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  let told = ''
  for (const output of [child.stdout, child.stderr]) output.on('data', (text) => (told += text))
  const [code] = await once(child, 'close')
  rmSync(folder, { recursive: true, force: true })
  assert.equal(code, 0, told)
  assert.match(told, /\b[1-9]\d{2,} passed\b/, told)

  // It has got as far as people do, or all that would say little.
  const database = new Database(server.file)
  const kinds = database
    .prepare(
      "select distinct data ->> 'type' as kind from tidewheel_history where data ->> 'type' like 'action%' order by 1",
    )
    .all()
    .map(({ kind }) => kind)
  database.close()
  assert.deepEqual(kinds, ['actionChosen', 'actionCompleted', 'actionReleased'])
  await server.stop()
})
