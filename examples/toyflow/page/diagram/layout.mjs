// Where states and transitions lie.

import { Graph, layout } from '/vendor/dagre.mjs'
import { drawLines } from './lines.mjs'
import { block, stateLines, transitionLines } from './text.mjs'

const MARGIN = 12
const STATE = { paddingX: 20, paddingY: 12, narrowest: 90, sign: 16 }
const LABEL = { paddingX: 6, paddingY: 4 }

/** From the top down, from left to right, and where there is little room. Of those that fit the first is taken. */
export const WAYS = [
  { rankdir: 'TB', ranksep: 50, nodesep: 36, edgesep: 22, widest: 150 },
  { rankdir: 'LR', ranksep: 30, nodesep: 30, edgesep: 16, widest: 150 },
  { rankdir: 'TB', ranksep: 50, nodesep: 16, edgesep: 10, widest: 84 },
]

/**
 * The machine laid out in one of these ways:
 * `{ width, height, states: [{ state, text, x, y, width, height }], transitions: [{ transition, text, line, x, y, … }] }`.
 */
export function arrange(definition, { widest, ...spaces }) {
  const graph = new Graph({ multigraph: true })
  graph.setGraph({ marginx: MARGIN, marginy: MARGIN, ...spaces })
  for (const state of definition.states) graph.setNode(state.id, stateBox(state, widest))
  for (const transition of definition.transitions) {
    const { from, to, id } = transition
    graph.setEdge(from, to, transitionBox(definition, transition, widest), id)
  }
  layout(graph)
  const transitions = graph.edges().map((edge) => graph.edge(edge))
  drawLines(transitions, (id) => graph.node(id), spaces.rankdir)
  return { ...size(graph), states: graph.nodes().map((id) => graph.node(id)), transitions }
}

function stateBox(state, widest) {
  const text = block(stateLines(state), widest)
  const width = Math.max(STATE.narrowest, text.width + STATE.sign + 2 * STATE.paddingX)
  return { state, text, width, height: text.height + 2 * STATE.paddingY }
}

function transitionBox(definition, transition, widest) {
  const text = block(transitionLines(definition, transition), widest)
  const width = text.width + 2 * LABEL.paddingX
  return { transition, text, width, height: text.height + 2 * LABEL.paddingY, labelpos: 'c' }
}

/** The size of the whole, with what the library leaves out: labels and bends at the border. */
function size(graph) {
  const { width, height } = graph.graph()
  const boxes = graph.edges().map((edge) => graph.edge(edge))
  const right = boxes.flatMap((box) => [box.x + box.width / 2, ...box.points.map(({ x }) => x)])
  const below = boxes.flatMap((box) => [box.y + box.height / 2, ...box.points.map(({ y }) => y)])
  return {
    width: Math.max(width, ...right.map((x) => x + MARGIN)),
    height: Math.max(height, ...below.map((y) => y + MARGIN)),
  }
}
