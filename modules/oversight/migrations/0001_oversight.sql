-- The authority's further duties: notices and what enterprises answer, incidents, inspections. Steps and feedback only grow.
create table oversight.numbers (
  prefix text not null,
  year int not null,
  last int not null,
  primary key (prefix, year)
);

-- Files of both sides; `owner` is the enterprise that brought it, none is the authority.
create table oversight.files (
  id uuid primary key,
  owner uuid,
  name text not null,
  bytes int not null,
  sm3 text not null,
  brought_at timestamptz not null,
  brought_by text not null
);

create table oversight.notices (
  id uuid primary key,
  number text not null unique,
  kind text not null,
  title text not null,
  text text not null,
  basis text not null,
  due_on date,
  indicators text[] not null,
  -- contents of a warning (281号 4.4)
  warning jsonb,
  state text not null,
  version int not null,
  source_kind text not null,
  source_id text not null,
  files uuid[] not null,
  issued_at timestamptz not null,
  issued_by text not null,
  issued_by_name text not null
);
create index on oversight.notices (issued_at desc, id desc);
create index on oversight.notices (source_kind, source_id);

-- A notice at one enterprise.
create table oversight.deliveries (
  id uuid primary key,
  notice uuid not null references oversight.notices (id),
  enterprise uuid not null,
  state text not null,
  due_on date,
  fetched_at timestamptz,
  acknowledged_at timestamptz,
  acknowledged_by text not null default '',
  acknowledged_version int not null default 0,
  first_acknowledged_at timestamptz,
  answered_at timestamptz,
  first_answered_at timestamptz,
  closed_at timestamptz,
  reopened int not null default 0,
  result text,
  -- grows with every change, so that an enterprise can ask for what is new
  change bigint not null,
  sent_at timestamptz not null,
  unique (notice, enterprise)
);
create sequence oversight.changes;
create index on oversight.deliveries (enterprise, change);
create index on oversight.deliveries (state, due_on);

create table oversight.feedback (
  id uuid primary key,
  delivery uuid not null references oversight.deliveries (id),
  at timestamptz not null,
  by_name text not null,
  result text not null,
  text text not null,
  file uuid references oversight.files (id)
);
create index on oversight.feedback (delivery, at);
create table oversight.delivery_steps (
  id uuid primary key,
  delivery uuid not null references oversight.deliveries (id),
  at timestamptz not null,
  by_name text not null,
  side text not null,
  action text not null,
  note text not null
);
create index on oversight.delivery_steps (delivery, at);

-- Penalties for an order that was not obeyed: one account proposes, another decides.
create table oversight.penalties (
  id uuid primary key,
  delivery uuid not null references oversight.deliveries (id),
  kind text not null,
  reasons text not null,
  amount int,
  proposed_by text not null,
  proposed_by_name text not null,
  proposed_at timestamptz not null,
  decision text not null,
  decided_by text,
  decided_by_name text not null default '',
  decided_at timestamptz,
  note text not null default '',
  check (decided_by is null or decided_by <> proposed_by)
);
create index on oversight.penalties (delivery);

-- 事件台: an incident of an enterprise with every report about it.
create table oversight.incidents (
  id uuid primary key,
  enterprise uuid not null,
  number text not null,
  name text not null,
  state text not null,
  operator text not null,
  claimed text,
  computed text,
  confirmed text,
  facts jsonb not null,
  trace jsonb not null,
  lateness jsonb,
  response_level text,
  response_started_at timestamptz,
  response_ended_at timestamptz,
  first_at timestamptz not null,
  last_at timestamptz not null,
  unique (enterprise, number)
);
create index on oversight.incidents (state, last_at desc, id desc);
create table oversight.incident_reports (
  id uuid primary key,
  incident uuid not null references oversight.incidents (id),
  filing uuid not null,
  template text not null,
  version int not null,
  title_zh text not null,
  title_en text not null,
  level text,
  data jsonb not null,
  received_at timestamptz not null
);
create index on oversight.incident_reports (incident, received_at);
create table oversight.incident_steps (
  id uuid primary key,
  incident uuid not null references oversight.incidents (id),
  at timestamptz not null,
  by_name text not null,
  text text not null
);
create index on oversight.incident_steps (incident, at);

create table oversight.inspections (
  id uuid primary key,
  number text not null unique,
  enterprise uuid not null,
  title text not null,
  basis text not null,
  kinds text[] not null,
  obligations text[] not null,
  units text[] not null,
  inspectors jsonb not null,
  announced boolean not null,
  from_at timestamptz not null,
  until_at timestamptz not null,
  reported_at timestamptz,
  cancelled_at timestamptz,
  document uuid not null,
  order_sm3 text not null,
  report_version int,
  report_sm3 text not null default '',
  created_at timestamptz not null,
  created_by text not null
);
create index on oversight.inspections (created_at desc);
create table oversight.inspection_items (
  id uuid primary key,
  inspection uuid not null references oversight.inspections (id),
  position int not null,
  item text not null,
  finding text not null default '',
  result text not null default 'open',
  notice uuid references oversight.notices (id)
);
create index on oversight.inspection_items (inspection, position);

-- Findings that were told and not yet cleared.
create table oversight.told (fingerprint text primary key);

create function oversight.only_grows() returns trigger language plpgsql as $$
begin
  raise exception 'lines of % are never changed', tg_table_name;
end $$;
create trigger feedback_only_grows before update or delete on oversight.feedback for each row execute function oversight.only_grows();
create trigger steps_only_grow before update or delete on oversight.delivery_steps for each row execute function oversight.only_grows();
create trigger incident_steps_only_grow before update or delete on oversight.incident_steps for each row execute function oversight.only_grows();
