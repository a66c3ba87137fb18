create schema if not exists ingest;

-- Where records come from, with exact counts (written together with the position of the ledger stage).
create table ingest.sources (
  id text primary key,
  title text not null,
  kind text not null,
  format text not null,
  retention text not null,
  enabled boolean not null,
  silent_after_minutes integer not null,
  events bigint not null default 0,
  bytes bigint not null default 0,
  quarantined bigint not null default 0,
  first_seen timestamptz,
  last_seen timestamptz,
  created_at timestamptz not null
);

create table ingest.source_minutes (
  source text not null,
  minute timestamptz not null,
  events bigint not null,
  quarantined bigint not null,
  primary key (minute, source)
);

-- Last frame of a journal stream that is counted here.
create table ingest.positions (
  consumer text not null,
  stream text not null,
  seq bigint not null,
  primary key (consumer, stream)
);

-- Records that no reader could read; their bytes stay in the journal at (stream, seq, indexes).
create table ingest.quarantine (
  id uuid primary key,
  stream text not null,
  seq bigint not null,
  code text not null,
  source text not null,
  format text not null,
  at timestamptz not null,
  count integer not null,
  indexes integer[] not null,
  reason text not null,
  place text,
  size bigint not null,
  preview bytea not null,
  status text not null default 'waiting',
  unique (stream, seq, code)
);
create index quarantine_list on ingest.quarantine (at desc, id desc);
create index quarantine_waiting on ingest.quarantine (source) where status = 'waiting';

-- Newest state of every vehicle.
create table ingest.vehicle_states (
  vin text primary key,
  at timestamptz not null,
  received_at timestamptz not null,
  state jsonb not null
);
