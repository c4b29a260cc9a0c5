// Requests: what people do with them. Knows nothing of HTTP; what it refuses, it throws.

import { createHash } from 'node:crypto'
import { Instance, RejectionError } from 'tidewheel'
import { UnknownInstanceError } from 'tidewheel/host'
import { historyOf } from './history.mjs'
import { index } from './index.mjs'

/** How many requests are read in one go at most: each with its state. */
const MOST_AT_ONCE = 1000

/** Texts from outside are of any length; event ids are not. */
const digest = (...parts) => createHash('sha256').update(JSON.stringify(parts)).digest('hex')

export class Requests {
  #engine
  #processes

  constructor(engine, processes) {
    this.#engine = engine
    this.#processes = processes
  }

  /** Starts a request, once for each `key` of its requester; returns its id. */
  async start({ procID, externalID, name = '', time, stakeholders = [], requestData }, key) {
    const { runtime, clock } = this.#engine
    const people = [...new Set([externalID, ...stakeholders])]
    const eventId = key === undefined ? undefined : digest('start', externalID, key)
    return this.#engine.transaction(async ({ connection }) => {
      const begun = await runtime.start(procID, {
        requester: externalID,
        stakeholders: people,
        variables: requestData,
        eventId,
      })
      if (!begun.repeated) {
        const row = { id: begun.instance, name, time: time ?? clock.now(), requester: externalID }
        index.addRequest(connection, { ...row, stakeholders: people })
      }
      return begun.instance
    })
  }

  /**
   * The requests that a person is a stakeholder of or may move on: those that go on first, then the newest first.
   * `next` is the offset of the next page.
   */
  async concerning(person, { limit = 100, offset = 0 } = {}) {
    return this.#read(async ({ connection }) => {
      const shown = []
      // Where little of what was found is shown, more is looked at in one go.
      for (let at = offset, size = limit; ; size = Math.min(4 * size, MOST_AT_ONCE)) {
        const rows = index.concerned(connection, person, size, at)
        for (const row of rows) {
          if (shown.length === limit) return { requests: shown, next: at }
          at += 1
          const entry = await this.#look(row, (instance, machine) => entryOf(row, instance, machine, person))
          // An action that is open to a group is of no concern to it while somebody else does another.
          const moves = entry.requestActions.length > 0 || entry.blockedBy?.externalID === person
          if (moves || row.stakeholder) shown.push(entry)
        }
        if (rows.length < size) return { requests: shown, next: null }
      }
    })
  }

  /** A request with all that has happened to it; `person` is whose actions are shown. */
  async request(id, person) {
    return this.#read(async (tx) => {
      const row = this.#row(tx, id)
      const entries = await tx.history(id, { limit: Number.MAX_SAFE_INTEGER })
      const events = await tx.events(id)
      const freed = new Set(events.filter(({ event }) => event.type === 'actionReleased').map((row) => row.revision))
      const activities = index.activities(tx.connection, id)
      return this.#look(row, (instance, machine) => ({
        ...entryOf(row, instance, machine, person),
        version: row.version,
        stakeholders: instance.actions({ user: row.requester }).stakeholders,
        requestData: instance.variables(),
        history: historyOf(entries, freed, row.requester, machine),
        activities: activities.map(({ time, activity, fields }) => ({
          time: new Date(time).toISOString(),
          activityID: activity,
          fields: JSON.parse(fields),
        })),
      }))
    })
  }

  async data(id) {
    return this.#read(async (tx) => this.#look(this.#row(tx, id), (instance) => instance.variables()))
  }

  /** Blocks the request for a person who does an action; returns its data. Who holds it may choose it again. */
  async choose(id, job, person) {
    try {
      await this.#engine.runtime.apply(id, { type: 'actionChosen', job, by: person })
    } catch (error) {
      if (!(error instanceof RejectionError) || error.code !== 'alreadyChosen') throw error
      if (!(await this.#holds(id, job, person))) throw error
    }
    return this.data(id)
  }

  /** Gives a choice back: who holds it, and nobody else. */
  async release(id, job, person) {
    await this.#engine.runtime.apply(id, { type: 'actionReleased', job, by: person })
  }

  /** A person has done the action that they have chosen. A second report of it changes nothing. */
  async complete(id, job, person, variables) {
    const event = { type: 'actionCompleted', job, by: person, variables }
    await this.#engine.runtime.apply(id, event, { eventId: digest('complete', person, job) })
  }

  async #holds(id, job, person) {
    const { chosen } = await this.#read(async (tx) =>
      this.#look(this.#row(tx, id), (instance) => instance.actions({ user: person })),
    )
    return chosen?.job === job && chosen.by === person
  }

  #read(work) {
    return this.#engine.store.transaction(work, { readonly: true })
  }

  #row({ connection }, id) {
    const row = index.request(connection, id)
    if (row === undefined) throw new UnknownInstanceError(id)
    return row
  }

  /** Loads the instance of a row for as long as it is looked at. */
  async #look({ deployment, snapshot }, see) {
    const instance = Instance.load(await this.#engine.repository.definition(deployment), snapshot)
    try {
      return see(instance, await this.#processes.machine(deployment))
    } finally {
      instance.free()
    }
  }
}

function entryOf(row, instance, machine, person) {
  const { state, requester, chosen, actions } = instance.actions({ user: person ?? row.requester })
  const shown = person === undefined ? [] : actions
  return {
    id: row.id,
    procID: row.process,
    procName: machine.name ?? machine.id,
    reqName: row.name,
    requestTime: new Date(row.time).toISOString(),
    requesterExterID: requester,
    currStateID: state.id,
    currStateName: state.name ?? state.id,
    currStateType: state.type,
    requestActions: shown.map(({ job, action, name, next }) => ({
      id: String(job),
      actionID: action,
      actionName: name ?? action,
      nextStateID: next ?? '',
    })),
    blockedBy:
      chosen === undefined
        ? null
        : { externalID: chosen.by, requestActionID: String(chosen.job), actionID: chosen.action },
    ended: row.ended !== null,
  }
}
