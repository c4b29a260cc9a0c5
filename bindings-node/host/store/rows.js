/** The rows of the tables as the store interface gives them: names in camel case, JSON read. */

const parse = (text) => (text === null || text === undefined ? null : JSON.parse(text));

export const deployment = (row) => row && { ...row, options: parse(row.options) };

export const process = (row) =>
  row && { process: row.process, version: row.version, deployment: row.deployment, versionTag: row.version_tag };

export const start = (row) => ({ ...row, data: parse(row.data) });

export const instance = (row) =>
  row && {
    id: row.id,
    process: row.process,
    version: row.version,
    deployment: row.deployment,
    businessKey: row.business_key,
    status: row.status,
    revision: row.revision,
    snapshot: row.snapshot,
    caller: row.caller,
    callerKey: row.caller_key,
    started: row.started,
    at: row.at,
    ended: row.ended,
  };

export const obligation = (row) => ({
  instance: row.instance,
  key: row.key,
  kind: row.kind,
  name: row.name,
  element: row.element,
  activation: row.activation,
  correlation: row.correlation,
  due: row.due,
  assignee: row.assignee,
  owner: row.owner,
  lane: row.lane,
  priority: row.priority,
  opened: row.opened,
  holder: row.holder,
  lease: row.lease,
  data: parse(row.data),
  process: row.process,
  businessKey: row.business_key,
  status: row.status,
  revision: row.revision,
});

export const event = (row) => ({ revision: row.revision, id: row.id, at: row.at, event: parse(row.event) });

export const entry = (row) => ({ revision: row.revision, n: row.n, at: row.at, entry: parse(row.data) });

export const sent = (row) => ({ ...row, data: row.data === '' ? null : parse(row.data) });
