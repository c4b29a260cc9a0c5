// The server's own tables, beside those of the host: index.sql says what for.

import { readFileSync } from 'node:fs'

const TABLES = readFileSync(new URL('index.sql', import.meta.url), 'utf8')

/** Those who may be concerned: what is open changes so often that the state of a request has the last word. */
const CONCERNED = `
  select i.*, r.name, r.time, r.requester, s.person is not null as stakeholder from (
    select request from toyflow_stakeholder where person = ?1
    union
    select o.request from toyflow_member m
      join toyflow_open o on o.team = m.team and o.deployment = m.deployment where m.person = ?1
    union
    select request from toyflow_open where team = '') concerned
  join tidewheel_instance i on i.id = concerned.request
  join toyflow_request r on r.id = concerned.request
  left join toyflow_stakeholder s on s.person = ?1 and s.request = concerned.request
  order by i.ended is not null, r.time desc, r.id limit ?2 offset ?3`

const REQUEST = `
  select i.*, r.name, r.time, r.requester, true as stakeholder from tidewheel_instance i
    join toyflow_request r on r.id = i.id where i.id = ?1`

/** A statement of a connection, prepared once. */
const prepared = new WeakMap()
function statement(connection, text) {
  let known = prepared.get(connection)
  if (known === undefined) prepared.set(connection, (known = new Map()))
  let found = known.get(text)
  if (found === undefined) known.set(text, (found = connection.prepare(text)))
  return found
}

/** All of it works on a connection in a transaction that the caller has begun. */
export const index = {
  /** The host's tables must be there. */
  create: (connection) => connection.exec(TABLES),

  addRequest(connection, { id, name, time, requester, stakeholders }) {
    const add = statement(connection, 'insert into toyflow_request (id, name, time, requester) values (?, ?, ?, ?)')
    add.run([id, name, time, requester])
    const concern = statement(connection, 'insert into toyflow_stakeholder (person, request) values (?, ?)')
    for (const person of stakeholders) concern.run([person, id])
  },

  /** Whom the groups of a definition consist of, and which of its actions are for others than stakeholders. */
  addDefinition(connection, deployment, { groups, actions, transitions }) {
    const join = statement(
      connection,
      'insert into toyflow_member (person, deployment, team) values (?, ?, ?) on conflict do nothing',
    )
    for (const { id, members } of groups ?? []) for (const person of members ?? []) join.run([person, deployment, id])
    const allow = statement(connection, 'insert into toyflow_task (deployment, element, team) values (?, ?, ?)')
    const open = (actions ?? []).filter(({ target }) => (target ?? 'everyone') === 'everyone')
    for (const transition of transitions) {
      for (const { id, group } of open) {
        // An action is a task in each transition that it belongs to.
        if (transition.actions?.includes(id)) allow.run([deployment, `${transition.id}.${id}`, group ?? ''])
      }
    }
  },

  concerned: (connection, person, limit, offset) => statement(connection, CONCERNED).all([person, limit, offset]),

  /** How the database finds them, in its own words. */
  planOfConcerned: (connection) =>
    connection
      .prepare(`explain query plan ${CONCERNED}`)
      .all(['', 1, 0])
      .map(({ detail }) => detail),

  request: (connection, id) => statement(connection, REQUEST).all([id])[0],

  addActivity(connection, { request, id, time, activity, fields }) {
    const add = statement(
      connection,
      'insert into toyflow_activity (request, id, time, activity, fields) values (?, ?, ?, ?, ?) on conflict do nothing',
    )
    add.run([request, id, time, activity, JSON.stringify(fields)])
  },

  activities: (connection, request) =>
    statement(connection, 'select * from toyflow_activity where request = ? order by time, id').all([request]),
}
