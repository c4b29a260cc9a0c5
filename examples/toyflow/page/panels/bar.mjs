import { go, place } from '../address.mjs'
import { people } from '../people.mjs'
import { fill, h } from '../ui/dom.mjs'

const ELSE = ' else'

/** The bar at the top: who one is, and whether changes are heard of. */
export class Bar {
  #element
  #model
  #shown

  constructor(element, model) {
    this.#element = element
    this.#model = model
  }

  show() {
    const { processes, person, connected, trouble } = this.#model
    const known = people(processes)
    const key = JSON.stringify([known, person, connected, trouble])
    if (key === this.#shown) return
    this.#shown = key
    const focused = document.activeElement?.id
    fill(
      this.#element,
      h('a.brand', { href: '#' }, 'Requests'),
      (trouble || !connected) &&
        h('p.offline', { role: 'status' }, trouble ?? 'The server does not answer; what is shown may be old.'),
      person !== undefined && chooser(known, person),
    )
    if (focused) document.getElementById(focused)?.focus()
  }
}

function chooser(known, person) {
  const listed = known.some(({ id }) => id === person) ? known : [...known, { id: person, groups: [] }]
  const options = listed.map(({ id, groups }) =>
    h('option', { value: id, selected: id === person }, groups.length > 0 ? `${id} (${groups.join(', ')})` : id),
  )
  const onchange = ({ target }) =>
    target.value === ELSE ? go({ request: place().request }) : go({ person: target.value, request: place().request })
  return h(
    'label.who',
    {},
    h('span', {}, 'You are'),
    h('select', { id: 'person', onchange }, options, h('option', { value: ELSE }, 'somebody else…')),
  )
}
