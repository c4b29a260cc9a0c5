import * as api from '../api.mjs'
import { nameOf } from '../people.mjs'
import { fill, h } from '../ui/dom.mjs'
import { toast } from '../ui/toast.mjs'
import { DataForm } from './data-form.mjs'

/** What the person may do now in the request that is shown: choose an action, then complete it or give it back. */
export class Acting {
  #model
  #key
  /** The choice that the person holds, and that which the person is about to end. */
  #held
  #ending
  /** Whether the person waits to have chosen something. */
  #choosing = false
  element = h('section.acting', { 'aria-label': 'What you may do now', tabindex: -1 })

  constructor(model) {
    this.#model = model
  }

  show() {
    const { shown, person } = this.#model
    const { blockedBy, requestActions: actions } = shown
    const mine = blockedBy?.externalID === person
    const key = JSON.stringify([person, shown.currStateID, blockedBy, actions])
    if (key === this.#key) return
    this.#key = key
    const ended = this.#hold(mine ? blockedBy.requestActionID : undefined)
    this.element.dataset.is = mine ? 'mine' : blockedBy ? 'blocked' : actions.length > 0 ? 'open' : 'none'
    // What one has begun oneself need not be read out: the focus goes there.
    this.element.ariaLive = mine ? 'off' : 'polite'
    fill(this.element, mine ? this.#form(shown) : blockedBy ? blocked(shown) : this.#choices(shown))
    this.#focus(ended)
  }

  /** Says so when a choice is gone without the person's doing; returns whether the person has ended one. */
  #hold(choice) {
    const [before, ending] = [this.#held, this.#ending]
    if (choice === before) return false
    this.#held = choice
    this.#ending = undefined
    if (before === undefined) return false
    if (ending !== before) toast('You do not hold your choice any more: its time is over, or the request has moved on.')
    return ending === before
  }

  /** What had the focus has gone with what was done: it goes on where one goes on. */
  #focus(ended) {
    if (this.#choosing && this.#held !== undefined) {
      this.#choosing = false
      this.element.querySelector('textarea, input')?.focus()
    } else if (ended) {
      this.element.focus({ preventScroll: true })
    }
  }

  #choices(shown) {
    const { requestActions: actions, ended } = shown
    if (ended) return h('p.quiet', {}, 'This request has ended; nobody can do anything more.')
    if (actions.length === 0) return h('p.quiet', {}, waitsFor(shown))
    return [
      h('h2', {}, 'You may now'),
      h(
        '.buttons',
        {},
        actions.map((action) => this.#choice(shown, action)),
      ),
    ]
  }

  #choice(shown, { id, actionID, actionName, nextStateID }) {
    const next = nameOf(shown.definition.states, nextStateID)
    const choose = () => {
      this.#choosing = true
      return this.#try(() => api.choose(this.#model.person, shown.id, id))
    }
    return h(
      'button.choice',
      { type: 'button', data: { action: actionID, next: nextStateID }, onclick: choose },
      h('strong', {}, actionName || actionID),
      ' ',
      nextStateID && h('span', {}, `to ${next}`),
    )
  }

  #form({ id, blockedBy, requestData, definition }) {
    const { requestActionID: action, actionID } = blockedBy
    const { person } = this.#model
    const fields = new DataForm(requestData)
    const onsubmit = (event) => {
      event.preventDefault()
      const values = fields.read()
      if (values) this.#try(() => api.complete(person, id, action, values))
    }
    const giveBack = () => this.#try(() => api.giveBack(person, id, action))
    return h(
      'form',
      { onsubmit, novalidate: true },
      h('h2', {}, 'You are at: ', h('em', {}, nameOf(definition.actions, actionID))),
      h('p.hint', {}, 'Nobody else can act until you complete it or give it back.'),
      fields.element,
      h(
        '.buttons',
        {},
        h('button.primary', { data: { do: 'complete' } }, 'Complete'),
        h('button', { type: 'button', data: { do: 'give-back' }, onclick: giveBack }, 'Give back'),
      ),
    )
  }

  /** Does something on the server; what it refuses is said, and in any case one looks at how things stand now. */
  async #try(act) {
    if (this.element.ariaBusy === 'true') return
    this.element.ariaBusy = 'true'
    this.#ending = this.#held
    try {
      await act()
    } catch (error) {
      this.#ending = undefined
      this.#choosing = false
      toast(explain(error), 'error')
    } finally {
      await this.#model.refresh()
      this.element.ariaBusy = 'false'
    }
  }
}

function explain(error) {
  return error instanceof api.Refusal ? error.message : 'The server could not be reached. Try again.'
}

function blocked({ blockedBy, definition }) {
  const action = nameOf(definition.actions, blockedBy.actionID)
  return h(
    'p.blocked',
    {},
    h('strong', {}, blockedBy.externalID),
    ` is at “${action}” just now. Nobody else can act until it is completed or given back.`,
  )
}

/** Who can go on where the person cannot. */
function waitsFor({ currStateID, definition }) {
  const open = definition.transitions.filter(({ from }) => from === currStateID)
  const groups = open
    .flatMap(({ actions = [] }) => actions)
    .map((id) => definition.actions.find((one) => one.id === id)?.group)
  const names = [...new Set(groups.filter(Boolean))].map((id) => nameOf(definition.groups, id))
  return names.length > 0 ? `You can do nothing now; it is with: ${names.join(', ')}.` : 'You can do nothing now.'
}
