create schema if not exists warnings;

-- Assets about which something was reported since their score was computed.
create table warnings.risk_dirty (
  key text primary key,
  -- How often it was noted: a score takes away only the notes that it has seen.
  notes bigint not null default 1
);

-- Score of an asset at the time it was computed; the reasons are computed anew when somebody asks.
create table warnings.risk (
  key text primary key,
  kind text not null,
  id text not null,
  score real not null,
  findings integer not null,
  finding_ids text[] not null,
  worst text not null,
  at timestamptz not null
);
create index risk_score on warnings.risk (score desc, key);
create index risk_age on warnings.risk (at);

-- Versions of the policy and of the field tables of packets; version 0 is shipped with the product and not here.
create table warnings.documents (
  kind text not null,
  version integer not null,
  body jsonb not null,
  note text not null,
  by text not null,
  at timestamptz not null,
  primary key (kind, version)
);

create table warnings.counters (
  name text primary key,
  last integer not null
);

create table warnings.warnings (
  id uuid primary key,
  number text not null unique,
  level smallint not null check (level between 0 and 3),
  pending text,
  status text not null,
  scope_kind text not null,
  scope_id text not null,
  title_zh text not null,
  title_en text not null,
  impact_zh text not null,
  impact_en text not null,
  measures jsonb not null,
  rules text[] not null,
  causes text[] not null,
  by_hand boolean not null,
  policy_version integer not null,
  created_at timestamptz not null,
  issued_at timestamptz,
  issued_by text,
  lifted_at timestamptz,
  lifted_by text,
  refused_at timestamptz,
  acknowledged_at timestamptz,
  acknowledged_by text,
  below_since timestamptz,
  time_limit timestamptz,
  -- Steps of channels that were told; grows until somebody acknowledges.
  step smallint not null default 0,
  step_at timestamptz
);
-- One warning a scope at a time, also when two evaluations run.
create unique index warnings_standing on warnings.warnings (scope_kind, scope_id) where status in ('proposed', 'issued');
create index warnings_order on warnings.warnings (created_at desc, id desc);

-- What happened to a warning; never changed.
create table warnings.history (
  id bigint generated always as identity primary key,
  warning_id uuid not null references warnings.warnings (id),
  at timestamptz not null,
  actor text not null,
  kind text not null,
  from_level text,
  to_level text,
  comment text
);
create index history_of on warnings.history (warning_id, id);

create table warnings.channels (
  id uuid primary key,
  name text not null,
  enabled boolean not null,
  language text not null,
  levels text[] not null,
  notices text[] not null,
  step smallint not null,
  quiet jsonb,
  target jsonb not null,
  endpoint text,
  kept text[] not null,
  -- Sealed by the keys of the platform, bound to the id.
  secrets bytea not null,
  removed boolean not null default false
);

create table warnings.deliveries (
  id uuid primary key,
  channel_id uuid not null references warnings.channels (id),
  warning_id uuid references warnings.warnings (id),
  notice text not null,
  -- What was true when it happened; repeated attempts send the same.
  message jsonb not null,
  status text not null,
  attempts integer not null default 0,
  created_at timestamptz not null,
  next_at timestamptz,
  sent_at timestamptz,
  receipt text,
  error text
);
create index deliveries_newest on warnings.deliveries (created_at desc, id desc);
create index deliveries_warning on warnings.deliveries (warning_id);
create index deliveries_channel on warnings.deliveries (channel_id, status);

-- Reporting packets; the file itself is kept as it was made.
create table warnings.packets (
  id uuid primary key,
  number text not null unique,
  type text not null,
  subject text not null,
  missing text[] not null,
  schema_version integer not null,
  verified boolean not null,
  digest text not null,
  file text not null,
  created_at timestamptz not null,
  created_by text not null,
  receipt_number text,
  receipt_at timestamptz,
  receipt_via text,
  receipt_by text
);
create index packets_newest on warnings.packets (created_at desc);

-- How the last evaluation went.
create table warnings.evaluations (
  id smallint primary key check (id = 1),
  at timestamptz not null,
  overflow integer not null,
  scored integer not null,
  waiting integer not null
);
