create schema if not exists detection;

-- A folder of rules that came together: ours, a configured folder, an imported tree, or what people wrote here.
create table detection.rulesets (
  id text primary key,
  title text not null,
  origin text not null,
  license text not null,
  failed integer not null default 0,
  imported_at timestamptz not null
);

create table detection.rules (
  id text primary key,
  ruleset text not null references detection.rulesets (id),
  path text not null,
  sha256 text not null,
  yaml text not null,
  document jsonb not null,
  title text not null,
  title_zh text,
  level text not null,
  status text not null,
  author text not null,
  license text not null,
  product text not null,
  category text not null,
  service text not null,
  tags text[] not null,
  enabled boolean not null,
  group_minutes integer not null default 60,
  hits_total bigint not null default 0,
  last_hit timestamptz
);
create index rules_ruleset on detection.rules (ruleset);

create table detection.exceptions (
  id uuid primary key,
  rule_id text not null references detection.rules (id) on delete cascade,
  title text not null,
  yaml text not null,
  created_by text not null,
  created_at timestamptz not null
);
create index exceptions_rule on detection.exceptions (rule_id);

-- Hits of a rule per hour: the scorecard. Suppressed = hits that joined an alert that was there.
create table detection.rule_hours (
  rule_id text not null,
  hour timestamptz not null,
  hits bigint not null,
  suppressed bigint not null,
  primary key (rule_id, hour)
);
create index rule_hours_hour on detection.rule_hours (hour);

-- Last frame whose hits are in the ledger, written in the transaction that tells them.
create table detection.positions (
  stream text primary key,
  seq bigint not null
);
