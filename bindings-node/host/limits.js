import { InvalidArgumentError, TooLargeError } from './errors.js';

/** In bytes of UTF-8; a message is cut, everything else is refused. */
export const LIMITS = { id: 255, name: 255, message: 4000, variables: 1024 * 1024, snapshot: 16 * 1024 * 1024 };

/** A text that the caller gave, or nothing. */
export function text(value, what, limit) {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string' || value === '') throw new InvalidArgumentError(`the ${what} must be a text that is not empty`);
  const size = Buffer.byteLength(value);
  if (size > limit) throw new TooLargeError(what, size, limit);
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

/** As much of a message as there is room for. */
export function cut(message, limit) {
  const whole = String(message);
  if (Buffer.byteLength(whole) <= limit) return whole;
  // What is cut in the middle of a character reads as its replacement.
  return Buffer.from(whole).subarray(0, limit - 3).toString().replace(/\uFFFD+$/, '') + '…';
}
