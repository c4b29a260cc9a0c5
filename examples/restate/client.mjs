// Calls handlers of instances by Restate's HTTP interface.

import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'

/** What Restate or the engine refuses. */
export class CallError extends Error {
  constructor(status, message) {
    super(message)
    this.name = 'CallError'
    this.status = status
  }
}

/**
 * Calls a handler, again and again while nobody is there to answer. By the idempotency key Restate knows the call
 * again, so that it counts once. Handlers that only read know no such key.
 */
export async function call(ingress, instance, handler, body, limit = 60_000) {
  const url = `${ingress}/ProcessInstance/${encodeURIComponent(instance)}/${handler}`
  const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() }
  const request = body === undefined ? {} : { method: 'POST', headers, body: JSON.stringify(body) }
  const until = Date.now() + limit
  for (;;) {
    const [status, text] = await attempt(url, request)
    if (status === 200) return JSON.parse(text)
    if ((status !== 0 && status < 500) || Date.now() > until) throw new CallError(status, reason(text))
    await sleep(100)
  }
}

async function attempt(url, request) {
  try {
    const response = await fetch(url, request)
    return [response.status, await response.text()]
  } catch (error) {
    return [0, String(error.cause ?? error)]
  }
}

function reason(text) {
  try {
    return JSON.parse(text).message
  } catch {
    return text
  }
}
