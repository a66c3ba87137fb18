create schema if not exists hunt;

-- One run over what is stored: rules, correlations, or a backfill of one rule.
create table hunt.hunts (
  id uuid primary key,
  kind text not null,
  state text not null,
  title text not null,
  title_zh text,
  -- What was asked for: ids of rules or correlations, or a text.
  wanted jsonb not null,
  rule_id text,
  from_at timestamptz not null,
  to_at timestamptz not null,
  thorough boolean not null,
  asked_at timestamptz not null,
  asked_by text not null,
  started_at timestamptz,
  ended_at timestamptz,
  -- How often it was started; a restart of the server starts it again.
  starts integer not null default 0,
  -- Pieces of work that are done; where a run goes on.
  done integer not null default 0,
  -- Digest of the pieces; other pieces begin anew.
  pieces text not null default '',
  -- Windows of correlations behind the last piece.
  windows bytea,
  progress double precision not null default 0,
  hits bigint not null default 0,
  kept integer not null default 0,
  bar_ms bigint not null,
  problem text
);
create index hunts_asked on hunt.hunts (asked_at desc, id);
create unique index hunts_backfill on hunt.hunts (rule_id) where kind = 'backfill' and state in ('queued', 'running');

create table hunt.rules (
  hunt_id uuid not null references hunt.hunts (id) on delete cascade,
  rule_id text not null,
  title text not null,
  title_zh text,
  level text not null,
  way text not null,
  reason_zh text,
  reason_en text,
  hits bigint not null default 0,
  primary key (hunt_id, rule_id)
);

create table hunt.bars (
  hunt_id uuid not null references hunt.hunts (id) on delete cascade,
  at timestamptz not null,
  hits bigint not null,
  primary key (hunt_id, at)
);

create table hunt.hits (
  hunt_id uuid not null references hunt.hunts (id) on delete cascade,
  rule_id text not null,
  -- journal/seq/index, or the digest of a firing.
  key text not null,
  at timestamptz not null,
  journal text not null,
  seq bigint not null,
  idx integer not null,
  source text not null,
  subject_kind text not null,
  subject text not null,
  message text not null,
  matched jsonb not null,
  -- Events of a firing.
  refs jsonb not null,
  fingerprint text,
  promoted_at timestamptz,
  primary key (hunt_id, rule_id, key)
);
create index hits_newest on hunt.hits (hunt_id, at desc, key);
