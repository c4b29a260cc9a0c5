// An instance of a process as a virtual object of Restate, which keeps its state, runs one call of it at a time
// and delivers what is sent to it, whatever is killed meanwhile. What happens is the engine's decision: here its
// state is kept, and what it asks for is sent.
//
// Restate runs a handler again after a crash and skips what its journal holds. So a handler may depend on nothing
// but its input, the state and `ctx`; the engine depends on nothing else anyway.

import { handlers, object, rpc, TerminalError } from '@restatedev/restate-sdk'
import { commit, Instance, RejectionError } from 'tidewheel'

const OWN = { name: 'ProcessInstance' }
const WORKER = { name: 'Worker' }

/** The snapshot is JSON already. */
const json = {
  contentType: 'application/json',
  serialize: (text) => new TextEncoder().encode(text),
  deserialize: (bytes) => new TextDecoder().decode(bytes),
}

/**
 * The object for models in all their versions: an instance stays on the one that it was started with, and new ones
 * get the last.
 */
export function processInstance(definitions) {
  const known = new Map(definitions.map((definition) => [definition.fingerprint, definition]))

  async function stored(ctx) {
    const snapshot = await ctx.get('snapshot', json)
    if (snapshot === null) throw new TerminalError(`\`${ctx.key}\` was not started`, { errorCode: 404 })
    const definition = known.get(JSON.parse(snapshot).definition)
    // Not terminal, so that Restate tries again until a deployment has the model.
    if (!definition) throw new Error(`this service does not have the model of \`${ctx.key}\``)
    return { definition, snapshot }
  }

  /** One step. A rejection comes before anything is written. */
  async function step(ctx, { definition, snapshot }, event, at) {
    const row = JSON.parse(commit(definition, snapshot, JSON.stringify(event ?? null), at, { history: 'full' }))
    servesAll(row)
    const asked = []
    for (const key of row.closed) asked.push([key, await ctx.get(`asked/${key}`)])

    // Under a key of its own for each step: written once, and not sent along with each call.
    ctx.set(`step/${row.revision}`, { at, event, history: row.history.map((entry) => JSON.parse(entry)) })
    ctx.set('snapshot', row.snapshot, json)
    for (const [key, invocation] of asked) withdraw(ctx, key, invocation)
    const sent = row.opened.map((duty) => [duty.key, ask(ctx, duty, definition, row.snapshot)])
    for (const [key, handle] of sent) if (handle) ctx.set(`asked/${key}`, await handle.invocationId)
    return { status: row.status, revision: row.revision }
  }

  /** A step that nobody waits for: the answer of a worker, or timers that are due. */
  async function deliver(ctx, state, event, at) {
    try {
      await step(ctx, state, event, at)
    } catch (error) {
      if (!(error instanceof RejectionError)) throw error
      switch (error.code) {
        case 'unknownKey':
        case 'instanceEnded':
          return // What it answers was withdrawn meanwhile.
        case 'suspended':
          if (event.job) ctx.set('held', [...((await ctx.get('held')) ?? []), event])
          return
        default:
          if (!event.job) throw error
          // An answer that is none, such as variables beyond all bounds, is a failure of the job.
          await step(ctx, state, { type: 'jobFailed', job: event.job, message: error.message }, at)
      }
    }
  }

  /** What came while the instance was suspended. */
  async function goOn(ctx) {
    const self = ctx.objectSendClient(OWN, ctx.key)
    for (const event of (await ctx.get('held')) ?? []) self.deliver(event)
    ctx.clear('held')
    self.due(0)
  }

  const decide = async (ctx, event) => step(ctx, await stored(ctx), event, await ctx.date.now())

  return object({
    ...OWN,
    handlers: {
      start: async (ctx, start) => {
        if ((await ctx.get('snapshot', json)) !== null) {
          throw new TerminalError(`\`${ctx.key}\` was started before`, { errorCode: 409 })
        }
        const state = { definition: definitions.at(-1), snapshot: null }
        return step(ctx, state, { ...start, id: ctx.key }, await ctx.date.now())
      },

      complete: (ctx, answer) => decide(ctx, { ...answer, type: 'jobCompleted' }),
      message: (ctx, message) => decide(ctx, { ...message, type: 'correlate' }),
      signal: (ctx, signal) => decide(ctx, { ...signal, type: 'signal' }),
      cancel: (ctx, cancel) => decide(ctx, { reason: 'cancelled', ...cancel, type: 'cancel' }),

      /** Any other event of the engine: `resolve`, `modify`, `setVariables`, `suspend`, `resume`. */
      apply: async (ctx, event) => {
        const done = await decide(ctx, event)
        if (event.type === 'resume') await goOn(ctx)
        return done
      },

      /** What a worker answers. */
      deliver: handlers.object.exclusive({ ingressPrivate: true }, async (ctx, event) =>
        deliver(ctx, await stored(ctx), event, await ctx.date.now()),
      ),

      /** The delayed message of a timer. One tick fires all that are due, in the engine's order. */
      due: handlers.object.exclusive({ ingressPrivate: true }, async (ctx, due) => {
        const state = await stored(ctx)
        // The clock of the machine that runs this may be behind the one that Restate waited by.
        const at = Math.max(await ctx.date.now(), due)
        if (look(state, (instance) => instance.nextDue() <= at)) await deliver(ctx, state, { type: 'tick' }, at)
      }),

      show: handlers.object.shared(async (ctx) =>
        look(await stored(ctx), (instance) => ({
          status: instance.status,
          variables: instance.variables(),
          open: instance.obligations(),
        })),
      ),

      /** Every step with its event and history, the start first. */
      steps: handlers.object.shared(async (ctx) => {
        const { steps: count } = JSON.parse((await stored(ctx)).snapshot)
        const steps = []
        while (steps.length < count) steps.push(await ctx.get(`step/${steps.length + 1}`))
        return steps
      }),
    },
    options: {
      // Each call asks for the state that it needs.
      enableLazyState: true,
      asTerminalError: (error) =>
        error instanceof RejectionError
          ? new TerminalError(`${error.code}: ${error.message}`, { errorCode: 409 })
          : undefined,
    },
  })
}

/** Sends what an obligation is for; nothing where it is for people or waits for a message. */
function ask(ctx, duty, definition, snapshot) {
  switch (duty.kind) {
    case 'timer': {
      // Restate keeps the moment, which the SDK computes from the delay and the clock as it sends; so the delay
      // must be taken from the same clock, else a handler that is run again after a crash would send too late.
      const delay = Math.max(0, duty.due - Date.now())
      return ctx.objectSendClient(OWN, ctx.key).due(duty.due, rpc.sendOpts({ delay }))
    }
    case 'job': {
      const variables = look({ definition, snapshot }, (instance) => instance.variables(duty.activation))
      const job = { instance: ctx.key, name: duty.name, job: JSON.parse(duty.data), variables }
      return ctx.serviceSendClient(WORKER).perform(job)
    }
    default:
      return undefined
  }
}

/** What the instance waits for no more, nobody needs to do or to deliver. */
function withdraw(ctx, key, invocation) {
  if (invocation === null) return
  ctx.clear(`asked/${key}`)
  if (invocation !== ctx.request().id) ctx.invocation(invocation).cancel()
}

/** An instance is loaded only to be looked at. */
function look({ definition, snapshot }, read) {
  const instance = Instance.load(definition, snapshot)
  try {
    return read(instance)
  } finally {
    instance.free()
  }
}

/**
 * Listeners and data stores may be dropped; what is sent to other instances, and what waits for the host to
 * evaluate it, must not. Not terminal: Restate tries again until a deployment serves it.
 */
function servesAll(row) {
  const sent = row.sent.find(({ kind }) => kind !== 'listener' && kind !== 'dataStore')
  const unserved = sent ?? row.opened.find(({ kind }) => kind === 'evaluation')
  if (unserved) throw new Error(`this host does not serve \`${unserved.kind}\` (\`${unserved.name}\`)`)
}
