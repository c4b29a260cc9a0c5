// Starts Restate's server and the service, as processes of their own.

import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { arch, platform } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const FOLDER = fileURLToPath(new URL('.', import.meta.url))
const SHOWN = ['ignore', 'inherit', 'inherit']

/** Restate's usual ports, unless its own variables say otherwise. */
export const PORTS = {
  ingress: Number(process.env.RESTATE_INGRESS__BIND_PORT ?? 8080),
  admin: Number(process.env.RESTATE_ADMIN__BIND_PORT ?? 9070),
  node: Number(process.env.RESTATE_BIND_PORT ?? 5122),
  service: Number(process.env.PORT ?? 9080),
}

export const address = (port) => `http://127.0.0.1:${port}`

/**
 * The program itself and not its npm command, which is a parent that passes signals on; a SIGKILL would only hit
 * the parent.
 */
function program() {
  const from = createRequire(createRequire(import.meta.url).resolve('@restatedev/restate-server/package.json'))
  return from.resolve(`@restatedev/restate-server-${platform()}-${arch()}/bin/restate-server`)
}

/** Restate with its data in a folder, for this machine only. */
export function startServer(folder, ports = PORTS, stdio = SHOWN) {
  const options = ['--no-logo', '--base-dir', folder, '--node-name', 'tidewheel', '--listen-mode', 'tcp']
  const env = {
    ...process.env,
    // `1` would not do.
    RESTATE_DISABLE_TELEMETRY: 'true',
    RESTATE_BIND_IP: '127.0.0.1',
    RESTATE_BIND_PORT: String(ports.node),
    RESTATE_ADMIN__BIND_PORT: String(ports.admin),
    RESTATE_INGRESS__BIND_PORT: String(ports.ingress),
    RESTATE_ROCKSDB_TOTAL_MEMORY_SIZE: '512 MiB',
    // Its page would look for news of Restate on the internet.
    RESTATE_LOG_FILTER: 'warn,octocrab=off',
  }
  return spawn(program(), options, { cwd: FOLDER, env, stdio })
}

/** The service with models; without any, with the workspace process. */
export function startService(models = [], ports = PORTS, stdio = SHOWN, more = {}) {
  const env = { RESTATE_LOGGING: 'WARN', ...process.env, ...more, PORT: String(ports.service) }
  return spawn(process.execPath, ['service.mjs', ...models], { cwd: FOLDER, env, stdio })
}

/** Waits until the server takes calls, but not for ever. */
export async function ready(ports = PORTS, limit = 30_000) {
  const until = Date.now() + limit
  for (const url of [`${address(ports.admin)}/health`, `${address(ports.ingress)}/restate/health`]) {
    while (!(await fetch(url).then((response) => response.ok, () => false))) {
      if (Date.now() > until) throw new Error(`nothing answers at ${url}`)
      await sleep(50)
    }
  }
}

/** Tells Restate where the service is; it asks the service what there is to call. */
export async function register(ports = PORTS, limit = 30_000) {
  const until = Date.now() + limit
  const body = JSON.stringify({ uri: address(ports.service), force: true })
  const headers = { 'content-type': 'application/json' }
  for (;;) {
    const response = await fetch(`${address(ports.admin)}/deployments`, { method: 'POST', headers, body })
    if (response.ok) return
    if (Date.now() > until) throw new Error(`the service cannot be registered: ${await response.text()}`)
    await sleep(200)
  }
}
