create schema if not exists detection;

-- A folder or an upload of Sigma rules; `custom` holds the rules that were written here.
create table detection.rulesets (
  id text primary key,
  title text not null,
  origin text not null,
  license text not null,
  failures jsonb not null default '[]',
  imported_at timestamptz not null
);

create table detection.rules (
  -- Id of the Sigma rule, or `h-` and a hash of its place where it has none.
  id text primary key,
  ruleset text not null references detection.rulesets (id) on delete cascade,
  path text not null,
  -- The file as its author wrote it, and what the parser made of it: workers start from the second.
  yaml text not null,
  document jsonb not null,
  title text not null,
  title_zh text,
  level text not null,
  level_rank smallint not null,
  status text not null,
  author text not null,
  license text not null,
  product text not null,
  category text not null,
  service text not null,
  tags text[] not null,
  enabled boolean not null,
  group_minutes integer not null,
  -- SHA-256 of the file.
  sha text not null,
  changed_at timestamptz not null
);
create index on detection.rules (ruleset, path);
create index on detection.rules using gin (tags);

-- Kept when a rule goes and comes back with the next import.
create table detection.exceptions (
  id uuid primary key,
  rule_id text not null,
  title text not null,
  yaml text not null,
  selection jsonb not null,
  created_by text not null,
  created_at timestamptz not null
);
create index on detection.exceptions (rule_id);

-- Hits of a rule in an hour of acceptance; `suppressed` of them went into an alert that was there already.
create table detection.rule_hours (
  rule_id text not null,
  hour timestamptz not null,
  hits bigint not null,
  suppressed bigint not null,
  last_hit timestamptz not null,
  primary key (rule_id, hour)
);
create index on detection.rule_hours (hour);

-- Alerts that still collect hits.
create table detection.open_groups (
  fingerprint text primary key,
  ends_at timestamptz not null
);
create index on detection.open_groups (ends_at);

-- Last frame of a journal stream whose hits are in the ledger.
create table detection.positions (
  stream text primary key,
  seq bigint not null
);
