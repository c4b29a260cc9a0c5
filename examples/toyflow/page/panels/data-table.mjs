import { h } from '../ui/dom.mjs'
import { shown } from '../values.mjs'

/** The data of a request, for reading. */
export function dataTable(data) {
  const names = Object.keys(data)
  if (names.length === 0) return h('p.quiet', {}, 'There is none yet: who completes an action may add some.')
  return h(
    'dl.values',
    {},
    names.map((name) => h('.pair', {}, h('dt', {}, name), h('dd', { data: { key: name } }, shown(data[name])))),
  )
}
