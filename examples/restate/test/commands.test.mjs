// The commands of the README.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { freePorts, until } from './support/cluster.mjs'

const FOLDER = fileURLToPath(new URL('..', import.meta.url))

function run(words, env) {
  const made = spawn(process.execPath, words, { cwd: FOLDER, env: { ...process.env, ...env } })
  made.output = ''
  made.stdout.on('data', (text) => (made.output += text))
  return made
}

test('a workspace is ordered, its process outlives a stop of all, and it is shown to the end', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'tidewheel-restate-'))
  const [ingress, admin, node, service] = await freePorts(4)
  const env = {
    PACE: '20',
    RESTATE_BASE_DIR: folder,
    RESTATE_INGRESS__BIND_PORT: String(ingress),
    RESTATE_ADMIN__BIND_PORT: String(admin),
    RESTATE_BIND_PORT: String(node),
    PORT: String(service),
  }
  const start = async () => {
    const started = run(['start.mjs'], env)
    await until('all has started', () => started.output.includes('Ctrl+C'))
    return started
  }
  const stop = async (started) => {
    const ended = once(started, 'exit')
    started.kill('SIGINT')
    assert.deepEqual(await ended, [0, null])
  }

  let all = await start()
  t.after(() => all.kill())
  const shown = run(['workspace.mjs', 'execute-failure'], env)
  const ended = once(shown, 'exit')
  await until('the order is taken', () => shown.output.includes('jobCompleted'))
  await stop(all)
  all = await start()
  assert.deepEqual(await ended, [0, null])
  assert.match(shown.output, /jobThrew +not execute/)
  assert.match(shown.output, /\nterminated\n$/)
  await stop(all)
  rmSync(folder, { recursive: true })
})
