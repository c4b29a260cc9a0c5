import { go } from '../address.mjs'
import * as api from '../api.mjs'
import { people } from '../people.mjs'
import { openDialog } from '../ui/dialog.mjs'
import { h } from '../ui/dom.mjs'
import { toast } from '../ui/toast.mjs'
import { DataForm } from './data-form.mjs'

/** Asks for all that a request needs, starts it and shows it. */
export function startRequest({ processes, person }) {
  openDialog('New request', (close) => form(processes, person, close), { kind: 'start' })
}

function form(processes, person, close) {
  const process = h(
    'select',
    { name: 'process', required: true },
    processes.map(({ procID, procName }) => h('option', { value: procID }, procName)),
  )
  const name = h('input', {
    name: 'name',
    maxlength: 200,
    autocomplete: 'off',
    autofocus: true,
    placeholder: 'what it is about',
  })
  const stakeholders = new Stakeholders(people(processes).filter(({ id }) => id !== person))
  const data = new DataForm()
  // Whoever presses twice means one request.
  const key = crypto.randomUUID()
  const onsubmit = async (event) => {
    event.preventDefault()
    const values = data.read()
    if (!values) return
    const what = { procID: process.value, externalID: person, stakeholders: stakeholders.read() }
    if (name.value.trim()) what.name = name.value.trim()
    if (Object.keys(values).length > 0) what.requestData = values
    try {
      const request = await api.start(what, key)
      close()
      go({ person, request })
    } catch (error) {
      toast(error.message, 'error')
    }
  }
  return h(
    'form',
    { onsubmit },
    h('label.field', {}, h('span', {}, 'Process'), process),
    h('label.field', {}, h('span', {}, 'Name'), name),
    stakeholders.element,
    h('fieldset', {}, h('legend', {}, 'Data'), data.element),
    h('.buttons', {}, h('button.primary', {}, 'Start it'), h('button', { type: 'button', onclick: close }, 'Cancel')),
  )
}

/** Whom else a request concerns: people that the definitions name, and others. */
class Stakeholders {
  #boxes
  #others = h('input', {
    name: 'others',
    autocomplete: 'off',
    placeholder: 'others, with commas between them',
    'aria-label': 'Other people',
  })

  constructor(known) {
    this.#boxes = known.map(({ id }) => h('input', { type: 'checkbox', name: 'stakeholder', value: id }))
    this.element = h(
      'fieldset',
      {},
      h('legend', {}, 'Whom else it concerns'),
      h(
        '.checks',
        {},
        this.#boxes.map((box) => h('label.check', {}, box, box.value)),
      ),
      this.#others,
    )
  }

  read() {
    const others = this.#others.value.split(',').map((one) => one.trim())
    const ticked = this.#boxes.filter(({ checked }) => checked).map(({ value }) => value)
    return [...new Set([...ticked, ...others.filter(Boolean)])]
  }
}
