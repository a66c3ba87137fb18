create schema if not exists intel;

-- Where indicators come from.
create table intel.feeds (
  id uuid primary key,
  name text not null unique,
  kind text not null check (kind in ('upload', 'folder', 'taxii', 'misp', 'list')),
  url text not null default '',
  collection text not null default '',
  auth text not null default 'none' check (auth in ('none', 'basic', 'bearer', 'key')),
  username text not null default '',
  -- Sealed under the key `intel-feeds`; the id of the feed is bound to it.
  secret bytea,
  value_kind text,
  interval_minutes integer not null default 60,
  enabled boolean not null default true,
  -- For indicators that do not say it themselves.
  confidence smallint,
  tlp text,
  ttl_days integer,
  -- How far the provider was read: date of the last addition (TAXII) or time of the last change (MISP).
  reached text,
  next_poll timestamptz,
  last_ok timestamptz,
  created_at timestamptz not null,
  created_by text not null
);

-- One reading of a feed or of a file.
create table intel.imports (
  id uuid primary key,
  feed_id uuid not null references intel.feeds (id) on delete cascade,
  trigger text not null check (trigger in ('upload', 'poll')),
  name text not null,
  format text,
  status text not null check (status in ('waiting', 'running', 'done', 'failed')),
  fault jsonb,
  entries bigint not null default 0,
  added bigint not null default 0,
  changed bigint not null default 0,
  passed_over bigint not null default 0,
  problem_counts jsonb not null default '{}',
  problems jsonb not null default '[]',
  requested_at timestamptz not null,
  requested_by text not null,
  ended_at timestamptz
);
create index imports_feed on intel.imports (feed_id, requested_at desc);
create index imports_requested on intel.imports (requested_at desc, id desc);

create table intel.indicators (
  id bigint generated always as identity primary key,
  -- Identity towards others, for example in STIX.
  uid uuid not null default gen_random_uuid(),
  feed_id uuid not null references intel.feeds (id) on delete cascade,
  -- Begin of SHA-256 over kind, value, conditions and reference.
  fingerprint bytea not null,
  kind text not null,
  value text not null,
  also jsonb not null default '[]',
  ref text not null,
  title text not null,
  confidence smallint,
  valid_from timestamptz,
  valid_until timestamptz,
  tlp text,
  labels text[] not null,
  kill_chain text[] not null,
  revoked boolean not null,
  disabled boolean not null default false,
  disabled_by text,
  -- What others reported of it.
  reported_count bigint not null default 0,
  reported_last timestamptz,
  first_import uuid not null,
  last_import uuid not null,
  created_at timestamptz not null,
  unique (feed_id, fingerprint)
);
create index indicators_value on intel.indicators (value text_pattern_ops);
create index indicators_ref on intel.indicators (feed_id, ref) where ref <> '';
create index indicators_import on intel.indicators (first_import);

-- An indicator on one of our assets.
create table intel.sightings (
  id uuid primary key,
  indicator_id bigint not null references intel.indicators (id) on delete cascade,
  asset_kind text not null,
  asset_id text not null,
  observed text not null,
  field text not null,
  first_seen timestamptz not null,
  last_seen timestamptz not null,
  count bigint not null,
  -- The newest event.
  journal text not null,
  seq bigint not null,
  idx integer not null,
  from_history boolean not null,
  told_at timestamptz,
  unique (indicator_id, asset_kind, asset_id)
);
create index sightings_last on intel.sightings (last_seen desc, id desc);

create table intel.sighting_hours (
  indicator_id bigint not null references intel.indicators (id) on delete cascade,
  hour timestamptz not null,
  count bigint not null,
  primary key (indicator_id, hour)
);
create index sighting_hours_hour on intel.sighting_hours (hour);

-- The search for new indicators in what is stored.
create table intel.look_backs (
  import_id uuid primary key references intel.imports (id) on delete cascade,
  status text not null check (status in ('waiting', 'running', 'done', 'failed')),
  starts timestamptz not null,
  ends timestamptz not null,
  steps integer not null,
  done integer not null default 0,
  sightings bigint not null default 0,
  -- Indicators that cannot be searched backwards, by reason.
  left_out jsonb not null default '{}',
  fault jsonb,
  ended_at timestamptz
);

-- Last frame whose sightings are durable.
create table intel.positions (
  stream text primary key,
  seq bigint not null
);
