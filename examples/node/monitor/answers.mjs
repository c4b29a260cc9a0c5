// What can be asked of a running host, and what it answers: docs/monitoring.md. The same as in
// examples/python/monitor/answers.py.

import { Instance } from 'tidewheel'

/** What is asked makes no sense; `status` is that of HTTP. */
export class Refusal extends Error {
  constructor(status, code, message) {
    super(message)
    this.status = status
    this.code = code
  }
}

const STATUSES = ['active', 'suspended', 'completed', 'terminated', 'failed', 'cancelled']
const MOST = 1000

/** The answer to a path, as data for JSON. */
export async function answer(engine, path, query) {
  const [what, id, part, ...rest] = path.split('/').slice(1).map(decoded)
  if (rest.length === 0) {
    if (what === 'processes' && id === undefined) return processes(engine)
    if (what === 'instances' && id === undefined) return instances(engine, query)
    if (what === 'instances' && part === undefined) return instance(engine, id)
    if (what === 'instances' && part === 'history') return history(engine, id, query)
    if (what === 'deployments' && id !== undefined && part === undefined) return deployment(engine, id)
  }
  throw new Refusal(404, 'notFound', `there is nothing at \`${path}\``)
}

async function processes(engine) {
  const rows = await engine.repository.versions()
  const processRow = ({ process, version, deployment, versionTag }) => ({ process, version, deployment, versionTag })
  return { processes: rows.map(processRow) }
}

async function instances(engine, query) {
  const limit = number(query, 'limit', 50, 1)
  const offset = number(query, 'offset', 0, 0, Number.MAX_SAFE_INTEGER)
  const text = (name) => query.get(name) ?? undefined
  const wanted = { process: text('process'), businessKey: text('businessKey'), caller: text('caller') }
  const statuses = query.get('status')?.split(',')
  const unknown = statuses?.find((status) => !STATUSES.includes(status))
  if (unknown !== undefined) throw senseless(`\`${unknown}\` is no status: ${STATUSES.join(', ')}`)
  // One more than asked for says whether there are more.
  const rows = await engine.runtime.instances({ ...wanted, statuses, newest: true, limit: limit + 1, offset })
  const shown = rows.slice(0, limit)
  const incidents = await Promise.all(shown.map((row) => incidentsOf(engine, row)))
  return {
    now: engine.clock.now(),
    instances: shown.map((row, n) => ({ ...instanceRow(row), incidents: incidents[n] })),
    more: rows.length > limit,
  }
}

async function incidentsOf(engine, { id, ended }) {
  return ended === null ? (await engine.management.incidents({ instance: id, limit: MOST })).length : 0
}

async function instance(engine, id) {
  // Read at one moment, or the obligations could be those of another step than the variables.
  const { row, obligations, candidates } = await engine.store.shardOf(id).transaction(
    async (tx) => ({
      row: await tx.instance(id, { lock: false }),
      obligations: await tx.obligations({ instance: id, limit: MOST }),
      candidates: await tx.candidates(id),
    }),
    { readonly: true },
  )
  if (row === null) throw unknownInstance(id)
  const state = Instance.load(await engine.repository.definition(row.deployment), row.snapshot)
  try {
    return {
      now: engine.clock.now(),
      instance: instanceRow(row),
      active: state.active(),
      variables: state.variables(),
      obligations: obligations.map((open) => obligationRow(open, candidates)),
    }
  } finally {
    state.free()
  }
}

async function history(engine, id, query) {
  const after = number(query, 'after', 0, 0, Number.MAX_SAFE_INTEGER)
  const limit = number(query, 'limit', MOST, 1)
  const row = await engine.store.shardOf(id).transaction((tx) => tx.instance(id, { lock: false }), { readonly: true })
  if (row === null) throw unknownInstance(id)
  const events = (await engine.history.events(id)).filter((event) => event.revision > after).slice(0, limit)
  const last = events.at(-1)?.revision ?? after
  const entries = last > after ? await entriesUntil(engine, id, after, last) : []
  const steps = events.map(({ id, revision, at, event }) => ({
    revision,
    at,
    id,
    event,
    history: entries.filter((row) => row.revision === revision).map(({ at, entry }) => ({ at, entry })),
  }))
  return { steps, more: last < row.revision }
}

const unknownInstance = (id) => new Refusal(404, 'unknownInstance', `there is no instance \`${id}\``)

/** All entries of these steps; a page may end in the middle of one. */
async function entriesUntil(engine, id, after, last) {
  for (let limit = MOST; ; limit *= 2) {
    const page = await engine.history.entries(id, { after, limit })
    if (page.length < limit || page.at(-1).revision > last) return page
  }
}

async function deployment(engine, id) {
  const row = (await engine.repository.deployments()).find((known) => known.id === id)
  if (row === undefined) throw new Refusal(404, 'unknownDeployment', `there is no deployment \`${id}\``)
  const { lenient = false, strict = false } = row.options
  return { id, name: row.name, at: row.at, lenient, strict, xml: await engine.repository.xml(id) }
}

const instanceRow = (row) => ({
  id: row.id,
  process: row.process,
  version: row.version,
  deployment: row.deployment,
  businessKey: row.businessKey,
  status: row.status,
  revision: row.revision,
  caller: row.caller,
  callerKey: row.callerKey,
  started: row.started,
  at: row.at,
  ended: row.ended,
})

const obligationRow = (row, candidates) => ({
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
  candidates: candidates.filter(({ key }) => key === row.key).map(({ kind, name }) => ({ kind, name })),
  data: row.data,
})

const senseless = (message) => new Refusal(400, 'invalidArgument', message)

function number(query, name, otherwise, least, most = MOST) {
  const text = query.get(name)
  if (text === null) return otherwise
  const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN
  if (value >= least && value <= most) return value
  throw senseless(`\`${name}\` must be a whole number from ${least} to ${most}`)
}

function decoded(part) {
  try {
    return decodeURIComponent(part)
  } catch {
    throw senseless(`\`${part}\` is not an encoded text`)
  }
}
