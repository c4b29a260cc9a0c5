// The page: what is known goes into the panels, what people do goes to the server, and what happens there is seen here.

import { go, place } from './address.mjs'
import { follow } from './api.mjs'
import { Model } from './model.mjs'
import { Bar } from './panels/bar.mjs'
import { List } from './panels/list.mjs'
import { Detail } from './panels/detail.mjs'
import { welcome } from './panels/welcome.mjs'
import { fill } from './ui/dom.mjs'

const part = (id) => document.getElementById(id)
const model = new Model(show)
const bar = new Bar(part('bar'), model)
const list = new List(part('list'), model)
const detail = new Detail(part('detail'), model)

function show() {
  const { person, request } = place()
  document.body.dataset.view = person === undefined ? 'welcome' : request === undefined ? 'list' : 'request'
  document.title = [model.shown?.reqName, person, 'Requests'].filter(Boolean).join(' · ')
  bar.show()
  if (person === undefined) {
    fill(part('list'))
    detail.clear(welcome(model, (id) => go({ person: id, request })))
  } else {
    list.show()
    detail.show()
  }
  document.body.dataset.ready = ''
}

window.addEventListener('hashchange', async () => {
  // The link that skips to the request names an element, not a place.
  if (location.hash === '#detail') return history.replaceState(null, '', `#${lastPlace}`)
  await visit()
  focusShown()
})

/** Where what had the focus is not shown any more, as on a small screen, the focus is on what is. */
function focusShown() {
  if (document.activeElement !== document.body) return
  const [list, shown] = [part('list'), part('detail')]
  if (list.checkVisibility() !== shown.checkVisibility())
    (shown.checkVisibility() ? shown : list).focus({ preventScroll: true })
}

let lastPlace = ''

function visit() {
  lastPlace = location.hash.slice(1)
  return model.visit(place())
}

await visit()
follow(
  () => model.soon(),
  (connected) => model.setConnected(connected),
)
