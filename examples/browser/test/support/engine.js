import { readFileSync } from 'node:fs';

const built = new URL('../../../../target/npm/tidewheel-wasm/', import.meta.url);
const models = new URL('../../../models/', import.meta.url);

const engine = await import(new URL('slim.js', built));
engine.initSync(readFileSync(new URL('tidewheel.wasm', built)));

/** The engine as the page uses it, loaded without a browser. */
export { engine };

export const workspaceXml = readFileSync(new URL('workspace-provisioning.bpmn', models), 'utf8');
export const workspaceScenarios = JSON.parse(
  readFileSync(new URL('workspace-provisioning.scenarios.json', models), 'utf8'),
);

export const workspace = () => engine.Definition.parse(workspaceXml);
