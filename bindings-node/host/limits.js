import { InvalidArgumentError, TooLargeError } from './errors.js';

/**
 * How large things may be, in bytes of UTF-8. A message of a failure or a reason is cut; everything else that is too
 * large is refused.
 *
 * - `id`: ids of instances and events, business keys, names of deployments;
 * - `key`: what rows are found by: names of messages, correlation keys, assignees;
 * - `variables`: the variables of one call, as JSON text;
 * - `message`: messages of failures and reasons, in characters;
 * - `snapshot`: the state of an instance, as JSON text.
 */
export const LIMITS = { id: 255, key: 736, variables: 1_000_000, message: 4000, snapshot: 16_000_000 };

/** A text that the caller gave; null where it is left out. */
export function text(value, what, limit) {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string' || value === '' || value.includes('\0')) {
    throw new InvalidArgumentError(`the ${what} must be a text that is not empty and has no NUL in it`);
  }
  const size = Buffer.byteLength(value);
  if (size > limit) throw new TooLargeError(what, size, limit);
  return value;
}

/** A text that the caller must give. */
export function required(value, what, limit) {
  const given = text(value, what, limit);
  if (given === null) throw new InvalidArgumentError(`the ${what} is missing`);
  return given;
}

/** Variables that the caller gave; nothing where they are left out. */
export function variables(value, limit) {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'object' || Array.isArray(value)) throw new InvalidArgumentError('variables must be an object');
  json(value, 'variables', limit);
  return value;
}

/** JSON text of what the caller gave. */
export function json(value, what, limit) {
  let written;
  try {
    written = JSON.stringify(value);
  } catch (cause) {
    throw new InvalidArgumentError(`the ${what} cannot be written as JSON: ${cause.message}`);
  }
  if (written === undefined) throw new InvalidArgumentError(`the ${what} cannot be written as JSON`);
  const size = Buffer.byteLength(written);
  if (size > limit) throw new TooLargeError(what, size, limit);
  return written;
}

/** Refuses a step that opens something that no index takes: some databases cannot index more. */
export function checkOpened(opened, limit) {
  for (const duty of opened) {
    const { element, name, correlation, assignee, lane, candidates = [] } = duty;
    const texts = [
      ['name', name],
      ['correlation key', correlation],
      ['assignee', assignee],
      ['lane', lane],
    ];
    for (const candidate of candidates) texts.push(['candidate', candidate.name]);
    for (const [what, value] of texts) {
      // No character takes more than three bytes for each of its units.
      if (value === undefined || value.length * 3 <= limit) continue;
      const size = Buffer.byteLength(value);
      if (size > limit) throw new TooLargeError(`${what} of \`${element}\``, size, limit);
    }
  }
}

/** As much of a message as there is room for. */
export function cut(message, limit) {
  const whole = [...String(message)];
  return whole.length <= limit ? whole.join('') : `${whole.slice(0, limit - 1).join('')}…`;
}
