import * as api from '../api.mjs'
import { openDialog } from '../ui/dialog.mjs'
import { fill, h } from '../ui/dom.mjs'

/** Left around a drawing, in its own units. */
const MARGIN = 20

/** Shows a process as the BPMN that it is run as. The library is loaded only then: it is larger than all else here. */
export function showBpmn({ procID, procName, version }) {
  const canvas = h('.bpmn-canvas', {}, h('p.quiet', {}, 'Loading…'))
  const save = h('p', {})
  const dialog = openDialog(`${procName} as BPMN`, () => h('.bpmn', {}, canvas, save), { kind: 'wide' })
  show().catch((error) => fill(canvas, h('p.error', { role: 'alert' }, `It cannot be shown: ${error.message}`)))

  async function show() {
    const [xml] = await Promise.all([api.bpmn(procID, version), import('/vendor/bpmn-js.mjs')])
    const href = URL.createObjectURL(new Blob([xml], { type: 'application/xml' }))
    fill(save, h('a', { href, download: `${procID}.bpmn` }, 'Save the file'))
    dialog.addEventListener('close', () => URL.revokeObjectURL(href))
    if (dialog.open) await draw(xml, canvas, dialog)
  }
}

async function draw(xml, container, dialog) {
  fill(container)
  // The library is written for scripts and leaves its class in the global scope.
  const viewer = new globalThis.BpmnJS({ container })
  dialog.addEventListener('close', () => viewer.destroy())
  await viewer.importXML(xml)
  showAll(viewer.get('canvas'))
  container.dataset.ready = ''
}

/** All of the drawing, in the middle. */
function showAll(canvas) {
  const { inner, outer } = canvas.viewbox()
  const scale = Math.min(1, outer.width / (inner.width + 2 * MARGIN), outer.height / (inner.height + 2 * MARGIN))
  const [width, height] = [outer.width / scale, outer.height / scale]
  canvas.viewbox({ x: inner.x - (width - inner.width) / 2, y: inner.y - (height - inner.height) / 2, width, height })
}
