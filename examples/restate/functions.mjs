// The functions of the workspace process. In place of a data centre, they play what a scenario says: how often
// an allocation fails, how long a script runs.

import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { BpmnError } from './worker.mjs'

const file = process.env.SCENARIOS ?? new URL('../models/workspace-provisioning.scenarios.json', import.meta.url)
export const scenarios = JSON.parse(readFileSync(file, 'utf8'))

/** How much faster than in the scenario the work goes. */
export const PACE = Number(process.env.PACE ?? 10)
const FOR_EVER = 2 ** 31 - 1

async function play({ scenario = 'success', attempts = 0 }, { job, signal }) {
  const answers = scenarios[scenario].jobs[job.element]
  const answer = answers[Math.min(attempts, answers.length - 1)]
  await sleep(answer.wait ? FOR_EVER : (answer.after ?? 0) / PACE, undefined, { signal })
  if (answer.throw) throw new BpmnError(answer.throw, answer.variables?.reason, answer.variables)
  if (answer.fail) throw new Error(answer.fail)
  return answer.complete
}

export const functions = {
  allocate: play,
  generate: play,
  execute: play,
  'handle-cancellation': play,
  'release-after-generation': play,
  'release-after-execution': play,
  'remove-files': play,
  'remove-run-data': play,
  'notify-of-failure': play,
  'send-mail': play,
  'send-sms': play,
  'post-in-app': play,
}
