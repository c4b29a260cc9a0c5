// The lines of transitions: from the border of one state through the middle of the label to the border of the next.

/** What a line keeps from the corner of a state. */
const CORNER = 12
/** How far apart the two halves of a loop are. */
const GAP = 7

/** Along which axis the machine grows, and how wide a box is across it. */
const AXES = {
  TB: { along: 'y', across: 'x', length: 'height', breadth: 'width' },
  LR: { along: 'x', across: 'y', length: 'width', breadth: 'height' },
}

/** Sets `line`, the path to draw, of each transition. `node` gives the box of a state. */
export function drawLines(transitions, node, direction) {
  const axes = AXES[direction]
  const loops = transitions.filter(({ transition }) => transition.from === transition.to)
  for (const box of loops) box.line = loop(node(box.transition.from), box)
  const others = transitions.filter((box) => !loops.includes(box))
  const ends = others.flatMap((box) => endsOf(box, node, axes))
  for (const side of new Set(ends.map((end) => end.side)))
    spread(
      ends.filter((end) => end.side === side),
      axes,
    )
  for (const box of others) {
    const [start, end] = ends.filter((one) => one.box === box)
    const between = box.points.slice(1, -1).flatMap((point) => throughLabel(point, box, axes))
    box.line = curve([start.point, ...between, end.point], axes)
  }
}

/** Both ends of a transition: at which side of which state, and towards which place the line goes from there. */
function endsOf(box, node, { along }) {
  const { from, to } = box.transition
  return [
    [from, box.points[1]],
    [to, box.points.at(-2)],
  ].map(([id, towards]) => {
    const state = node(id)
    const after = towards[along] > state[along]
    return { box, state, towards, after, side: `${id} ${after}` }
  })
}

/** Lines that meet at one side of a state are spread over it in the order in which they leave. */
function spread(ends, { along, across, length, breadth }) {
  const [{ state, after }] = ends
  const room = state[breadth] - 2 * CORNER
  const sorted = ends.sort((one, other) => one.towards[across] - other.towards[across])
  sorted.forEach((end, index) => {
    end.point = {
      [across]: state[across] - room / 2 + (room * (index + 0.5)) / sorted.length,
      [along]: state[along] + (after ? 1 : -1) * (state[length] / 2),
    }
  })
}

/** The line goes into the middle of the label at one side, and out of it at the other. */
function throughLabel(point, box, { along, length }) {
  const from = Math.sign(box.points.at(-1)[along] - box.points[0][along]) * (box[length] / 2)
  if (Math.hypot(point.x - box.x, point.y - box.y) > 1) return [point]
  return [-from, from].map((step) => ({ ...point, [along]: point[along] + step }))
}

/** A smooth line through all points that leaves each of them along the axis. */
function curve([first, ...rest], { along, across }) {
  const at = (point) => `${round(point.x)} ${round(point.y)}`
  let before = first
  const parts = rest.map((point) => {
    const middle = (before[along] + point[along]) / 2
    const bend = (side) => at({ [along]: middle, [across]: side[across] })
    const part = `C ${bend(before)} ${bend(point)} ${at(point)}`
    before = point
    return part
  })
  return `M ${at(first)} ${parts.join(' ')}`
}

/** A line out to the label and back, whether that lies beside the state or below it. */
function loop(state, { x, y }) {
  if (Math.abs(x - state.x) > Math.abs(y - state.y)) {
    const border = state.x + (Math.sign(x - state.x) * state.width) / 2
    return `M ${round(border)} ${round(y - GAP)} H ${round(x)} V ${round(y + GAP)} H ${round(border)}`
  }
  const border = state.y + (Math.sign(y - state.y) * state.height) / 2
  return `M ${round(x - GAP)} ${round(border)} V ${round(y)} H ${round(x + GAP)} V ${round(border)}`
}

const round = (number) => Math.round(number * 10) / 10
