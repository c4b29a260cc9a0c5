import { h } from '../ui/dom.mjs'
import { read, shown } from '../values.mjs'

/** Fields for key-values: those that there are can be changed, others can be added. */
export class DataForm {
  #given
  #rows = h('.rows')
  #error = h('p.error', { role: 'alert', hidden: true })

  constructor(given = {}) {
    this.#given = given
    const add = h(
      'button.quiet',
      { type: 'button', data: { add: 'value' }, onclick: () => this.#add().focus() },
      '+ Add a value',
    )
    const hint = h('p.hint', {}, 'Numbers, true, false, lists and objects are written as in JSON; all else is text.')
    this.element = h('.data-form', {}, this.#rows, this.#error, add, hint)
    for (const [name, value] of Object.entries(given)) this.#rows.append(known(name, value))
    if (Object.keys(given).length === 0) this.#add()
  }

  /** What was changed or added; undefined, and the reason shown, where a name is missing or there twice. */
  read() {
    const changed = []
    const names = new Set(Object.keys(this.#given))
    for (const row of this.#rows.children) {
      const [text, field] = ['textarea', 'input'].map((kind) => row.querySelector(kind))
      const value = read(text.value)
      if (!field) {
        if (text.value !== text.defaultValue) changed.push([row.dataset.key, value])
        continue
      }
      const name = field.value.trim()
      if (name === '' && value === '') continue
      if (name === '') return this.#refuse(field, 'A value needs a name.')
      if (names.has(name)) return this.#refuse(field, `There is a value with the name “${name}” already.`)
      names.add(name)
      changed.push([name, value])
    }
    this.#error.hidden = true
    return Object.fromEntries(changed)
  }

  #add() {
    const name = h('input', {
      'aria-label': 'Name of the new value',
      placeholder: 'name',
      autocomplete: 'off',
      spellcheck: 'false',
    })
    const remove = () => row.remove()
    const row = h(
      '.row.new',
      {},
      name,
      h('textarea', { rows: 1, 'aria-label': 'The new value', placeholder: 'value', spellcheck: 'false' }),
      h('button.quiet.cross', { type: 'button', 'aria-label': 'Leave this value out', onclick: remove }, '×'),
    )
    this.#rows.append(row)
    return name
  }

  #refuse(field, reason) {
    this.#error.textContent = reason
    this.#error.hidden = false
    field.focus()
    return undefined
  }
}

function known(name, value) {
  const text = h('textarea', { rows: 1, spellcheck: 'false' })
  text.defaultValue = shown(value)
  return h('label.row', { data: { key: name } }, h('span.key', {}, name), text)
}
