create schema if not exists watch;

-- What people decided about a detector, and how often it spoke. A detector without a row runs with its standards.
create table watch.detectors (
  id text primary key,
  enabled boolean not null default true,
  limits jsonb not null default '{}',
  spoken_total bigint not null default 0,
  last_spoken timestamptz
);

-- Times that a detector spoke, per hour of acceptance.
create table watch.spoken_hours (
  detector text not null,
  hour timestamptz not null,
  count bigint not null,
  primary key (detector, hour)
);
create index spoken_hours_hour on watch.spoken_hours (hour);

-- When a kind of observation last arrived, and how many.
create table watch.fed (
  kind text primary key,
  at timestamptz not null,
  count bigint not null
);

-- The same signature on many vehicles.
create table watch.campaigns (
  id uuid primary key,
  signature text not null,
  kind text not null check (kind in ('rule', 'signal')),
  title_zh text not null,
  title_en text not null,
  severity text not null,
  window_h double precision not null,
  vehicles bigint not null,
  estimated boolean not null,
  first_seen timestamptz not null,
  last_seen timestamptz not null,
  opened_at timestamptz not null,
  sample_vins text[] not null,
  peer_groups jsonb not null,
  unique (signature, opened_at)
);
create index campaigns_last_seen on watch.campaigns (last_seen desc, id desc);

-- Vehicles of a campaign as counted at the end of each hour: how it spreads.
create table watch.campaign_hours (
  campaign_id uuid not null references watch.campaigns (id) on delete cascade,
  hour timestamptz not null,
  vehicles bigint not null,
  primary key (campaign_id, hour)
);

-- The operator's table of address ranges and countries; one row or none.
create table watch.countries (
  id smallint primary key check (id = 1),
  csv text not null,
  home text[] not null,
  ranges bigint not null,
  countries bigint not null,
  updated_at timestamptz not null,
  updated_by text not null
);

-- What detectors learnt, so that a restart does not begin anew.
create table watch.memory (
  detector text primary key,
  state jsonb not null,
  saved_at timestamptz not null
);

-- Last frame whose verdicts are durable.
create table watch.positions (
  stream text primary key,
  seq bigint not null
);
