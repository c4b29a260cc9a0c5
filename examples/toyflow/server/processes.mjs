// Processes: the definitions that requests follow. A definition is JSON, and deployed as it is written.

import { toBpmn } from 'tidewheel'
import { UnknownProcessError } from 'tidewheel/host'
import { index } from './index.mjs'
import { Refusal } from './refusal.mjs'

/** As long as ToyFlow lets the id of a process be. */
const LONGEST_ID = 20

export class Processes {
  #engine
  #machines = new Map()
  #listening = new Set()

  constructor(engine) {
    this.#engine = engine
  }

  /** Takes up what has been deployed before. */
  async open() {
    for (const { deployment } of await this.#latest()) this.#listen(await this.machine(deployment))
  }

  /** Deploys a definition as the next version of its process; the one that is the latest already changes nothing. */
  async deploy(text) {
    if (!text.trimStart().startsWith('{')) throw new Refusal(400, 'invalidInput', 'A definition is a JSON object.')
    const made = await this.#engine.transaction(async ({ connection }) => {
      const { id, versions, new: isNew } = await this.#engine.repository.deploy(text)
      const machine = JSON.parse(text)
      if (machine.id.length > LONGEST_ID) {
        throw new Refusal(400, 'invalidInput', `The id of a process has at most ${LONGEST_ID} characters.`)
      }
      if (isNew) index.addDefinition(connection, id, machine)
      return { machine, told: { procID: machine.id, version: versions[machine.id], new: isNew } }
    })
    this.#listen(made.machine)
    return made.told
  }

  /** The latest version of each process, with the people in its groups. */
  async list() {
    const processes = []
    for (const { process, version, deployment } of await this.#latest()) {
      const { name, groups } = await this.machine(deployment)
      const shown = (groups ?? []).map((group) => ({
        id: group.id,
        name: group.name ?? group.id,
        members: group.members ?? [],
      }))
      processes.push({ procID: process, procName: name ?? process, version, groups: shown })
    }
    return processes
  }

  /** The definition of a process as it was written: of its latest version, unless another is asked for. */
  async definition(process, version) {
    const { deployment } = await this.#find(process, version)
    return this.#engine.repository.xml(deployment)
  }

  async bpmn(process, wanted) {
    const { deployment, version } = await this.#find(process, wanted)
    return { procID: process, version, bpmn: toBpmn(await this.#engine.repository.xml(deployment)) }
  }

  /** A deployed definition as data. */
  async machine(deployment) {
    let machine = this.#machines.get(deployment)
    if (machine === undefined) {
      machine = JSON.parse(await this.#engine.repository.xml(deployment))
      this.#machines.set(deployment, machine)
    }
    return machine
  }

  async #find(process, version) {
    const found = await this.#engine.store.transaction((tx) => tx.process(process, { version }), { readonly: true })
    if (found === null) throw new UnknownProcessError(process, version)
    return found
  }

  async #latest() {
    const latest = new Map()
    for (const row of await this.#engine.repository.versions()) latest.set(row.process, row)
    return [...latest.values()]
  }

  /** Notes the side effects that a definition asks for: what carries them out in earnest goes in here. */
  #listen({ states, transitions }) {
    const { clock, store } = this.#engine
    for (const { activities } of [...states, ...transitions]) {
      for (const { id } of activities ?? []) {
        if (this.#listening.has(id)) continue
        this.#listening.add(id)
        this.#engine.listener(id, (listener, delivery) =>
          store.transaction(({ connection }) => {
            const fields = listener.fields ?? {}
            const done = { request: delivery.instance, id: delivery.id, time: clock.now(), activity: id, fields }
            // Delivered again after a crash it has the same id, and is noted once.
            index.addActivity(connection, done)
          }),
        )
      }
    }
  }
}
