-- Statements that are the same in every dialect of SQL, for the hosts in all languages. `-- name:` begins a
-- statement, or several that run one after the other with the same parameters; `-- filter:` a condition that is
-- joined to the statement of that name with `and`. `:at` and all times are milliseconds. The files of the dialects
-- have the tables, after `-- migration:` and their version, and what each says in its own way.

-- name: schema
select value from tidewheel_meta where name = 'schema';

-- name: set_schema
insert into tidewheel_meta (name, value) values ('schema', :version)
  on conflict (name) do update set value = excluded.value;

-- Deployments.

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

-- Instances and their steps.

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
-- filter: instances.caller
i.caller = :caller
-- filter: instances.started_before
i.started < :started_before

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

-- name: extend
update tidewheel_obligation set lease = :until
  where instance = :instance and key = :key and holder = :holder and lease > :now;

-- name: release
update tidewheel_obligation set holder = null, lease = null
  where instance = :instance and key = :key and holder = :holder;

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

-- name: next_outbox
select min(due) as due from tidewheel_outbox;

-- name: outbox
select * from tidewheel_outbox order by due, instance, revision, n limit :limit;

-- What a call brings about comes in order, so a row of these kinds waits for those before it.

-- name: outbox_before
select n from tidewheel_outbox where instance = :instance and kind in ('call', 'withdraw', 'answer')
  and (revision < :revision or (revision = :revision and n < :n)) limit 1;

-- name: delivered
delete from tidewheel_outbox where instance = :instance and revision = :revision and n = :n;

-- name: delay
update tidewheel_outbox set due = :due, attempts = attempts + 1, holder = null, lease = null
  where instance = :instance and revision = :revision and n = :n;
