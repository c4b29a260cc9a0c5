// A server and a service of a test's own, to be killed.

import { once } from 'node:events'
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Definition } from 'tidewheel'
import { call } from '../../client.mjs'
import { address, ready, register, startServer, startService } from '../../servers.mjs'

const MODEL = new URL('../../../models/workspace-provisioning.bpmn', import.meta.url)
const LOGS = fileURLToPath(new URL('../../../../target/restate-test/', import.meta.url))

/** How much faster than in its scenario the work of a test goes. */
const PACE = '100'

export class Cluster {
  /** `changes` are made to the text of the model: shorter timers. */
  static async start(name, changes, scenarios = {}) {
    const made = new Cluster()
    made.folder = mkdtempSync(join(tmpdir(), 'tidewheel-restate-'))
    const xml = changed(readFileSync(MODEL, 'utf8'), changes)
    made.models = [made.write('model.bpmn', xml)]
    made.definition = Definition.parse(xml)
    made.env = { PACE }
    if (Object.keys(scenarios).length > 0) {
      made.env.SCENARIOS = made.write('scenarios.json', JSON.stringify(scenarios))
    }
    mkdirSync(LOGS, { recursive: true })
    const log = openSync(join(LOGS, `${name}.log`), 'w')
    made.stdio = ['ignore', log, log]
    const [ingress, admin, node, service] = await freePorts(4)
    made.ports = { ingress, admin, node, service }
    await made.up()
    await register(made.ports)
    return made
  }

  /** A file of the cluster; returns its path. */
  write(name, text) {
    const path = join(this.folder, name)
    writeFileSync(path, text)
    return path
  }

  /** Starts what does not run. */
  async up() {
    this.server ??= startServer(join(this.folder, 'data'), this.ports, this.stdio)
    this.service ??= startService(this.models, this.ports, this.stdio, this.env)
    await ready(this.ports)
  }

  async kill(...names) {
    for (const name of names) {
      const ended = once(this[name], 'exit')
      this[name].kill('SIGKILL')
      await ended
      this[name] = undefined
    }
  }

  async close() {
    await this.kill(...['server', 'service'].filter((name) => this[name]))
    rmSync(this.folder, { recursive: true })
  }

  call(instance, handler, body) {
    return call(address(this.ports.ingress), instance, handler, body, 120_000)
  }

  /** Rows of what Restate itself has stored. */
  async query(query) {
    const headers = { 'content-type': 'application/json', accept: 'application/json' }
    const request = { method: 'POST', headers, body: JSON.stringify({ query }) }
    const response = await fetch(`${address(this.ports.admin)}/query`, request)
    if (!response.ok) throw new Error(await response.text())
    return (await response.json()).rows
  }

  /** What is kept of an instance, by key. */
  async state(instance) {
    const where = `service_name = 'ProcessInstance' AND service_key = '${instance}'`
    const rows = await this.query(`SELECT key, value_utf8 FROM state WHERE ${where}`)
    return new Map(rows.map((row) => [row.key, row.value_utf8]))
  }

  /** The open obligation of an element; waits until there is one. */
  open(instance, element, type, limit = 30_000) {
    return until(`${type} of ${element} is open in ${instance}`, async () => {
      const { open } = await this.call(instance, 'show')
      return open.find((one) => one.element === element && one.type === type)
    }, limit)
  }

  ended(instance, limit = 60_000) {
    return until(`${instance} has ended`, async () => {
      const shown = await this.call(instance, 'show')
      return ['active', 'suspended'].includes(shown.status) ? undefined : shown
    }, limit)
  }
}

/** Asks until there is an answer. */
export async function until(what, ask, limit = 30_000) {
  const end = Date.now() + limit
  for (;;) {
    const answer = await ask()
    if (answer) return answer
    if (Date.now() > end) throw new Error(`it did not come about that ${what}`)
    await sleep(100)
  }
}

function changed(text, changes) {
  return Object.entries(changes).reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`the model has no ${from}`)
    return text.replaceAll(from, to)
  }, text)
}

/** Ports that were free a moment ago, all different. */
export async function freePorts(count) {
  const listeners = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(listeners.map((listener) => once(listener, 'listening')))
  const ports = listeners.map((listener) => listener.address().port)
  await Promise.all(listeners.map((listener) => once(listener.close(), 'close')))
  return ports
}
