// Values of the request's data as text that a person can read and change.

/** What a text stands for: a number, true, false, null, a list or an object where it is written as JSON, else itself. */
export function read(text) {
  const trimmed = text.trim()
  try {
    const value = JSON.parse(trimmed)
    // A long row of digits is the number of something, not an amount, and would lose its end.
    return Number.isInteger(value) && !Number.isSafeInteger(value) ? text : value
  } catch {
    return text
  }
}

/** The text that reads as a value: a text as it is, in quotes only where it would read as something else. */
export function shown(value) {
  return typeof value === 'string' && read(value) === value ? value : JSON.stringify(value)
}
