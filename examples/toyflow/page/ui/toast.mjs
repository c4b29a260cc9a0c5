import { h } from './dom.mjs'

const SHOWN_MS = 7000
const shelf = h('.toasts', { role: 'status', 'aria-live': 'polite' })

/** Says something in passing; `kind` is `info` or `error`. Saying the same again only renews it. */
export function toast(text, kind = 'info') {
  // What is modal lies above all else of the page, so the shelf has to lie within.
  const place = document.querySelector('dialog[open]') ?? document.body
  if (shelf.parentNode !== place) place.append(shelf)
  for (const old of [...shelf.children]) if (old.textContent === text) old.remove()
  const note = h(`p.toast.${kind}`, { onclick: () => note.remove() }, text)
  shelf.append(note)
  setTimeout(() => note.remove(), SHOWN_MS)
}
