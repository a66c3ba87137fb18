create schema if not exists baselines;

-- Behaviour rules: ours, and what people wrote or imported.
create table baselines.rules (
  id text primary key,
  ruleset text not null,
  path text not null,
  yaml text not null,
  title text not null,
  title_zh text,
  type text not null,
  level text not null,
  status text not null,
  author text not null,
  license text not null,
  tags text[] not null,
  enabled boolean not null,
  told_total bigint not null default 0,
  last_told timestamptz,
  changed_at timestamptz not null
);

-- What deviated. The primary key decides whether a verdict is told: a replay of the journal after a crash finds it here.
create table baselines.verdicts (
  id text primary key,
  rule_id text not null,
  kind text not null check (kind in ('deviation', 'capacity')),
  stream text not null,
  at timestamptz not null,
  fields jsonb not null,
  value text not null,
  figures jsonb not null,
  received_at timestamptz not null,
  -- What is put into the journal, and when it was read there.
  record jsonb not null,
  recorded_at timestamptz
);
create index verdicts_rule_at on baselines.verdicts (rule_id, at desc, id desc);
create index verdicts_received on baselines.verdicts (received_at);
create index verdicts_waiting on baselines.verdicts (received_at) where recorded_at is null;

-- What was learnt of the entities, in parts that are written when they changed, always together with the position.
create table baselines.state (
  stream text not null,
  rule_id text not null,
  digest text not null,
  part text not null,
  text bytea not null,
  primary key (stream, rule_id, part)
);
create table baselines.positions (
  stream text primary key,
  seq bigint not null,
  saved_at timestamptz not null
);
