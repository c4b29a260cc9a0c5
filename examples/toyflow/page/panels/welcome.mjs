import { people } from '../people.mjs'
import { h } from '../ui/dom.mjs'

/** Asks who somebody is; `chosen` gets the answer. There is no proof of it here: that is a matter of the application. */
export function welcome({ processes }, chosen) {
  const cards = people(processes).map(({ id, groups }) =>
    h(
      'li',
      {},
      h(
        'button.person',
        { type: 'button', data: { person: id }, onclick: () => chosen(id) },
        h('strong', {}, id),
        h('span', {}, groups.join(', ')),
      ),
    ),
  )
  const field = h('input', {
    name: 'person',
    required: true,
    maxlength: 100,
    autocomplete: 'off',
    placeholder: 'a name',
  })
  const onsubmit = (event) => {
    event.preventDefault()
    if (field.value.trim()) chosen(field.value.trim())
  }
  return h(
    'section.welcome',
    {},
    h('h1', {}, 'Who are you?'),
    h(
      'p',
      {},
      'Everybody sees the requests they have a part in, and the actions that are theirs. Each tab can be a person of its own.',
    ),
    h('ul.people', {}, cards),
    h(
      'form.somebody',
      { onsubmit },
      h('label.field', {}, h('span', {}, 'Somebody else'), field),
      h('button', {}, 'Go on'),
    ),
  )
}
