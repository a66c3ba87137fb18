create schema if not exists incidents;

-- Who reports: one row.
create table incidents.settings (
  single boolean primary key default true check (single),
  value jsonb not null,
  changed_at timestamptz not null,
  changed_by text not null
);

create sequence incidents.numbers;

create table incidents.incidents (
  id uuid primary key,
  number text not null unique,
  title text not null,
  state text not null check (state in ('open', 'contained', 'ended', 'closed')),
  -- Earliest record of the product: 发现或获知.
  known_at timestamptz not null,
  opened_at timestamptz not null,
  opened_by text not null,
  plan_started_at timestamptz,
  plan_started_by text,
  response_ended_at timestamptz,
  closed_at timestamptz,
  facts jsonb not null,
  narrative jsonb not null,
  recovery jsonb not null,
  findings uuid[] not null,
  -- Newest grading; the others are in incidents.grades.
  grading jsonb not null,
  counted jsonb not null,
  changed_at timestamptz not null
);
create index incidents_newest on incidents.incidents (opened_at desc, id desc);
create index incidents_findings on incidents.incidents using gin (findings);

-- Gradings, calls, reports, decisions: what happened and when it was written down.
create table incidents.timeline (
  id bigint generated always as identity primary key,
  incident uuid not null references incidents.incidents (id),
  kind text not null,
  at timestamptz not null,
  recorded_at timestamptz not null,
  actor text not null,
  text text not null,
  detail jsonb not null
);
create index timeline_incident on incidents.timeline (incident, id);

create table incidents.evidence (
  id uuid primary key,
  incident uuid not null references incidents.incidents (id),
  name text not null,
  note text not null,
  blob text not null,
  bytes integer not null,
  sha256 text not null,
  sm3 text not null,
  added_at timestamptz not null,
  added_by text not null
);

-- Chain of custody 证据保管链.
create table incidents.custody (
  id bigint generated always as identity primary key,
  evidence uuid not null references incidents.evidence (id),
  at timestamptz not null,
  actor text not null,
  action text not null,
  note text not null
);

create table incidents.reports (
  id uuid primary key,
  incident uuid not null references incidents.incidents (id),
  regime text not null check (regime in ('miit', 'cac')),
  kind text not null check (kind in ('first', 'followup', 'final')),
  number integer not null,
  document uuid not null,
  version integer not null,
  sm3 text not null,
  data jsonb not null,
  open_items text[] not null,
  issued_at timestamptz not null,
  issued_by text not null,
  submitted_at timestamptz,
  receiver text not null default ''
);

create function incidents.only_grows() returns trigger language plpgsql as $$
begin
  raise exception 'this record only grows';
end $$;
create trigger only_grows before update or delete on incidents.timeline
  for each row execute function incidents.only_grows();
create trigger only_grows before update or delete on incidents.custody
  for each row execute function incidents.only_grows();
create trigger only_grows before update or delete on incidents.evidence
  for each row execute function incidents.only_grows();

-- The start of the plan is written once, and the time of knowledge never moves forward.
create function incidents.keep_times() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then raise exception 'an incident is never removed'; end if;
  if old.plan_started_at is not null and new.plan_started_at is distinct from old.plan_started_at
    then raise exception 'the start of the plan is fixed'; end if;
  if old.response_ended_at is not null and new.response_ended_at is distinct from old.response_ended_at
    then raise exception 'the end of the response is fixed'; end if;
  if new.known_at > old.known_at then raise exception 'the time of knowledge never moves forward'; end if;
  return new;
end $$;
create trigger keep_times before update or delete on incidents.incidents
  for each row execute function incidents.keep_times();
