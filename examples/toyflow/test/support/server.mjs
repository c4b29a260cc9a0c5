// The server as a program of its own, which a test may kill, and calls of it.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const FOLDER = fileURLToPath(new URL('../../', import.meta.url))
/** How long a caller tries to reach a server that has gone, in milliseconds. */
const PATIENCE = 60_000

const folder = mkdtempSync(join(tmpdir(), 'toyflow-'))
const running = new Set()
after(() => {
  for (const child of running) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

let count = 0
/** A database that is not there yet. */
export const database = () => join(folder, `${(count += 1)}.db`)

/** A running server on a file. */
export class Server {
  #file
  #child
  address
  /** Where calls go instead, if they are to go through something. */
  through
  /** How many calls have met no server, or lost it before its answer. */
  broken = 0

  constructor(file) {
    this.#file = file
  }

  static async start(file = database()) {
    const server = new Server(file)
    await server.start()
    return server
  }

  get file() {
    return this.#file
  }

  /** Starts it, again at the address that it had. */
  async start() {
    const port = this.address === undefined ? '0' : new URL(this.address).port
    const words = ['server.mjs', '--database', this.#file, '--port', port]
    this.#child = spawn(process.execPath, words, { cwd: FOLDER, stdio: ['ignore', 'pipe', 'inherit'] })
    running.add(this.#child)
    const [line] = await Promise.race([once(createInterface(this.#child.stdout), 'line'), once(this.#child, 'exit')])
    assert.match(String(line), /http:\S+$/, 'the server has not started')
    this.address = line.slice(line.lastIndexOf('http:'))
  }

  /** Ends it without a word, as a loss of power would. */
  async kill() {
    await this.#end('SIGKILL')
  }

  async stop() {
    await this.#end('SIGTERM')
    assert.equal(this.#child.exitCode, 0)
  }

  async #end(signal) {
    const gone = once(this.#child, 'exit')
    this.#child.kill(signal)
    await gone
    running.delete(this.#child)
  }

  /** One call: `{ status, stateCode, data }`. */
  async call(method, path, body, headers = {}) {
    const sent =
      body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
    const response = await fetch((this.through ?? this.address) + path, {
      method,
      ...sent,
      headers: { ...sent.headers, ...headers },
    })
    return { status: response.status, ...(await response.json()) }
  }

  /** The same, again until the server answers: it may be killed and started meanwhile. */
  async insist(...call) {
    for (const end = Date.now() + PATIENCE; ;) {
      try {
        return await this.call(...call)
      } catch (error) {
        // What `fetch` throws for a connection that is refused or breaks off.
        if (!(error instanceof TypeError || error instanceof SyntaxError) || Date.now() > end) throw error
        this.broken += 1
        await pause(20)
      }
    }
  }

  // What people do, by name; the data of the answer, which must be one of success.

  async succeed(...call) {
    const { status, stateCode, data } = await this.call(...call)
    assert.deepEqual([status, stateCode], [200, '200'], JSON.stringify(data))
    return data
  }

  /** The answer must be a failure of this status and code; returns its data. */
  async refused(status, code, ...call) {
    const answer = await this.call(...call)
    assert.deepEqual([answer.status, answer.stateCode], [status, '500'], JSON.stringify(answer.data))
    assert.equal(typeof answer.data.reason, 'string')
    assert.notEqual(answer.data.reason, '')
    assert.ok(answer.data.detail.startsWith(`${code}: `), `${answer.data.detail} should begin with ${code}`)
    return answer.data
  }

  /** Starts a request; returns its id. */
  async request(procID, externalID, more = {}) {
    return (await this.succeed('POST', '/requests', { procID, externalID, ...more })).requestID
  }

  async list(person) {
    return (await this.succeed('GET', `/stakeholders/${encodeURIComponent(person)}`)).requests
  }

  /** What the person may do now about a request: ids of actions of it, by the ids of the definition. */
  async actions(person, requestID) {
    const found = (await this.list(person)).find(({ id }) => id === requestID)
    return Object.fromEntries((found?.requestActions ?? []).map(({ id, actionID }) => [actionID, id]))
  }

  /** Chooses an action and completes it. */
  async act(person, requestID, action, values = {}) {
    const { [action]: id } = await this.actions(person, requestID)
    assert.ok(id, `${person} cannot ${action}`)
    await this.succeed('PUT', choice(person, requestID, id))
    return this.succeed('PUT', completion(person, requestID, id), values)
  }
}

const path = (what, ...parts) => `/${what}/${parts.map(encodeURIComponent).join('/')}`
export const choice = (...parts) => path('choices', ...parts)
export const completion = (...parts) => path('completions', ...parts)
export const data = (requestID) => path('data', requestID)
export const history = (requestID) => path('requests', requestID)
