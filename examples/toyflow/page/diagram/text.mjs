// What is written in a state and beside a transition, line by line, and how large that is.

import { nameOf } from '../people.mjs'
import { duration } from '../ui/time.mjs'

const FONTS = { name: '600 13px', action: '500 12px', group: '400 10.5px', note: '400 11.5px' }
const HEIGHTS = { name: 18, action: 16, group: 13, note: 16 }
/** What an action is drawn in, with room for its mark, and what is left between two of them. */
const PILL = { paddingX: 14, paddingY: 4, gap: 4 }

const canvas = document.createElement('canvas').getContext('2d')

function widthOf(kind, text) {
  canvas.font = `${FONTS[kind]} ${getComputedStyle(document.body).fontFamily}`
  return canvas.measureText(text).width
}

/**
 * Lines below one another: `{ width, height, lines }`, each line with `y`, its middle from the top. Texts that are wider than
 * `widest` are broken.
 */
export function block(lines, widest) {
  const sized = lines.flatMap((line) => (line.kind === 'pill' ? pill(line, widest) : broken(line, widest)))
  let height = 0
  for (const line of sized) {
    line.y = height + line.height / 2
    height += line.height
  }
  return { width: Math.max(0, ...sized.map(({ width }) => width)), height, lines: sized }
}

/** A block of its own within the block. */
function pill({ lines, key }, widest) {
  const text = block(lines, widest)
  const height = text.height + 2 * PILL.paddingY + PILL.gap
  return { kind: 'pill', key, text, width: text.width + 2 * PILL.paddingX, height, gap: PILL.gap }
}

function broken({ kind, text }, widest) {
  const lines = []
  for (const word of text.split(/[ \n\t]+/)) {
    const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word
    if (lines.length > 0 && widthOf(kind, longer) <= widest) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines.map((part) => ({ kind, text: part, width: widthOf(kind, part), height: HEIGHTS[kind] }))
}

/** Types that say more than the sign that the state is drawn with. */
const PLAIN = new Set(['start', 'normal', 'complete', 'denied', 'cancelled'])

export function stateLines({ id, name, type, activities = [] }) {
  const lines = [{ kind: 'name', text: name ?? id }]
  if (!PLAIN.has(type)) lines.push({ kind: 'note', text: type })
  for (const activity of activities) lines.push({ kind: 'note', text: `↯\u00a0${activity.id}` })
  return lines
}

export function transitionLines(definition, { id, name, actions = [], condition, timer, activities = [] }) {
  const lines = name ? [{ kind: 'name', text: name }] : []
  for (const action of actions)
    lines.push({ kind: 'pill', key: `${id}.${action}`, lines: actionLines(definition, action) })
  if (condition) lines.push({ kind: 'note', text: `if ${condition.replace(/^=\s*/, '')}` })
  if (timer) lines.push({ kind: 'note', text: timerText(timer) })
  for (const activity of activities) lines.push({ kind: 'note', text: `↯\u00a0${activity.id}` })
  return lines
}

function actionLines({ actions, groups }, id) {
  const group = actions.find((one) => one.id === id)?.group
  const name = { kind: 'action', text: nameOf(actions, id) }
  return group === undefined ? [name] : [name, { kind: 'group', text: nameOf(groups, group) }]
}

function timerText(timer) {
  if (timer.duration) return `after ${duration(timer.duration)}`
  const [said] = Object.values(timer)
  return `at ${said}`
}
