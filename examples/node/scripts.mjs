// A host that evaluates what a model says in JavaScript: conditions and other expressions, and scripts.
//
// A model is code then. `node:vm` keeps it from changing variables of the program by accident and stops it after
// a while, but it is no wall: whoever writes the model can do what the process may do. Run only models that you
// trust, or evaluate them in a process of their own without rights.

import vm from 'node:vm'

/** How long an expression or script may take, in milliseconds. */
const LIMIT = 1000

const JAVASCRIPT = /^(.*[/.])?(javascript|ecmascript|js)$/i

/** The value of a text in JavaScript, with variables as its names; null where it has none that JSON knows. */
export function evaluate(source, variables, names = {}) {
  const value = vm.runInNewContext(source, { ...variables, ...names }, { timeout: LIMIT })
  return JSON.parse(JSON.stringify(value) ?? 'null')
}

/** The event that answers an obligation; undefined where that is not for JavaScript. */
export function answer(open, variables) {
  if (open.type === 'evaluation' && open.language === 'javascript') {
    return attempt(
      () => ({ type: 'evaluated', evaluation: open.key, value: evaluate(open.source, variables, open.variables) }),
      (message) => ({ type: 'evaluationFailed', evaluation: open.key, message }),
    )
  }
  if (open.type === 'job' && open.script !== undefined && JAVASCRIPT.test(open.scriptFormat ?? '')) {
    return attempt(
      () => {
        const value = evaluate(open.script, variables)
        return { type: 'jobCompleted', job: open.key, variables: open.resultVariable ? { [open.resultVariable]: value } : {} }
      },
      (message) => ({ type: 'jobFailed', job: open.key, message }),
    )
  }
  return undefined
}

/** Answers all that is for JavaScript, until the instance waits for something else or has ended. */
export function settle(instance, now = Date.now()) {
  const next = () => {
    for (const open of instance.obligations()) {
      const event = answer(open, instance.variables(open.activation))
      if (event) return event
    }
    return undefined
  }
  for (let event = next(); event; event = next()) instance.apply(event, now)
}

function attempt(run, failed) {
  try {
    return run()
  } catch (error) {
    return failed(String(error))
  }
}
