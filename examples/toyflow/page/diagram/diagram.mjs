import { nameOf } from '../people.mjs'
import { fill, h } from '../ui/dom.mjs'
import { draw } from './draw.mjs'
import { arrange, WAYS } from './layout.mjs'
import { marksOf } from './marks.mjs'

/** Smaller than this it could not be read; then it is scrolled. */
const SMALLEST = 0.72
/** What a drawing should not be higher than, if it can be wider instead. */
const HIGHEST = 680

/** The state machine of a request, with where it is and how it came there. */
export class Diagram {
  #frame = h('.frame', { tabindex: 0, role: 'group', 'aria-label': 'State diagram' })
  #definition
  #arranged
  #last
  #place

  constructor() {
    this.element = h(
      'section.diagram',
      { 'aria-labelledby': 'diagram-title' },
      h('h2', { id: 'diagram-title' }, 'States'),
      this.#frame,
      legend(),
    )
    new ResizeObserver(() => this.#draw()).observe(this.#frame)
  }

  show(request) {
    const { definition } = request
    if (definition !== this.#definition) this.#arranged = WAYS.map((way) => arrange(definition, way))
    this.#definition = definition
    this.#last = { request, marks: marksOf(request) }
    this.#draw()
  }

  #draw() {
    const room = this.#frame.clientWidth
    if (!this.#last || room === 0) return
    const { request, marks } = this.#last
    const state = nameOf(this.#definition.states, request.currStateID)
    const fitting = ({ width, height }) => Math.min(1, room / width, Math.max(HIGHEST / height, SMALLEST))
    const best = this.#arranged.reduce((one, other) => (fitting(other) > fitting(one) ? other : one))
    const scale = Math.max(fitting(best), SMALLEST)
    const drawing = draw(best, marks, `The states of ${this.#definition.name ?? this.#definition.id}; now: ${state}`)
    drawing.style.width = `${Math.floor(best.width * scale)}px`
    const { scrollLeft, scrollTop } = this.#frame
    fill(this.#frame, drawing)
    this.#frame.scrollTo(scrollLeft, scrollTop)
    this.#look(best, scale, marks.current)
  }

  /** Where there is more than fits, the state that it is in is in the middle, until one looks elsewhere. */
  #look({ states }, scale, current) {
    const place = `${current} ${scale}`
    if (place === this.#place) return
    this.#place = place
    const { x, y } = states.find(({ state }) => state.id === current)
    this.#frame.scrollTo(x * scale - this.#frame.clientWidth / 2, y * scale - this.#frame.clientHeight / 2)
  }
}

function legend() {
  const item = (kind, text) => h('li', {}, h(`span.key.${kind}`, { 'aria-hidden': 'true' }), text)
  return h(
    'ul.legend',
    { 'aria-label': 'Marks in the diagram' },
    item('now', 'now'),
    item('way', 'the way taken'),
    item('mine', 'yours to choose'),
    item('chosen', 'somebody is at it'),
    item('done', 'done'),
  )
}
