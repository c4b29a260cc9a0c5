// Small models for the tests.
import { readFileSync } from 'node:fs';

const OPEN =
  '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"' +
  ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"' +
  ' targetNamespace="urn:test">';

/** A file with these contents of a process, and what stands beside it. */
export const model = (body, { process = 'order', beside = '', attributes = '' } = {}) =>
  `${OPEN}${beside}<process id="${process}" isExecutable="true" ${attributes}>${body}</process></definitions>`;

/** A file with several processes as they are. */
export const file = (...parts) => `${OPEN}${parts.join('')}</definitions>`;

let flows = 0;

/** Nodes one after the other, by their XML. */
export function chain(...nodes) {
  const ids = nodes.map((node) => /id="([^"]+)"/.exec(node)[1]);
  const links = ids
    .slice(1)
    .map((id, n) => `<sequenceFlow id="flow${(flows += 1)}" sourceRef="${ids[n]}" targetRef="${id}"/>`);
  return [...nodes, ...links].join('');
}

export const start = (inner = '', id = 'begin') => `<startEvent id="${id}">${inner}</startEvent>`;
export const end = (id = 'end') => `<endEvent id="${id}"/>`;
export const user = (id, attributes = '', inner = '') => `<userTask id="${id}" ${attributes}>${inner}</userTask>`;
export const service = (id, attributes = '', inner = '') =>
  `<serviceTask id="${id}" ${attributes}>${inner}</serviceTask>`;

/** Pay, then ship. */
export const ORDER = model(chain(start(), user('pay'), service('ship'), end()));

/** One task of a person. */
export const APPROVAL = model(
  chain(start(), user('approve', 'camunda:candidateGroups="managers" camunda:candidateUsers="ann"'), end()),
  { process: 'approval' },
);

/** Two services, one after the other: what throughput is measured with. */
export const TWO = model(chain(start(), service('first'), service('second'), end()), { process: 'two' });

export const timer = (id, duration) =>
  `<intermediateCatchEvent id="${id}"><timerEventDefinition><timeDuration>${duration}</timeDuration></timerEventDefinition></intermediateCatchEvent>`;

export const authentication = () =>
  readFileSync(new URL('../../../../examples/models/authentication.bpmn', import.meta.url), 'utf8');
