import { readFileSync } from 'node:fs';

const built = new URL('../../../../target/npm/tidewheel-wasm/', import.meta.url);
const models = new URL('../../../models/', import.meta.url);

const engine = await import(new URL('slim.js', built));
engine.initSync(readFileSync(new URL('tidewheel.wasm', built)));

/** The engine as the page uses it, loaded without a browser. */
export { engine };

const model = (name) => readFileSync(new URL(name, models), 'utf8');

export const workspaceXml = model('workspace-provisioning.bpmn');
export const workspaceScenarios = JSON.parse(model('workspace-provisioning.scenarios.json'));

/** A state machine. */
export const approvalText = model('approval.machine.json');
export const approvalScenarios = JSON.parse(model('approval.scenarios.json'));

export const workspace = () => engine.Definition.parse(workspaceXml);
export const approval = () => engine.Definition.parse(approvalText);
