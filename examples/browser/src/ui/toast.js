import { h } from './dom.js';

const SHOWN_MS = 6000;
const shelf = h('.toasts', { role: 'status', 'aria-live': 'polite' });

/** Says something in passing; `kind` is `info` or `error`. Saying the same again only renews it. */
export function toast(text, kind = 'info') {
  if (!shelf.isConnected) document.body.append(shelf);
  for (const old of shelf.children) if (old.textContent === text) old.remove();
  const note = h(`.toast.${kind}`, { onclick: () => note.remove() }, text);
  shelf.append(note);
  setTimeout(() => note.remove(), SHOWN_MS);
}
