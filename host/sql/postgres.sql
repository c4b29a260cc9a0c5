-- Tables of a store in PostgreSQL, and the statements that are its own; `common.sql` says how these files are read.
-- Lists and commits come as one parameter each, as JSON text.

-- migration: 1
create table tidewheel_deployment (
  id text primary key, name text not null unique, xml text not null, fingerprint text not null,
  options text not null, at bigint not null);
create index tidewheel_deployment_fingerprint on tidewheel_deployment (fingerprint);
create table tidewheel_process (
  process text not null, version bigint not null, deployment text not null, version_tag text,
  primary key (process, version));
create table tidewheel_start (
  process text not null, n bigint not null, kind text not null, name text, element text not null,
  due bigint, deployment text not null, version bigint not null, data text not null,
  primary key (process, n));
create index tidewheel_start_name on tidewheel_start (kind, name);
create table tidewheel_instance (
  id text primary key, process text not null, version bigint not null, deployment text not null,
  business_key text, status text not null, revision bigint not null, snapshot text not null,
  caller text, caller_key bigint, started bigint not null, at bigint not null, ended bigint);
create index tidewheel_instance_business on tidewheel_instance (business_key) where business_key is not null;
create index tidewheel_instance_process on tidewheel_instance (process, status, started);
create index tidewheel_instance_caller on tidewheel_instance (caller, caller_key) where caller is not null;
create index tidewheel_instance_ended on tidewheel_instance (ended) where ended is not null;
create table tidewheel_obligation (
  instance text not null, key bigint not null, kind text not null, name text, element text not null,
  activation bigint not null, correlation text, due bigint, assignee text, owner text, lane text,
  priority bigint not null, opened bigint not null, holder text, lease bigint, data text not null,
  primary key (instance, key));
create index tidewheel_obligation_name
  on tidewheel_obligation (kind, name, priority desc, opened, instance, key);
create index tidewheel_obligation_due on tidewheel_obligation (kind, due) where due is not null;
create index tidewheel_obligation_correlation on tidewheel_obligation (kind, name, correlation)
  where correlation is not null;
create index tidewheel_obligation_assignee on tidewheel_obligation (assignee) where assignee is not null;
create table tidewheel_candidate (
  instance text not null, key bigint not null, kind text not null, name text not null,
  primary key (instance, key, kind, name));
create index tidewheel_candidate_name on tidewheel_candidate (kind, name);
create table tidewheel_event (
  instance text not null, revision bigint not null, id text not null, at bigint not null, event text,
  primary key (instance, revision));
create unique index tidewheel_event_id on tidewheel_event (instance, id);
create table tidewheel_history (
  instance text not null, revision bigint not null, n bigint not null,
  at bigint not null, data text not null, primary key (instance, revision, n));
create table tidewheel_outbox (
  instance text not null, revision bigint not null, n bigint not null, kind text not null, name text,
  key bigint, target text, due bigint not null, attempts bigint not null, holder text, lease bigint,
  data text not null, primary key (instance, revision, n));
create index tidewheel_outbox_due on tidewheel_outbox (due, instance, revision, n);
create index tidewheel_outbox_name on tidewheel_outbox (kind, name);

-- name: meta
create table if not exists tidewheel_meta (name text primary key, value text not null);

-- Deployments. `:processes` is a list of {process, version, versionTag}, `:starts` of {n, process, version}
-- with the members of a start subscription.

-- name: add_deployment
with deployed as (
  insert into tidewheel_deployment (id, name, xml, fingerprint, options, at)
    values (:id, :name, :xml, :fingerprint, :options, :at)),
processes as (
  insert into tidewheel_process (process, version, deployment, version_tag)
    select p.process, p.version, :id, p."versionTag"
    from json_to_recordset(:processes::json) as p (process text, version bigint, "versionTag" text)),
gone as (
  delete from tidewheel_start where process in (select p ->> 'process' from json_array_elements(:processes::json) p)
    and (process, n) not in (select s ->> 'process', (s ->> 'n')::bigint from json_array_elements(:starts::json) s))
insert into tidewheel_start (process, n, kind, name, element, due, deployment, version, data)
  select s ->> 'process', (s ->> 'n')::bigint, s ->> 'kind', s ->> 'name', s ->> 'element',
    (s ->> 'due')::bigint, :id, (s ->> 'version')::bigint, s::text
  from json_array_elements(:starts::json) s
  on conflict (process, n) do update set kind = excluded.kind, name = excluded.name,
    element = excluded.element, due = excluded.due, deployment = excluded.deployment,
    version = excluded.version, data = excluded.data;

-- Instances and their steps. `:commit` is what the engine says of a step.

-- name: instance
select * from tidewheel_instance where id = :id for update;

-- filter: instances.statuses
i.status in (select json_array_elements_text(:statuses::json))

-- A whole step in one statement, which needs no transaction around it: gives a row, or none where the instance
-- has moved on; with `:deployment` it is the first step, and there is none where the id is taken.

-- name: commit
with given as (
  select c, c ->> 'instance' as instance, (c ->> 'revision')::bigint as revision, (c ->> 'at')::bigint as at,
    case when c ->> 'status' in ('active', 'suspended') then null else (c ->> 'at')::bigint end as ended
  from (select :commit::jsonb as c) given),
begun as (
  insert into tidewheel_instance (id, process, version, deployment, business_key, status, revision, snapshot,
      caller, caller_key, started, at, ended)
    select instance, c ->> 'process', :version::bigint, :deployment::text, c ->> 'businessKey', c ->> 'status',
      revision, c ->> 'snapshot', :caller::text, :caller_key::bigint, at, at, ended
    from given where :deployment::text is not null
    on conflict (id) do nothing returning 1),
saved as (
  update tidewheel_instance i set status = c ->> 'status', revision = given.revision, snapshot = c ->> 'snapshot',
      at = given.at, ended = given.ended
    from given where :deployment::text is null and i.id = given.instance and i.revision = given.revision - 1
    returning 1),
made as (
  select * from given where exists (select 1 from begun) or exists (select 1 from saved)),
gone as (
  select array(select key::bigint from made, jsonb_array_elements_text(made.c -> 'closed') key) as keys),
opened as (
  select made.instance, made.at, o from made, jsonb_array_elements(made.c -> 'opened') o),
logged as (
  insert into tidewheel_event (instance, revision, id, at, event)
    select instance, revision, :event_id::text, at, :event::text from made),
candidates_gone as (
  delete from tidewheel_candidate
    where instance = (select instance from made) and key = any ((select keys from gone)::bigint[])),
obligations_gone as (
  delete from tidewheel_obligation
    where instance = (select instance from made) and key = any ((select keys from gone)::bigint[])),
obligations as (
  insert into tidewheel_obligation (instance, key, kind, name, element, activation, correlation, due, assignee,
      lane, priority, opened, data)
    select instance, (o ->> 'key')::bigint, o ->> 'kind', o ->> 'name', o ->> 'element',
      (o ->> 'activation')::bigint, o ->> 'correlation', (o ->> 'due')::bigint, o ->> 'assignee', o ->> 'lane',
      (o ->> 'priority')::bigint, at, o ->> 'data'
    from opened),
candidates as (
  insert into tidewheel_candidate (instance, key, kind, name)
    select instance, (o ->> 'key')::bigint, c ->> 'kind', c ->> 'name'
    from opened, jsonb_array_elements(o -> 'candidates') c),
history as (
  insert into tidewheel_history (instance, revision, n, at, data)
    select instance, revision, n - 1, at, h
    from made, jsonb_array_elements_text(made.c -> 'history') with ordinality entries (h, n)),
sent as (
  insert into tidewheel_outbox (instance, revision, n, kind, name, key, target, due, attempts, data)
    select instance, revision, n - 1, s ->> 'kind', s ->> 'name',
      (s ->> 'key')::bigint, case s ->> 'kind' when 'answer' then :caller::text end, at, 0, s ->> 'data'
    from made, jsonb_array_elements(made.c -> 'sent') with ordinality entries (s, n)),
woken as (
  update tidewheel_outbox w set due = opened.at from opened
    where w.kind = 'message' and w.due > opened.at and o ->> 'kind' = 'message' and w.name = o ->> 'name')
select 1 as committed from made;

-- name: reindex
with candidates_gone as (delete from tidewheel_candidate where instance = :instance),
obligations_gone as (
  delete from tidewheel_obligation where instance = :instance
    and key not in (select (o ->> 'key')::bigint from json_array_elements(:duties::json) o))
insert into tidewheel_obligation (instance, key, kind, name, element, activation, correlation, due, assignee,
    lane, priority, opened, data)
  select :instance, (o ->> 'key')::bigint, o ->> 'kind', o ->> 'name', o ->> 'element',
    (o ->> 'activation')::bigint, o ->> 'correlation', (o ->> 'due')::bigint, o ->> 'assignee', o ->> 'lane',
    (o ->> 'priority')::bigint, :at, o ->> 'data'
  from json_array_elements(:duties::json) o
  on conflict (instance, key) do update set kind = excluded.kind, name = excluded.name,
    element = excluded.element, activation = excluded.activation, correlation = excluded.correlation,
    due = excluded.due, assignee = excluded.assignee, owner = null, lane = excluded.lane,
    priority = excluded.priority, opened = excluded.opened, holder = null, lease = null, data = excluded.data;
insert into tidewheel_candidate (instance, key, kind, name)
  select :instance, (o ->> 'key')::bigint, c ->> 'kind', c ->> 'name'
  from json_array_elements(:duties::json) o, json_array_elements(o -> 'candidates') c;

-- The index of obligations.
-- filter: obligations.kinds
o.kind in (select json_array_elements_text(:kinds::json))
-- filter: obligations.candidate_groups
exists (select 1 from tidewheel_candidate c where c.instance = o.instance and c.key = o.key
  and c.kind = 'group' and c.name in (select json_array_elements_text(:candidate_groups::json)))

-- name: lease
update tidewheel_obligation set holder = :holder, lease = :until
  where (instance, key) in (
    select o.instance, o.key from tidewheel_obligation o join tidewheel_instance i on i.id = o.instance
    where o.kind = :kind and o.name = :name and (o.lease is null or o.lease <= :now) and i.status = 'active'
    order by o.priority desc, o.opened, o.instance, o.key limit :limit for update of o skip locked)
  returning *;

-- name: assign
update tidewheel_obligation set assignee = :assignee, owner = :owner
  where instance = :instance and key = :key and kind = 'userTask' and assignee is not distinct from :expected;

-- What is to be delivered.

-- name: take_outbox
update tidewheel_outbox set holder = :holder, lease = :until
  where (instance, revision, n) in (
    select instance, revision, n from tidewheel_outbox
    where due <= :now and (lease is null or lease <= :now)
    order by due, instance, revision, n limit :limit for update skip locked)
  returning *;

-- name: add_outbox
insert into tidewheel_outbox (instance, revision, n, kind, name, key, target, due, attempts, data)
  select r ->> 'instance', (r ->> 'revision')::bigint, (r ->> 'n')::bigint, r ->> 'kind', r ->> 'name',
    (r ->> 'key')::bigint, r ->> 'target', (r ->> 'due')::bigint, 0, r ->> 'data'
  from json_array_elements(:rows::json) r
  on conflict (instance, revision, n) do nothing;
