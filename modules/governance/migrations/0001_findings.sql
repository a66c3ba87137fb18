create schema if not exists governance;

-- One row per finding 隐患/告警; the fingerprint keeps it one.
create table governance.findings (
  id uuid primary key,
  fingerprint text not null unique,
  kind text not null,
  module text not null,
  title text not null,
  title_zh text,
  severity smallint not null check (severity between 0 and 4),
  status text not null,
  assets jsonb not null,
  asset_keys text[] not null,
  obligations text[] not null,
  count bigint not null check (count > 0),
  first_seen timestamptz not null,
  last_seen timestamptz not null,
  opened_at timestamptz not null,
  latency_ms bigint not null,
  due_at timestamptz,
  owner_id text,
  owner_name text,
  rule_id text,
  tags text[] not null,
  alert jsonb,
  facts jsonb not null,
  samples jsonb not null
);
create index findings_last_seen on governance.findings (last_seen desc, id desc);
create index findings_open on governance.findings (severity desc, last_seen desc) where status in ('open', 'triaging', 'in-progress');
create index findings_rule on governance.findings (rule_id);
create index findings_assets on governance.findings using gin (asset_keys);

-- What people and the product did with a finding; never changed.
create table governance.finding_history (
  id bigint generated always as identity primary key,
  finding_id uuid not null references governance.findings (id),
  at timestamptz not null,
  actor text not null,
  kind text not null,
  from_value text,
  to_value text,
  comment text
);
create index finding_history_of on governance.finding_history (finding_id, id);

-- Occurrences per minute, for the overview; exact because it is written with the findings.
create table governance.occurrence_minutes (
  minute timestamptz not null,
  kind text not null,
  severity smallint not null,
  count bigint not null,
  primary key (minute, kind, severity)
);
