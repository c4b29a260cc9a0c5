// What the page has to open without a file.

import approvalMachine from '../../models/approval.machine.json?raw';
import approvalScenarios from '../../models/approval.scenarios.json';
import workspaceModel from '../../models/workspace-provisioning.bpmn?raw';
import workspaceScenarios from '../../models/workspace-provisioning.scenarios.json';

/** By the word that stands for it in the page's address; the first is shown where nothing else is asked for. */
export const EXAMPLES = {
  workspace: { name: 'Workspace provisioning', text: workspaceModel, scenarios: workspaceScenarios },
  approval: { name: 'Campaign approval', text: approvalMachine, scenarios: approvalScenarios },
};
