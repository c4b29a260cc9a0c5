// A machine that has been laid out, as SVG.

import { SIGNS } from '../panels/chip.mjs'
import { s } from '../ui/dom.mjs'

/** The drawing of a machine with its marks; `title` says in words what it shows. */
export function draw(arranged, marks, title) {
  const { width, height, states, transitions } = arranged
  // What was taken lies above what was not.
  const order = [...transitions].sort((one, other) => Number(taken(one, marks)) - Number(taken(other, marks)))
  return s(
    'svg.machine',
    { viewBox: `0 0 ${Math.ceil(width)} ${Math.ceil(height)}`, role: 'img', 'aria-label': title },
    s('defs', {}, arrow('arrow'), arrow('arrow-taken')),
    order.map((transition) => drawLine(transition, marks)),
    states.map((state) => drawState(state, marks)),
    order.map((transition) => drawLabel(transition, marks)),
  )
}

const taken = ({ transition }, marks) => marks.taken.has(transition.id)

function arrow(id) {
  const path = s('path', { d: 'M 0 1 L 9 5 L 0 9 z' })
  const form = {
    id,
    viewBox: '0 0 10 10',
    refX: 9,
    refY: 5,
    markerWidth: 8,
    markerHeight: 8,
    markerUnits: 'userSpaceOnUse',
    orient: 'auto',
  }
  return s(`marker.${id}`, form, path)
}

function drawLine(box, marks) {
  const { transition, line } = box
  const classes = taken(box, marks) ? 'path.line.taken' : 'path.line'
  const end = taken(box, marks) ? 'url(#arrow-taken)' : 'url(#arrow)'
  return s(classes, { d: line, 'marker-end': end, data: { transition: transition.id } })
}

function drawState({ state, text, x, y, width, height }, marks) {
  const current = marks.current === state.id
  const visited = marks.visited.has(state.id)
  const sign = SIGNS[state.type]
  const classes = ['g', 'state', current && 'current', visited && 'visited'].filter(Boolean).join('.')
  const left = x - width / 2
  const middle = left + (width + (sign ? 16 : 0)) / 2
  return s(
    classes,
    { data: { state: state.id, type: state.type } },
    s('title', {}, spoken(state, current, marks.visited.get(state.id))),
    current && s('rect.halo', { ...rect(x, y, width + 10, height + 10), rx: 15 }),
    s('rect.box', { ...rect(x, y, width, height), rx: 11 }),
    sign && s('text.sign', { x: left + 18, y }, sign),
    text.lines.map((line) => s(`text.${line.kind}`, { x: middle, y: y - text.height / 2 + line.y }, line.text)),
  )
}

function spoken({ name, id, type }, current, visits = 0) {
  const times = visits > 1 ? `, entered ${visits} times` : ''
  return `${name ?? id} (${type})${current ? ', the current state' : ''}${times}`
}

function drawLabel(box, marks) {
  const { transition, text, x, y } = box
  const count = marks.taken.get(transition.id)
  const top = y - text.height / 2
  return s(
    count ? 'g.label.taken' : 'g.label',
    { data: { transition: transition.id } },
    s('title', {}, count ? `taken ${count === 1 ? 'once' : `${count} times`}` : 'not taken'),
    text.lines.map((line) => (line.kind === 'pill' ? pill(line, x, top, marks) : written(line, x, top))),
  )
}

/** Text on a line, which is not seen through it. */
function written(line, x, top) {
  const { kind, text, width, height, y } = line
  return [s('rect.ground', rect(x, top + y, width + 6, height)), s(`text.${kind}`, { x, y: top + y }, text)]
}

const MARKS = { done: '✓', chosen: '…', mine: '›' }

function pill({ text, key, width, height, gap, y }, x, top, marks) {
  const { is, by } = marks.actions.get(key) ?? { is: 'closed' }
  const from = top + y - text.height / 2
  return s(
    'g.action',
    { data: { action: key, is, by } },
    by && s('title', {}, `${is === 'done' ? 'completed' : 'chosen'} by ${by}`),
    s('rect', { ...rect(x, top + y, width, height - gap), rx: 11 }),
    text.lines.map((line) => s(`text.${line.kind}`, { x, y: from + line.y }, line.text)),
    MARKS[is] && s('text.mark', { x: x - width / 2 + 8, y: top + y }, MARKS[is]),
  )
}

const rect = (x, y, width, height) => ({ x: x - width / 2, y: y - height / 2, width, height })
