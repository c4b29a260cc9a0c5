// The workers of the workspace process. Each takes some seconds, and some of them fail.

import { setTimeout as pause } from 'node:timers/promises'
import { BpmnError, JobFailure } from 'tidewheel/host'
import { numberOf, storyOf } from './stories.mjs'

const SIZES = { small: { cpus: 2, memoryGb: 8 }, medium: { cpus: 4, memoryGb: 16 }, large: { cpus: 8, memoryGb: 32 } }
const CLEANING = [
  'release-after-generation',
  'remove-files',
  'release-after-execution',
  'remove-run-data',
  'handle-cancellation',
]
const TELLING = ['notify-of-failure', 'send-mail', 'send-sms', 'post-in-app']

export function register(engine) {
  engine.worker('allocate', async ({ businessKey, variables }) => {
    await pause(4000)
    const attempts = (variables.attempts ?? 0) + 1
    if (storyOf(businessKey) === 'retried' && attempts === 1) {
      throw new BpmnError('ALLOCATION_FAILED', 'no room left in this zone', { attempts })
    }
    return { attempts, workspace: { id: `ws-${numberOf(businessKey)}`, ...SIZES[variables.size] } }
  })
  engine.worker('generate', async ({ businessKey, variables }) => {
    await pause(3000)
    if (storyOf(businessKey) === 'stuck' && variables.template !== 'v2') {
      throw new JobFailure('the template v1 is broken: line 12 has no end', { retries: 0 })
    }
    return { script: `${variables.workspace.id}/setup.sh` }
  })
  engine.worker('execute', async ({ businessKey, variables }) => {
    await pause(6000)
    if (storyOf(businessKey) === 'undone') {
      throw new BpmnError('EXECUTION_FAILED', 'the script ended with 2', { exitCode: 2 })
    }
    return { exitCode: 0, url: `https://${variables.workspace.id}.example.com` }
  })
  engine.worker(CLEANING, () => pause(2000))
  engine.worker(TELLING, () => pause(1000))
}
