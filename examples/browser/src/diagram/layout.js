/** Does the file hold any drawn shape? */
export const hasDiagram = (xml) => /<(?:[\w.-]+:)?BPMNShape\b/.test(xml);

/** Lays a model out. The layout follows `incoming` and `outgoing` references, which many files leave out. */
export async function layOut(xml, engine) {
  const { layoutProcess } = await import('bpmn-auto-layout');
  return layoutProcess(engine.normalize(xml));
}
