import { linkTo } from '../address.mjs'
import { listed } from '../people.mjs'
import { fill, h } from '../ui/dom.mjs'
import { instant } from '../ui/time.mjs'
import { Acting } from './acting.mjs'
import { showBpmn } from './bpmn.mjs'
import { stateChip } from './chip.mjs'
import { dataTable } from './data-table.mjs'
import { Diagram } from '../diagram/diagram.mjs'
import { historyList } from './history.mjs'

/** All about one request. Its parts stay while it is shown, so that nobody's typing is lost when something happens. */
export class Detail {
  #element
  #model
  /** Whose request is shown, and all that is shown of it. */
  #id
  #key
  #head = h('header.head')
  #data = h('section.data', { 'aria-labelledby': 'data-title' })
  #history = h('section.history', { 'aria-labelledby': 'history-title' })
  #acting
  #diagram

  constructor(element, model) {
    this.#element = element
    this.#model = model
  }

  /** Shows something else than a request. */
  clear(...content) {
    this.#id = undefined
    fill(this.#element, content)
  }

  show() {
    const { shown, missing, requests, person } = this.#model
    if (shown === undefined) return this.clear(nothing(missing, requests.length))
    const id = JSON.stringify([person, shown.id])
    const key = JSON.stringify([person, shown])
    if (id !== this.#id) this.#open(id)
    // What somebody reads or marks is left alone where nothing has changed.
    else if (key === this.#key) return
    this.#key = key
    fill(this.#head, heading(shown, this.#model))
    this.#acting.show()
    this.#diagram.show(shown)
    fill(this.#history, h('h2', { id: 'history-title' }, 'History'), historyList(shown))
    fill(this.#data, h('h2', { id: 'data-title' }, 'Data'), dataTable(shown.requestData))
  }

  #open(id) {
    this.#id = id
    this.#acting = new Acting(this.#model)
    this.#diagram = new Diagram()
    const beside = h('.beside', {}, this.#diagram.element, this.#history)
    fill(this.#element, this.#head, this.#acting.element, beside, this.#data)
    for (const scrolled of [this.#element, document.documentElement]) scrolled.scrollTop = 0
  }
}

function heading(shown, { person }) {
  const others = shown.stakeholders?.filter((one) => one !== shown.requesterExterID) ?? []
  return [
    h('a.back', { href: linkTo({ person }) }, '‹ All requests'),
    h('.title-row', {}, h('h1', {}, shown.reqName || shown.procName), stateChip(shown)),
    h(
      'p.about',
      {},
      h('span', {}, shown.procName),
      h('span', {}, 'asked for by ', h('strong', {}, shown.requesterExterID), ', ', instant(shown.requestTime)),
      others.length > 0 && h('span', {}, 'also concerns ', h('strong', {}, listed(others))),
      h('button.link', { type: 'button', id: 'show-bpmn', onclick: () => showBpmn(shown) }, 'The process as BPMN'),
    ),
  ]
}

function nothing(missing, count) {
  if (missing) return h('.empty', {}, h('h1', {}, 'There is no such request'), h('p', {}, missing))
  const words =
    count === 0 ? 'You have no part in any request yet. Start one.' : 'Choose a request to see how it stands.'
  return h('.empty', {}, h('p', {}, words))
}
