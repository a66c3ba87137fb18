-- Who responds. Somebody who left the team stays for the calls that were made.
create table responders (
  id uuid primary key,
  name text not null,
  role text not null,
  phone text not null,
  deputy uuid references responders (id),
  created_at timestamptz not null,
  created_by text not null,
  left_at timestamptz
);

-- Weekly patterns.
create table shifts (
  id uuid primary key,
  responder uuid not null references responders (id),
  weekdays integer[] not null,
  from_time text not null,
  to_time text not null,
  valid_from date not null,
  valid_to date,
  created_by text not null
);

-- One day on which somebody is away or stands in.
create table exceptions (
  id uuid primary key,
  kind text not null check (kind in ('away', 'extra')),
  responder uuid not null references responders (id),
  day date not null,
  from_time text not null,
  to_time text not null,
  note text not null,
  created_by text not null
);
create index exceptions_by_day on exceptions (day);

create table settings (
  single boolean primary key default true check (single),
  value jsonb not null,
  changed_at timestamptz not null,
  changed_by text not null
);

-- Call trees: tests, and those of incidents.
create table call_trees (
  id uuid primary key,
  kind text not null check (kind in ('test', 'incident')),
  title text not null,
  incident uuid,
  started_at timestamptz not null,
  started_by text not null,
  ended_at timestamptz,
  answer_minutes integer not null
);
create index call_trees_by_start on call_trees (started_at desc, id desc);

create table calls (
  id uuid primary key,
  tree uuid not null references call_trees (id),
  responder uuid not null references responders (id),
  name text not null,
  role text not null,
  phone text not null,
  step integer not null,
  instead_of text,
  called_at timestamptz not null,
  due_at timestamptz not null,
  outcome text not null check (outcome in ('waiting', 'answered', 'missed')),
  answered_at timestamptz,
  recorded_by text
);
create index calls_by_tree on calls (tree);
create index calls_waiting on calls (due_at) where outcome = 'waiting';

-- Findings that stand in the ledger.
create table reported (fingerprint text primary key);
