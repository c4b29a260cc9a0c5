import { h } from '../ui/dom.mjs'
import { instant } from '../ui/time.mjs'

const SAID = {
  started: () => ['started the request'],
  chosen: (action) => ['began ', h('em', {}, action)],
  released: (action) => ['gave back ', h('em', {}, action)],
  completed: (action) => ['completed ', h('em', {}, action)],
}

/** Who did what when, and what followed from it; the newest first. */
export function historyList({ history, activities = [] }) {
  const notes = activities.map((activity) => ({ kind: 'activity', ...activity }))
  // Of what happened at one time, side effects come after what caused them: sorting keeps the order.
  const entries = [...history, ...notes].sort((one, other) => compare(one.time, other.time))
  return h('ol.lines', { reversed: true }, entries.reverse().map(line))
}

const compare = (one, other) => Number(one > other) - Number(one < other)

function line(entry) {
  return h(
    `li.${entry.kind}`,
    { data: { type: entry.stateType } },
    h('span.what', {}, what(entry)),
    instant(entry.time),
  )
}

function what(entry) {
  const { kind, externalID, actionName } = entry
  if (kind === 'state') return ['is now ', h('em', {}, entry.stateName)]
  if (kind === 'activity') return ['carried out ', h('em', {}, entry.activityID)]
  if (externalID === null) return [h('em', {}, actionName), ' was held for too long and is open again']
  return [h('strong', {}, externalID), ' ', SAID[kind](actionName)]
}
