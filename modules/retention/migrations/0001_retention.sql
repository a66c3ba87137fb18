create schema if not exists retention;

-- How long each class is kept; the floor of 184 days is in the code and cannot be lowered here.
create table retention.policies (
  class text primary key,
  days integer not null,
  cold_after_days integer,
  hot_days integer,
  updated_at timestamptz not null,
  updated_by text not null
);

create table retention.holds (
  id uuid primary key,
  title text not null,
  reason text not null,
  case_ref text not null,
  streams text[] not null,
  sources text[] not null,
  assets text[] not null,
  from_at timestamptz,
  to_at timestamptz,
  status text not null,
  placed_by text not null,
  placed_name text not null,
  placed_at timestamptz not null,
  confirmed_name text,
  confirmed_at timestamptz,
  release_by text,
  release_name text,
  release_reason text,
  release_asked_at timestamptz,
  released_name text,
  released_at timestamptz
);

-- Sealed segments of the journals with what the three clocks said when each was found sealed.
create table retention.segments (
  stream text not null,
  first_seq bigint not null,
  last_seq bigint not null,
  journal text not null,
  bytes bigint not null,
  frames bigint not null,
  events bigint not null,
  sources text[] not null,
  oldest_at timestamptz not null,
  newest_at timestamptz not null,
  sm3 text not null,
  found_at timestamptz not null,
  uptime_ms bigint not null,
  checkpoint_at timestamptz,
  removed_at timestamptz,
  verified_at timestamptz,
  cold_at timestamptz,
  cold_bytes bigint not null default 0,
  cold_rows bigint not null default 0,
  cold_from timestamptz,
  cold_to timestamptz,
  hot_removed_at timestamptz,
  primary key (stream, first_seq)
);

-- What arrived of each source in each hour, by receive time; derived from the journal with the position below.
create table retention.hours (
  stream text not null,
  source text not null,
  hour timestamptz not null,
  frames bigint not null,
  events bigint not null,
  bytes bigint not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  primary key (source, hour, stream)
);
create table retention.positions (
  stream text primary key,
  seq bigint not null
);

create table retention.proposals (
  id uuid primary key,
  stream text not null,
  journal text not null,
  first_seq bigint not null,
  last_seq bigint not null,
  segments integer not null,
  frames bigint not null,
  events bigint not null,
  bytes bigint not null,
  oldest_at timestamptz not null,
  newest_at timestamptz not null,
  reason text not null,
  status text not null,
  proposed_by text not null,
  proposed_name text not null,
  proposed_at timestamptz not null,
  decided_by text,
  decided_name text,
  decided_at timestamptz,
  note text not null default ''
);
-- At most one removal of a stream is under way.
create unique index proposals_open on retention.proposals (stream) where status in ('proposed', 'approved');

-- The signed statement about what was removed, and how far the removal has come.
create table retention.tombstones (
  proposal uuid primary key references retention.proposals (id),
  body text not null,
  signatures jsonb not null,
  signed_at timestamptz not null,
  logged_at timestamptz,
  segments_removed_at timestamptz,
  rows_removed_at timestamptz,
  removed_rows bigint not null default 0
);

create table retention.uptime (
  id integer primary key check (id = 1),
  uptime_ms bigint not null,
  ticked_at timestamptz not null
);
create table retention.clock_jumps (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  jump_ms bigint not null
);

-- Gaps that were reported as findings and are not cleared.
create table retention.gap_findings (
  source text primary key,
  hours integer not null,
  reported_at timestamptz not null
);

create table retention.restore_tests (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  ok boolean not null,
  segments integer not null,
  frames bigint not null,
  cold_files integer not null,
  cold_rows bigint not null,
  detail text not null
);
