/** Does the file hold any drawn shape? */
export const hasDiagram = (xml) => /<(?:[\w.-]+:)?BPMNShape\b/.test(xml);

/**
 * Lays a model out. The layout follows `incoming` and `outgoing` references, which many files leave out.
 *
 * @param process id of the one to be drawn, where there are several
 */
export async function layOut({ xml, elements, processes }, engine, process) {
  const { layoutProcess } = await import('bpmn-auto-layout');
  const text = withFirst(process, engine.normalize(xml));
  const roots = new Set(processes.map(({ id }) => id));
  const scopes = [...new Set(elements.map(({ scope }) => scope))].filter((id) => !roots.has(id));
  try {
    return await layoutProcess(expanded(text, scopes));
  } catch {
    return layoutProcess(text);
  }
}

/** The layout draws only the first process of a file. */
function withFirst(id, xml) {
  const file = new DOMParser().parseFromString(xml, 'text/xml');
  const all = [...file.getElementsByTagNameNS('*', 'process')];
  const wanted = all.find((process) => process.getAttribute('id') === id);
  if (!wanted || wanted === all[0]) return xml;
  all[0].before(wanted);
  return new XMLSerializer().serializeToString(file);
}

/** The layout draws what is inside of a subprocess only where a shape says that it is expanded. */
function expanded(xml, scopes) {
  const shapes = scopes.map((id) => `<di:BPMNShape id="expanded-${id}" bpmnElement="${id}" isExpanded="true" />`);
  const diagram = `<di:BPMNDiagram xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI"><di:BPMNPlane>${shapes.join('')}</di:BPMNPlane></di:BPMNDiagram>`;
  return scopes.length === 0 ? xml : xml.replace(/<\/(?:[\w.-]+:)?definitions>\s*$/, (end) => diagram + end);
}
