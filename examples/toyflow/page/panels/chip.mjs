import { h } from '../ui/dom.mjs'

/** The signs of the types of states, so that colour is not all that tells them apart. */
export const SIGNS = { start: '●', complete: '✓', denied: '✕', cancelled: '⊘' }

/** The state of a request as a small label. */
export function stateChip({ currStateID, currStateName, currStateType }) {
  const sign = SIGNS[currStateType]
  return h(
    'span.chip',
    { data: { type: currStateType, state: currStateID } },
    sign && h('span', { 'aria-hidden': 'true' }, sign),
    currStateName || currStateID,
  )
}
