// The HTTP interface of the server, as functions.

/** After which time one asks again where one was refused. */
const AGAIN_MS = 3000
const JSON_TYPE = { 'content-type': 'application/json' }

/** What the server refused; `code` is for programs, the message for people. */
export class Refusal extends Error {
  constructor(status, { reason, detail } = {}) {
    super(reason ?? `the server answered ${status}`)
    this.name = 'Refusal'
    this.status = status
    this.code = /^\w+/.exec(detail ?? '')?.[0]
  }
}

async function ask(method, parts, { query = {}, headers = {}, body } = {}) {
  const path = `/${parts.map(encodeURIComponent).join('/')}`
  const given = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== undefined))
  const sent = body === undefined ? { headers } : { headers: { ...headers, ...JSON_TYPE }, body: JSON.stringify(body) }
  const response = await fetch(given.size > 0 ? `${path}?${given}` : path, { method, ...sent })
  const answer = await response.json().catch(() => ({}))
  if (!response.ok) throw new Refusal(response.status, answer.data)
  return answer.data
}

export const processes = async () => (await ask('GET', ['processes'])).processes
export const definition = (procID, version) => ask('GET', ['processes', procID], { query: { version } })
export const bpmn = async (procID, version) =>
  (await ask('GET', ['processes', procID, 'bpmn'], { query: { version } })).bpmn

/** `{ requests, next }`; `next` is null where these are all. */
export const requestsOf = (person, limit) => ask('GET', ['stakeholders', person], { query: { limit } })
export const request = (requestID, externalID) => ask('GET', ['requests', requestID], { query: { externalID } })

/** Starts a request; called again with the same `key` it is the same request. */
export async function start(body, key) {
  return (await ask('POST', ['requests'], { headers: { 'idempotency-key': key }, body })).requestID
}

export const choose = (person, requestID, action) => ask('PUT', ['choices', person, requestID, action])
export const giveBack = (person, requestID, action) => ask('DELETE', ['choices', person, requestID, action])
export const complete = (person, requestID, action, values) =>
  ask('PUT', ['completions', person, requestID, action], { body: values })

/**
 * Calls `changed` whenever something may have changed, and `connected` with whether changes are heard of at all. A tab that
 * nobody sees does not listen: browsers have only few connections for all tabs together.
 */
export function follow(changed, connected) {
  let source
  const listen = () => {
    if (document.hidden || source !== undefined) return
    source = new EventSource('/changes')
    source.addEventListener('changed', changed)
    source.onopen = () => {
      connected(true)
      // Whatever happened while nobody listened has not been heard.
      changed()
    }
    source.onerror = () => {
      connected(false)
      // The browser tries again by itself unless it was refused.
      if (source?.readyState !== EventSource.CLOSED) return
      source = undefined
      setTimeout(listen, AGAIN_MS)
    }
  }
  const leave = () => {
    source?.close()
    source = undefined
  }
  document.addEventListener('visibilitychange', () => (document.hidden ? leave() : listen()))
  listen()
}
