-- Tables of a store in SQLite, and the statements that are its own; `common.sql` says how these files are read.
-- Lists and commits come as one parameter each, as JSON text.

-- migration: 1
create table tidewheel_deployment (
  id text primary key, name text not null unique, xml text not null, fingerprint text not null,
  options text not null, at integer not null) strict, without rowid;
create index tidewheel_deployment_fingerprint on tidewheel_deployment (fingerprint);
create table tidewheel_process (
  process text not null, version integer not null, deployment text not null, version_tag text,
  primary key (process, version)) strict, without rowid;
create table tidewheel_start (
  process text not null, n integer not null, kind text not null, name text, element text not null,
  due integer, deployment text not null, version integer not null, data text not null,
  primary key (process, n)) strict, without rowid;
create index tidewheel_start_name on tidewheel_start (kind, name);
create table tidewheel_instance (
  id text primary key, process text not null, version integer not null, deployment text not null,
  business_key text, status text not null, revision integer not null, snapshot text not null,
  caller text, caller_key integer, started integer not null, at integer not null, ended integer)
  strict, without rowid;
create index tidewheel_instance_business on tidewheel_instance (business_key) where business_key is not null;
create index tidewheel_instance_process on tidewheel_instance (process, status, started);
create index tidewheel_instance_caller on tidewheel_instance (caller, caller_key) where caller is not null;
create index tidewheel_instance_ended on tidewheel_instance (ended) where ended is not null;
create table tidewheel_obligation (
  instance text not null, key integer not null, kind text not null, name text, element text not null,
  activation integer not null, correlation text, due integer, assignee text, owner text, lane text,
  priority integer not null, opened integer not null, holder text, lease integer, data text not null,
  primary key (instance, key)) strict, without rowid;
create index tidewheel_obligation_name
  on tidewheel_obligation (kind, name, priority desc, opened, instance, key);
create index tidewheel_obligation_due on tidewheel_obligation (kind, due) where due is not null;
create index tidewheel_obligation_correlation on tidewheel_obligation (kind, name, correlation)
  where correlation is not null;
create index tidewheel_obligation_assignee on tidewheel_obligation (assignee) where assignee is not null;
create table tidewheel_candidate (
  instance text not null, key integer not null, kind text not null, name text not null,
  primary key (instance, key, kind, name)) strict, without rowid;
create index tidewheel_candidate_name on tidewheel_candidate (kind, name);
create table tidewheel_event (
  instance text not null, revision integer not null, id text not null, at integer not null, event text,
  primary key (instance, revision)) strict, without rowid;
create unique index tidewheel_event_id on tidewheel_event (instance, id);
create table tidewheel_history (
  instance text not null, revision integer not null, n integer not null,
  at integer not null, data text not null, primary key (instance, revision, n)) strict, without rowid;
create table tidewheel_outbox (
  instance text not null, revision integer not null, n integer not null, kind text not null, name text,
  key integer, target text, due integer not null, attempts integer not null, holder text, lease integer,
  data text not null, primary key (instance, revision, n)) strict, without rowid;
create index tidewheel_outbox_due on tidewheel_outbox (due, instance, revision, n);
create index tidewheel_outbox_name on tidewheel_outbox (kind, name);

-- name: meta
create table if not exists tidewheel_meta (name text primary key, value text not null) strict, without rowid;

-- Deployments. `:processes` is a list of {process, version, versionTag}, `:starts` of {n, process, version}
-- with the members of a start subscription.

-- name: add_deployment
insert into tidewheel_deployment (id, name, xml, fingerprint, options, at)
  values (:id, :name, :xml, :fingerprint, :options, :at);
insert into tidewheel_process (process, version, deployment, version_tag)
  select value ->> 'process', value ->> 'version', :id, value ->> 'versionTag' from json_each(:processes);
delete from tidewheel_start where process in (select value ->> 'process' from json_each(:processes));
insert into tidewheel_start (process, n, kind, name, element, due, deployment, version, data)
  select value ->> 'process', value ->> 'n', value ->> 'kind', value ->> 'name', value ->> 'element',
    value ->> 'due', :id, value ->> 'version', value
  from json_each(:starts);

-- Instances and their steps. `:commit` is what the engine says of a step.

-- name: instance
select * from tidewheel_instance where id = :id;

-- filter: instances.statuses
i.status in (select value from json_each(:statuses))

-- name: begin_instance
insert into tidewheel_instance (id, process, version, deployment, business_key, status, revision, snapshot,
    caller, caller_key, started, at, ended)
  select :commit ->> 'instance', :commit ->> 'process', :version, :deployment, :commit ->> 'businessKey',
    :commit ->> 'status', :commit ->> 'revision', :commit ->> 'snapshot', :caller, :caller_key,
    :commit ->> 'at', :commit ->> 'at',
    case when :commit ->> 'status' in ('active', 'suspended') then null else :commit ->> 'at' end
  where true on conflict (id) do nothing;

-- name: save_instance
update tidewheel_instance set status = :commit ->> 'status', revision = :commit ->> 'revision',
    snapshot = :commit ->> 'snapshot', at = :commit ->> 'at',
    ended = case when :commit ->> 'status' in ('active', 'suspended') then null else :commit ->> 'at' end
  where id = :commit ->> 'instance' and revision = (:commit ->> 'revision') - 1;

-- name: add_rows
insert into tidewheel_event (instance, revision, id, at, event)
  values (:commit ->> 'instance', :commit ->> 'revision', :event_id, :commit ->> 'at', :event);
delete from tidewheel_candidate where instance = :commit ->> 'instance'
  and key in (select value from json_each(:commit, '$.closed'));
delete from tidewheel_obligation where instance = :commit ->> 'instance'
  and key in (select value from json_each(:commit, '$.closed'));
insert into tidewheel_obligation (instance, key, kind, name, element, activation, correlation, due, assignee,
    lane, priority, opened, data)
  select :commit ->> 'instance', value ->> 'key', value ->> 'kind', value ->> 'name', value ->> 'element',
    value ->> 'activation', value ->> 'correlation', value ->> 'due', value ->> 'assignee', value ->> 'lane',
    value ->> 'priority', :commit ->> 'at', value ->> 'data'
  from json_each(:commit, '$.opened');
insert into tidewheel_candidate (instance, key, kind, name)
  select :commit ->> 'instance', o.value ->> 'key', c.value ->> 'kind', c.value ->> 'name'
  from json_each(:commit, '$.opened') o, json_each(o.value, '$.candidates') c;
insert into tidewheel_history (instance, revision, n, at, data)
  select :commit ->> 'instance', :commit ->> 'revision', key, :commit ->> 'at', value
  from json_each(:commit, '$.history');
insert into tidewheel_outbox (instance, revision, n, kind, name, key, target, due, attempts, data)
  select :commit ->> 'instance', :commit ->> 'revision', key, value ->> 'kind', value ->> 'name',
    value ->> 'key', case value ->> 'kind' when 'answer' then :caller end, :commit ->> 'at', 0, value ->> 'data'
  from json_each(:commit, '$.sent');
update tidewheel_outbox set due = :commit ->> 'at'
  where kind = 'message' and due > :commit ->> 'at' and name in (
    select value ->> 'name' from json_each(:commit, '$.opened') where value ->> 'kind' = 'message');

-- name: reindex
delete from tidewheel_candidate where instance = :instance;
delete from tidewheel_obligation where instance = :instance;
insert into tidewheel_obligation (instance, key, kind, name, element, activation, correlation, due, assignee,
    lane, priority, opened, data)
  select :instance, value ->> 'key', value ->> 'kind', value ->> 'name', value ->> 'element',
    value ->> 'activation', value ->> 'correlation', value ->> 'due', value ->> 'assignee', value ->> 'lane',
    value ->> 'priority', :at, value ->> 'data'
  from json_each(:duties);
insert into tidewheel_candidate (instance, key, kind, name)
  select :instance, o.value ->> 'key', c.value ->> 'kind', c.value ->> 'name'
  from json_each(:duties) o, json_each(o.value, '$.candidates') c;

-- The index of obligations.
-- filter: obligations.kinds
o.kind in (select value from json_each(:kinds))
-- filter: obligations.candidate_groups
exists (select 1 from tidewheel_candidate c where c.instance = o.instance and c.key = o.key
  and c.kind = 'group' and c.name in (select value from json_each(:candidate_groups)))

-- name: lease
update tidewheel_obligation set holder = :holder, lease = :until
  where (instance, key) in (
    select o.instance, o.key from tidewheel_obligation o join tidewheel_instance i on i.id = o.instance
    where o.kind = :kind and o.name = :name and (o.lease is null or o.lease <= :now) and i.status = 'active'
    order by o.priority desc, o.opened, o.instance, o.key limit :limit)
  returning *;

-- name: assign
update tidewheel_obligation set assignee = :assignee, owner = :owner
  where instance = :instance and key = :key and kind = 'userTask' and assignee is :expected;

-- What is to be delivered.

-- name: take_outbox
update tidewheel_outbox set holder = :holder, lease = :until
  where (instance, revision, n) in (
    select instance, revision, n from tidewheel_outbox
    where due <= :now and (lease is null or lease <= :now)
    order by due, instance, revision, n limit :limit)
  returning *;

-- name: add_outbox
insert into tidewheel_outbox (instance, revision, n, kind, name, key, target, due, attempts, data)
  select value ->> 'instance', value ->> 'revision', value ->> 'n', value ->> 'kind', value ->> 'name',
    value ->> 'key', value ->> 'target', value ->> 'due', 0, value ->> 'data'
  from json_each(:rows) where true
  on conflict (instance, revision, n) do nothing;
