import { h } from './dom.mjs'

/** Shows something above the page, until it is closed by its cross, by Escape, or by `close()`. */
export function openDialog(title, content, { kind = '' } = {}) {
  const close = () => dialog.close()
  const dialog = h(
    `dialog.${kind}`,
    { 'aria-labelledby': 'dialog-title', onclose: () => dialog.remove() },
    h(
      'header',
      {},
      h('h2', { id: 'dialog-title' }, title),
      h('button.quiet.cross', { type: 'button', 'aria-label': 'Close', onclick: close }, '×'),
    ),
    content(close),
  )
  document.body.append(dialog)
  dialog.showModal()
  return dialog
}
