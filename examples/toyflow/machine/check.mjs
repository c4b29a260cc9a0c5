import { Definition, ModelError } from 'tidewheel'

/** `{ findings, summary }`: all that is wrong with a file or worth a remark, and what it is if it can be run. */
export function check({ json, place, findings }) {
  if (json === undefined) return { findings }
  if (!json.trimStart().startsWith('{')) {
    const message = 'a state machine is an object, and begins with `{`'
    return { findings: [...findings, { severity: 'error', code: 'notAMachine', message, line: 1, column: 1 }] }
  }
  const diagnostics = diagnose(json)
  // What the engine says of places is about the JSON that was made of the file.
  const placed = place ? diagnostics.map((one) => ({ ...one, ...placeOf(one, place) })) : diagnostics
  return {
    findings: inOrder([...findings, ...placed]),
    summary: placed.some(isError) ? undefined : summary(JSON.parse(json)),
  }
}

/** As one meets them from the top of the file on. */
const inOrder = (findings) =>
  findings.sort((one, other) => (one.line ?? 0) - (other.line ?? 0) || (one.column ?? 0) - (other.column ?? 0))

const isError = ({ severity }) => severity === 'error'

function diagnose(json) {
  try {
    const definition = Definition.parse(json)
    const { diagnostics } = definition
    definition.free()
    return diagnostics
  } catch (error) {
    if (error instanceof ModelError) return error.diagnostics
    throw error
  }
}

const placeOf = ({ path }, place) => (path === undefined ? { line: undefined, column: undefined } : place(path))

function summary({ name, id, states = [], transitions = [] }) {
  const count = (list, word) => `${list.length} ${word}${list.length === 1 ? '' : 's'}`
  return `${name ?? id}, ${count(states, 'state')}, ${count(transitions, 'transition')}`
}
