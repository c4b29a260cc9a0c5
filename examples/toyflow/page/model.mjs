// What the page knows: the person, the processes, the person's requests and the one that is shown.

import * as api from './api.mjs'

/** Changes that come this soon after one another are one look at the server. */
const SETTLING_MS = 40
/** How many requests are listed, and how many more each time. */
const PAGE = 100
/** More than that the server does not list at once. */
const MOST = 1000

export class Model {
  person
  /** The processes that can be started: `[{ procID, procName, version, groups }]`. */
  processes = []
  requests = []
  /** Whether the person has more of them. */
  more = false
  /** The request that is shown, with its data, history and `definition`; undefined while there is none. */
  shown
  /** Why there is none although the address names one. */
  missing
  connected = true
  /** Why the server could not answer. */
  trouble
  #limit = PAGE
  #definitions = new Map()
  #wanted
  #changed
  #round = 0
  #asked = false
  #looking = false

  /** `changed` is called after each look at the server. */
  constructor(changed) {
    this.#changed = changed
  }

  /** Looks at a place of the page. */
  async visit({ person, request }) {
    if (this.shown?.id !== request || this.person !== person) this.shown = undefined
    this.person = person
    this.#wanted = request
    this.missing = undefined
    await this.refresh()
  }

  /** Looks at the server, soon. Of many calls each look takes those that have come before it, and looks never overtake. */
  async soon() {
    this.#asked = true
    if (this.#looking) return
    this.#looking = true
    while (this.#asked) {
      await new Promise((resolve) => setTimeout(resolve, SETTLING_MS))
      this.#asked = false
      await this.refresh()
    }
    this.#looking = false
  }

  setConnected(connected) {
    if (connected === this.connected) return
    this.connected = connected
    this.#changed()
  }

  async refresh() {
    this.#round += 1
    const round = this.#round
    const [person, wanted] = [this.person, this.#wanted]
    const found = await this.#look(person, wanted).catch((failure) => ({ failure }))
    // A look that began later knows more.
    if (round !== this.#round) return
    if (!found.failure) Object.assign(this, found)
    this.trouble = found.failure instanceof api.Refusal ? found.failure.message : undefined
    if (found.failure && !this.trouble) this.connected = false
    this.#changed()
  }

  showMore() {
    this.#limit = Math.min(this.#limit + PAGE, MOST)
    return this.refresh()
  }

  async #look(person, wanted) {
    const [processes, { requests, next }, shown] = await Promise.all([
      api.processes(),
      person === undefined ? { requests: [], next: null } : api.requestsOf(person, this.#limit),
      wanted === undefined ? {} : this.#lookAt(wanted, person),
    ])
    const more = next !== null && this.#limit < MOST
    return { connected: true, processes, requests, more, shown: shown.found, missing: shown.missing }
  }

  async #lookAt(id, person) {
    try {
      const request = await api.request(id, person)
      return { found: { ...request, definition: await this.#definition(request) } }
    } catch (error) {
      if (error instanceof api.Refusal && error.status < 500) return { missing: error.message }
      throw error
    }
  }

  /** A version of a process never changes, so each is asked for once. */
  async #definition({ procID, version }) {
    const key = JSON.stringify([procID, version])
    if (!this.#definitions.has(key)) this.#definitions.set(key, await api.definition(procID, version))
    return this.#definitions.get(key)
  }
}

/** What a person has before them: to finish what they have chosen, to choose, to wait, or nothing any more. */
export function turn({ blockedBy, ended, requestActions }, person) {
  if (blockedBy?.externalID === person) return 'mine'
  if (ended) return 'over'
  return requestActions.length > 0 ? 'open' : 'waiting'
}
