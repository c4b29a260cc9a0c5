-- Tables and statements of a store in SQLite, for the hosts in all languages. `-- migration:` begins a
-- version of the tables; `-- name:` a statement, or several that run one after the other with the same
-- parameters; `-- filter:` a condition that is joined to the statement of that name with `and`.
-- Lists and commits come as one parameter each, as JSON text. `:at` and all times are milliseconds.

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

-- name: schema
select value from tidewheel_meta where name = 'schema';

-- name: set_schema
insert into tidewheel_meta (name, value) values ('schema', :version)
  on conflict (name) do update set value = excluded.value;

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

-- name: deployment
select * from tidewheel_deployment where id = :id;

-- name: deployment_named
select * from tidewheel_deployment where name = :name;

-- name: deployments
select id, name, fingerprint, options, at from tidewheel_deployment order by at, id;

-- name: processes
select * from tidewheel_process order by process, version;

-- name: process_latest
select * from tidewheel_process where process = :process order by version desc limit 1;

-- name: process_version
select * from tidewheel_process where process = :process and version = :version;

-- name: process_tagged
select * from tidewheel_process where process = :process and version_tag = :tag order by version desc limit 1;

-- name: starts
select * from tidewheel_start where kind = :kind and name = :name order by process, n;

-- name: due_starts
select * from tidewheel_start where kind = 'timer' and due <= :now order by due, process, n limit :limit;

-- name: next_start
select min(due) as due from tidewheel_start where kind = 'timer';

-- name: move_start
update tidewheel_start set due = :due, data = :data where process = :process and n = :n and due = :was;

-- Instances and their steps. `:commit` is what the engine says of a step.

-- name: instance
select * from tidewheel_instance where id = :id;

-- name: instance_seen
select * from tidewheel_instance where id = :id;

-- name: event_revision
select revision from tidewheel_event where instance = :instance and id = :event_id;

-- name: called
select * from tidewheel_instance where caller = :caller and caller_key = :caller_key order by id;

-- name: instances
select id, process, version, deployment, business_key, status, revision, caller, caller_key, started, at, ended
  from tidewheel_instance i where true;

-- name: instances_order
order by i.started, i.id limit :limit offset :offset;

-- name: instances_newest
order by i.started desc, i.id desc limit :limit offset :offset;

-- filter: instances.process
i.process = :process
-- filter: instances.business_key
i.business_key = :business_key
-- filter: instances.statuses
i.status in (select value from json_each(:statuses))
-- filter: instances.caller
i.caller = :caller
-- filter: instances.started_before
i.started < :started_before

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

-- name: obligations
select o.*, i.process, i.business_key, i.status, i.revision from tidewheel_obligation o
  join tidewheel_instance i on i.id = o.instance where true;

-- name: obligations_order
order by o.priority desc, o.opened, o.instance, o.key limit :limit offset :offset;

-- filter: obligations.instance
o.instance = :instance
-- filter: obligations.key
o.key = :key
-- filter: obligations.kinds
o.kind in (select value from json_each(:kinds))
-- filter: obligations.name
o.name = :name
-- filter: obligations.element
o.element = :element
-- filter: obligations.assignee
o.assignee = :assignee
-- filter: obligations.unassigned
o.assignee is null
-- filter: obligations.candidate_user
exists (select 1 from tidewheel_candidate c where c.instance = o.instance and c.key = o.key
  and c.kind = 'user' and c.name = :candidate_user)
-- filter: obligations.candidate_groups
exists (select 1 from tidewheel_candidate c where c.instance = o.instance and c.key = o.key
  and c.kind = 'group' and c.name in (select value from json_each(:candidate_groups)))
-- filter: obligations.lane
o.lane = :lane
-- filter: obligations.due_before
o.due < :due_before
-- filter: obligations.process
i.process = :process
-- filter: obligations.business_key
i.business_key = :business_key
-- filter: obligations.correlation
(o.correlation is null or o.correlation = :correlation or substr(o.correlation, 1, 1) = '{')
-- filter: obligations.lease_over
o.lease <= :lease_over
-- filter: obligations.active
i.status = 'active'

-- name: listening
select distinct o.instance from tidewheel_obligation o where o.kind = 'signal' and o.name = :name
  order by o.instance;

-- name: due_timers
select o.instance, min(o.due) as due from tidewheel_obligation o
  join tidewheel_instance i on i.id = o.instance
  where o.kind = 'timer' and o.due <= :now and i.status = 'active'
  group by o.instance order by min(o.due), o.instance limit :limit;

-- name: next_timer
select min(o.due) as due from tidewheel_obligation o join tidewheel_instance i on i.id = o.instance
  where o.kind = 'timer' and o.due is not null and i.status = 'active';

-- name: candidates
select key, kind, name from tidewheel_candidate where instance = :instance order by key, kind, name;

-- name: lease
update tidewheel_obligation set holder = :holder, lease = :until
  where (instance, key) in (
    select o.instance, o.key from tidewheel_obligation o join tidewheel_instance i on i.id = o.instance
    where o.kind = :kind and o.name = :name and (o.lease is null or o.lease <= :now) and i.status = 'active'
    order by o.priority desc, o.opened, o.instance, o.key limit :limit)
  returning *;

-- name: extend
update tidewheel_obligation set lease = :until
  where instance = :instance and key = :key and holder = :holder and lease > :now;

-- name: release
update tidewheel_obligation set holder = null, lease = null
  where instance = :instance and key = :key and holder = :holder;

-- name: assign
update tidewheel_obligation set assignee = :assignee, owner = :owner
  where instance = :instance and key = :key and kind = 'userTask' and assignee is :expected;

-- Logs. `record` notes that something from outside has been done, which no instance's log can say: `:instance`
-- is then a name for it that no instance has.

-- name: record
insert into tidewheel_event (instance, revision, id, at, event) values (:instance, 1, :event_id, :at, :event)
  on conflict (instance, revision) do nothing;

-- name: events
select revision, id, at, event from tidewheel_event where instance = :instance order by revision;

-- name: history
select revision, n, at, data from tidewheel_history
  where instance = :instance and revision > :after order by revision, n limit :limit;

-- name: note
insert into tidewheel_history (instance, revision, n, at, data)
  select :instance, :revision, (select coalesce(max(n), -1) + 1 from tidewheel_history
      where instance = :instance and revision = :revision), :at, :data;

-- name: purge
delete from tidewheel_event where instance = :instance;
delete from tidewheel_history where instance = :instance;
delete from tidewheel_instance where id = :instance and ended is not null;

-- What is to be delivered.

-- name: take_outbox
update tidewheel_outbox set holder = :holder, lease = :until
  where (instance, revision, n) in (
    select instance, revision, n from tidewheel_outbox
    where due <= :now and (lease is null or lease <= :now)
    order by due, instance, revision, n limit :limit)
  returning *;

-- name: next_outbox
select min(due) as due from tidewheel_outbox;

-- name: outbox
select * from tidewheel_outbox order by due, instance, revision, n limit :limit;

-- What a call brings about comes in order, so a row of these kinds waits for those before it.
-- name: outbox_before
select n from tidewheel_outbox where instance = :instance and kind in ('call', 'withdraw', 'answer')
  and (revision < :revision or (revision = :revision and n < :n)) limit 1;

-- name: add_outbox
insert into tidewheel_outbox (instance, revision, n, kind, name, key, target, due, attempts, data)
  select value ->> 'instance', value ->> 'revision', value ->> 'n', value ->> 'kind', value ->> 'name',
    value ->> 'key', value ->> 'target', value ->> 'due', 0, value ->> 'data'
  from json_each(:rows) where true
  on conflict (instance, revision, n) do nothing;

-- name: delivered
delete from tidewheel_outbox where instance = :instance and revision = :revision and n = :n;

-- name: delay
update tidewheel_outbox set due = :due, attempts = attempts + 1, holder = null, lease = null
  where instance = :instance and revision = :revision and n = :n;
