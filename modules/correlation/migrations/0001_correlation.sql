create schema if not exists correlation;

-- Correlations and filters: ours, of imported rule sets, and what people wrote here.
create table correlation.documents (
  id text primary key,
  kind text not null check (kind in ('correlation', 'filter')),
  name text not null,
  ruleset text not null,
  path text not null,
  -- The whole text of the file: rules that stand in it with the correlation included.
  yaml text not null,
  title text not null,
  title_zh text,
  level text not null,
  status text not null,
  author text not null,
  license text not null,
  tags text[] not null,
  type text not null,
  enabled boolean not null,
  group_minutes integer not null default 60,
  fired_total bigint not null default 0,
  last_fired timestamptz,
  changed_at timestamptz not null
);
create index documents_ruleset on correlation.documents (ruleset, path);

-- What fired. The primary key decides whether a firing is told: a replay of the journal after a crash finds it here.
create table correlation.firings (
  rule_id text not null,
  firing_id text not null,
  stream text not null,
  at timestamptz not null,
  from_at timestamptz not null,
  to_at timestamptz not null,
  value double precision not null,
  groups jsonb not null,
  refs text[] not null,
  -- False when only other correlations use it: no alert came of it.
  alone boolean not null,
  fingerprint text not null,
  received_at timestamptz not null,
  primary key (rule_id, firing_id)
);
create index firings_rule_at on correlation.firings (rule_id, at desc, firing_id desc);
create index firings_received on correlation.firings (received_at);

-- State of the windows of a stream and the frame up to which it knows the journal, always written together.
create table correlation.snapshots (
  stream text primary key,
  seq bigint not null,
  state bytea not null,
  -- Newest event time of a hit, and when that hit was received: how far event time has come while nothing hits.
  clock_at bigint not null,
  clock_received bigint not null,
  stats jsonb not null,
  saved_at timestamptz not null
);
