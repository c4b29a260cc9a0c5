// Why something was not done: a status of HTTP, a reason for people, and a detail that begins with a code.

import { ModelError, RejectionError } from 'tidewheel'
import { HostError } from 'tidewheel/host'

/** What the server itself refuses. */
export class Refusal extends Error {
  constructor(status, code, message) {
    super(message)
    this.status = status
    this.code = code
  }
}

/** What a rejection of the engine says to who has chosen or done something. */
const REASONS = {
  notAllowed: 'You may not do this: it is for other people.',
  alreadyChosen: 'Somebody has chosen what to do next, and is at it.',
  unknownKey: 'This cannot be done any more: the request has moved on.',
  wrongKind: 'This is nothing that people choose.',
  instanceEnded: 'The request has come to its end.',
  notChosen: 'You have not chosen this, or your choice was given back meanwhile.',
  suspended: 'The request is stopped for now.',
}
const BAD_INPUT = new Set(['invalidEvent', 'invalidVariables', 'invalidTime', 'invalidArgument', 'tooLarge'])
const UNKNOWN = { unknownInstance: 'There is no such request.', unknownProcess: 'There is no such process.' }

/** `{ status, reason, detail }` of whatever was thrown, and the `diagnostics` of a model. */
export function refusalOf(error) {
  const { status, code, reason, message = error.message } = describe(error)
  const told = { status, reason, detail: `${code}: ${message}` }
  return error instanceof ModelError ? { ...told, diagnostics: error.diagnostics } : told
}

function describe(error) {
  if (error instanceof Refusal) return { status: error.status, code: error.code, reason: error.message }
  if (error instanceof ModelError) return { status: 400, code: error.code, reason: 'The definition cannot be run.' }
  if (error instanceof RejectionError || error instanceof HostError) return ofEngine(error)
  if (error.validation !== undefined) {
    return { status: 400, code: 'invalidInput', reason: 'What was sent is not what is asked for here.' }
  }
  // What Fastify refuses before anything of ours is asked.
  if (error.statusCode >= 400 && error.statusCode < 500) {
    return { status: error.statusCode, code: error.code ?? 'refused', reason: 'The call cannot be understood.' }
  }
  return { status: 500, code: 'internal', reason: 'Something went wrong in the server.', message: 'see its log' }
}

function ofEngine(error) {
  const { code } = error
  if (UNKNOWN[code] !== undefined) return { status: 404, code, reason: UNKNOWN[code] }
  if (BAD_INPUT.has(code)) return { status: 400, code, reason: 'What was sent cannot be taken.' }
  if (code === 'storeUnavailable') {
    return { status: 503, code, reason: 'The database cannot be reached; try again.' }
  }
  if (error instanceof RejectionError) {
    return { status: 409, code, reason: REASONS[code] ?? 'This cannot be done now.' }
  }
  return { status: 500, code, reason: 'Something went wrong in the server.' }
}
