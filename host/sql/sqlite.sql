-- Tables and statements of a store in SQLite. `-- name:` begins a statement, or several that run in
-- one transaction with the same parameters; a file of one language more changes nothing here.

-- migration: 1
create table tidewheel_deployment (
  id text primary key, name text not null unique, xml text not null, fingerprint text not null,
  options text not null, at integer not null) strict, without rowid;
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
  caller text, caller_key integer, started integer not null, at integer not null, ended integer) strict, without rowid;
create index tidewheel_instance_business on tidewheel_instance (business_key);
create index tidewheel_instance_process on tidewheel_instance (process, status);
create index tidewheel_instance_caller on tidewheel_instance (caller, caller_key) where caller is not null;
create table tidewheel_obligation (
  instance text not null, key integer not null, kind text not null, name text, element text not null,
  activation integer not null, correlation text, due integer, assignee text, lane text,
  priority integer not null, opened integer not null, owner text, lease integer, data text not null,
  primary key (instance, key)) strict, without rowid;
create index tidewheel_obligation_name on tidewheel_obligation (kind, name, priority desc, opened, instance, key);
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
  instance text not null, revision integer not null, n integer not null, type text not null, element text,
  at integer not null, data text not null, primary key (instance, revision, n)) strict, without rowid;
create table tidewheel_outbox (
  instance text not null, revision integer not null, n integer not null, kind text not null, name text,
  target text, due integer not null, attempts integer not null, owner text, lease integer, data text not null,
  primary key (instance, revision, n)) strict, without rowid;
create index tidewheel_outbox_due on tidewheel_outbox (due, instance, revision, n);
create index tidewheel_outbox_name on tidewheel_outbox (kind, name);
