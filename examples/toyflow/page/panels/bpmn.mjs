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
  const canvas = viewer.get('canvas')
  const { x, y, width, height } = canvas.viewbox().inner
  canvas.viewbox({ x: x - MARGIN, y: y - MARGIN, width: width + 2 * MARGIN, height: height + 2 * MARGIN })
  container.dataset.ready = ''
}
