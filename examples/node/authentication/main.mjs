// A user proves who they are: two gateways, back to an earlier node and on another way, in one SQLite file that the
// business and the workflow share.
//
//   node main.mjs [FILE]

import { readFileSync } from 'node:fs'
import { Engine, SqliteStore } from 'tidewheel/host'
import { AuthenticationProcess } from './workflow.mjs'

/** Deployed once under this name, however often the service starts; a new stamp is a new version. */
const NAME = 'authentication-v202611251200'

export async function open(file) {
  const store = new SqliteStore(file)
  const engine = await Engine.open(store)
  store.connection.exec(
    'create table if not exists application (id text primary key, user_id text not null, state text not null)',
  )
  const model = new URL('../../models/authentication.bpmn', import.meta.url)
  await engine.repository.deploy(readFileSync(model, 'utf8'), { name: NAME })
  AuthenticationProcess.bind(engine)
  // The business's own way to its tables: in a transaction of the engine, the statement is part of that.
  const sql = (text, values) => engine.transaction((tx) => tx.connection.prepare(text).all(values))
  return { engine, service: new AuthenticationProcess(sql), sql }
}

export async function story({ engine, service, sql }, uuid) {
  const req = { uuid, userId: 'u1' }
  await service.apply({ ...req, dataSource: 'upload' })
  await service.judge({ ...req, result: 'doubtful' })
  // Back at the first node: this time the registry is asked.
  await service.handIn({ ...req, dataSource: 'registry' })
  await service.hear({ ...req, result: 'genuine' })
  await service.confirm(req)
  const [instance] = await engine.runtime.instances({ businessKey: uuid })
  const [application] = await sql('select * from application where id = ?', [uuid])
  const nodes = (await engine.history.entries(instance.id))
    .map(({ entry }) => entry)
    .filter(({ type }) => type === 'entered')
  return { status: instance.status, state: application.state, nodes: nodes.map(({ element }) => element).slice(1) }
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const opened = await open(process.argv[2] ?? 'authentication.db')
  const { status, state, nodes } = await story(opened, `application-${Date.now()}`)
  console.log(`${status}, ${state}: ${nodes.join(' → ')}`)
  await opened.engine.close()
}
