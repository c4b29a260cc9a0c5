// The people around the workspace process: they ask for workspaces, say what these are for, help where one is stuck.

import { setTimeout as pause } from 'node:timers/promises'
import { HostError } from 'tidewheel/host'
import { numberOf } from './stories.mjs'

const PROCESS = 'workspace-provisioning'
const PEOPLE = ['amara', 'jonas', 'mei']
const PURPOSES = ['data migration', 'quarterly report', 'training course', 'load test']
const SIZES = ['small', 'medium', 'large']

/** How long people take, in milliseconds. */
const NOTICE = 3000
const ANSWER = 8000
const REPAIR = 20_000
const BETWEEN = 10_000
const MOST_AT_A_TIME = 8

/** Goes on until the signal. */
export async function live(engine, signal) {
  const wish = wisher(engine)
  while (!signal.aborted) {
    for (const act of [wish, answerRequests, repair]) {
      // Another host on the same database may have been faster.
      await act(engine).catch((error) => {
        if (!(error instanceof HostError)) throw error
      })
    }
    await pause(500, undefined, { signal }).catch(() => {})
  }
}

/** Somebody wants a workspace every now and then: three at once where there are none. */
function wisher(engine) {
  let next = 0
  return async () => {
    if (engine.clock.now() < next) return
    next = engine.clock.now() + BETWEEN
    const running = await engine.runtime.instances({ process: PROCESS, statuses: ['active'] })
    if (running.length >= MOST_AT_A_TIME) return
    for (let wanted = running.length === 0 ? 3 : 1; wanted > 0; wanted -= 1) await want(engine)
  }
}

async function want(engine) {
  const [latest] = await engine.runtime.instances({ process: PROCESS, newest: true, limit: 1 })
  const number = latest === undefined ? 1 : numberOf(latest.businessKey) + 1
  const variables = { requester: of(PEOPLE, number), size: of(SIZES, number) }
  // Two hosts that come upon the same number start the same instance, of which there is one.
  await engine.runtime.start(PROCESS, { id: `workspace-${number}`, businessKey: `workspace-${number}`, variables })
}

async function answerRequests(engine) {
  for (const task of await engine.tasks.query({ process: PROCESS, node: 'request-workspace' })) {
    const waited = engine.clock.now() - task.opened
    const number = numberOf(task.businessKey)
    if (task.assignee === null && waited > NOTICE) await engine.tasks.claim(task, of(PEOPLE, number))
    if (waited > ANSWER) await engine.tasks.complete(task, { variables: { purpose: of(PURPOSES, number) } })
  }
}

/** An operator takes another template where the first is broken, and has it tried again. */
async function repair(engine) {
  for (const incident of await engine.management.incidents({ process: PROCESS })) {
    if (engine.clock.now() - incident.opened < REPAIR) continue
    await engine.runtime.setVariables(incident.instance, { template: 'v2' })
    await engine.management.resolve(incident)
  }
}

const of = (list, number) => list[number % list.length]
