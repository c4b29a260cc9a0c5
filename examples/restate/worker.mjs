// Jobs as calls of a Restate service. It may run on as many machines as there is work for.

import { service } from '@restatedev/restate-sdk'

const INSTANCE = { name: 'ProcessInstance' }

/** Thrown by a function: the model's own error, which a boundary event catches by its code. */
export class BpmnError extends Error {
  constructor(code, message, variables = {}) {
    super(message)
    this.name = 'BpmnError'
    this.code = code
    this.variables = variables
  }
}

/**
 * The service for functions by the name that their jobs go by: the topic of the task, its implementation, or its
 * id. A function gets the variables and the job, and returns variables. It may be run again after a crash, with
 * the same `instance` and `job.key`; its `signal` is aborted when the model withdraws the job.
 */
export function worker(functions) {
  return service({
    name: 'Worker',
    handlers: {
      perform: async (ctx, { instance, name, job, variables }) => {
        const signal = ctx.request().attemptCompletedSignal
        const run = () => answer(functions[name], name, variables, { instance, job, signal })
        const event = await ctx.run(name, run)
        ctx.objectSendClient(INSTANCE, instance).deliver(event)
      },
    },
    options: {
      ingressPrivate: true,
      // How long work may take is for the model's timers to say. After this time Restate would listen no more, and
      // tell a function neither that it is withdrawn nor anything else. Machines that are gone it notices without.
      inactivityTimeout: { days: 1 },
    },
  })
}

/** Never throws: whether and when a job is tried again is for the model to say, not for Restate. */
async function answer(perform, name, variables, context) {
  const job = context.job.key
  try {
    if (!perform) throw new Error(`no function is registered for \`${name}\``)
    return { type: 'jobCompleted', job, variables: (await perform(variables, context)) ?? {} }
  } catch (error) {
    if (error instanceof BpmnError) {
      return { type: 'jobThrew', job, code: error.code, message: error.message, variables: error.variables }
    }
    return { type: 'jobFailed', job, message: String(error?.message ?? error) }
  }
}
