// How instants and lengths of time are written.

import { h } from './dom.mjs'

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' })
const whole = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' })

/** An instant as an element: the time if it was today, else with the day; all of it where one points at it. */
export function instant(text, now = new Date()) {
  const at = new Date(text)
  if (Number.isNaN(at.getTime())) return h('span', {}, String(text))
  const today = at.toDateString() === now.toDateString()
  const short = today ? clock.format(at) : `${day.format(at)}, ${clock.format(at)}`
  return h('time', { datetime: at.toISOString(), title: whole.format(at) }, short)
}

const UNITS = { Y: 'year', M: 'month', W: 'week', D: 'day' }
const SMALL = { H: 'hour', M: 'minute', S: 'second' }

/** A length of time as ISO 8601 has it, in words: `P3DT4H` is "3 days 4 hours". What is none stays as it is. */
export function duration(text) {
  const found = /^P(?!$)([\d.YMWD]*)(?:T([\d.HMS]+))?$/.exec(text)
  if (!found) return text
  const words = [...parts(found[1], UNITS), ...parts(found[2] ?? '', SMALL)]
  return words.length > 0 ? words.join(' ') : text
}

function parts(text, units) {
  return [...text.matchAll(/([\d.]+)([A-Z])/g)].map(
    ([, count, unit]) => `${count} ${units[unit]}${count === '1' ? '' : 's'}`,
  )
}
