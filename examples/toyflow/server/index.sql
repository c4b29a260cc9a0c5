-- What the host's own tables do not say: what a request is called, and whom it concerns. A person sees the requests
-- of which they are a stakeholder, and those with an open action that their group, or anybody, may do. Both are
-- found by an index, however many requests there are of others.

create table if not exists toyflow_request (
  id text primary key, name text not null, time integer not null, requester text not null) strict, without rowid;

create table if not exists toyflow_stakeholder (
  person text not null, request text not null, primary key (person, request)) strict, without rowid;

create table if not exists toyflow_member (
  person text not null, deployment text not null, team text not null,
  primary key (person, deployment, team)) strict, without rowid;

-- The tasks of a definition that others than stakeholders may do; team '' is everybody.
create table if not exists toyflow_task (
  deployment text not null, element text not null, team text not null,
  primary key (deployment, element)) strict, without rowid;

-- Those of them that are open now.
create table if not exists toyflow_open (
  team text not null, deployment text not null, request text not null, key integer not null,
  primary key (team, deployment, request, key)) strict, without rowid;
create index if not exists toyflow_open_key on toyflow_open (request, key);

-- Timers open and close actions, too; so this follows the host's index of obligations, in the same transaction.
create trigger if not exists toyflow_opened after insert on tidewheel_obligation when new.kind = 'userTask' begin
  insert into toyflow_open (team, deployment, request, key)
    select t.team, t.deployment, new.instance, new.key
    from tidewheel_instance i join toyflow_task t on t.deployment = i.deployment and t.element = new.element
    where i.id = new.instance;
end;
create trigger if not exists toyflow_closed after delete on tidewheel_obligation when old.kind = 'userTask' begin
  delete from toyflow_open where request = old.instance and key = old.key;
end;

-- Side effects as they were carried out.
create table if not exists toyflow_activity (
  request text not null, id text not null, time integer not null, activity text not null, fields text not null,
  primary key (request, id)) strict, without rowid;
