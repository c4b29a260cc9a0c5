import { linkTo } from '../address.mjs'
import { turn } from '../model.mjs'
import { listed } from '../people.mjs'
import { fill, h } from '../ui/dom.mjs'
import { instant } from '../ui/time.mjs'
import { stateChip } from './chip.mjs'
import { startRequest } from './start.mjs'

const PARTS = [
  { turns: ['mine', 'open'], title: 'Your turn', none: 'Nothing waits for you.' },
  { turns: ['waiting'], title: 'With others' },
  { turns: ['over'], title: 'Ended' },
]

/** The requests of a person: those that wait for them first. */
export class List {
  #element
  #model
  #key

  constructor(element, model) {
    this.#element = element
    this.#model = model
  }

  show() {
    const { requests, person, more, shown } = this.#model
    const key = JSON.stringify([requests, person, more, shown?.id])
    if (key === this.#key && this.#element.childElementCount > 0) return
    this.#key = key
    const newest = [...requests].sort((one, other) => (one.requestTime < other.requestTime ? 1 : -1))
    const rows = newest.map((request) => ({ request, is: turn(request, person) }))
    const focused = document.activeElement?.closest('#list [data-request], #list button')
    fill(
      this.#element,
      h('h1.unseen', {}, 'Your requests'),
      h(
        'button.primary.wide',
        { id: 'start-request', type: 'button', onclick: () => startRequest(this.#model) },
        'New request',
      ),
      PARTS.map((part) =>
        this.#part(
          part,
          rows.filter(({ is }) => part.turns.includes(is)),
        ),
      ),
      more && h('button.wide', { id: 'more', type: 'button', onclick: () => this.#model.showMore() }, 'Show more'),
    )
    this.#focus(focused)
  }

  #part({ title, none }, rows) {
    if (rows.length === 0 && none === undefined) return undefined
    return h(
      'section',
      {},
      h('h2', {}, title, ' ', rows.length > 0 && h('span.count', {}, rows.length)),
      rows.length === 0
        ? h('p.quiet', {}, none)
        : h(
            'ul',
            {},
            rows.map((row) => h('li', {}, this.#card(row))),
          ),
    )
  }

  #card({ request, is }) {
    const { person, shown } = this.#model
    const current = shown?.id === request.id
    return h(
      `a.card.${is}`,
      {
        href: linkTo({ person, request: request.id }),
        data: { request: request.id },
        'aria-current': current ? 'true' : undefined,
      },
      h('span.title', {}, request.reqName || request.procName),
      stateChip(request),
      h('span.note', {}, note(request, is)),
      h('span.when', {}, instant(request.requestTime)),
    )
  }

  /** What is drawn anew loses the focus, which belongs to the same request as before. */
  #focus(focused) {
    if (!focused) return
    const same = focused.id || `#list [data-request="${CSS.escape(focused.dataset.request)}"]`
    document.querySelector(focused.id ? `#${same}` : same)?.focus()
  }
}

function note(request, is) {
  if (is === 'mine') return 'You have begun; complete it or give it back'
  if (is === 'open')
    return `You may: ${listed([...new Set(request.requestActions.map(({ actionID, actionName }) => actionName || actionID))])}`
  if (is === 'over') return request.procName
  return request.blockedBy ? `${request.blockedBy.externalID} is at it` : 'Waits for others'
}
