-- Recordings that people upload, what their analysis found, models of CAN buses, DBC files. Bytes lie in the blob store.

create table dbc_files (
  id uuid primary key,
  name text not null,
  vehicle_model text not null,
  size bigint not null,
  sha256 text not null,
  messages integer not null,
  signals integer not null,
  -- [{line, reason}]
  problems jsonb not null,
  uploader_id text not null,
  uploader_name text not null,
  uploaded_at timestamptz not null
);

create table captures (
  id uuid primary key,
  name text not null,
  kind text not null check (kind in ('pcap', 'can', 'v2x', 'ids')),
  format text not null,
  size bigint not null,
  sha256 text not null,
  sm3 text not null,
  status text not null check (status in ('waiting', 'running', 'done', 'failed', 'cancelled')),
  progress real not null default 0,
  vin text,
  model text,
  to_events boolean not null,
  dbc_id uuid references dbc_files on delete set null,
  can_model_id uuid,
  uploader_id text not null,
  uploader_name text not null,
  uploaded_at timestamptz not null,
  analysed_at timestamptz,
  -- counts up with every demand to analyse; a job of an older run does nothing
  run integer not null default 1,
  -- names the rows and blobs of the newest try
  attempt uuid,
  findings integer not null default 0,
  fault jsonb,
  faults jsonb not null default '[]',
  unreadable bigint not null default 0,
  summary jsonb
);
create index captures_by_upload on captures (uploaded_at, id);

-- Result rows of all kinds: flows, hosts, names, identifiers, dialogues, senders, verdicts, findings.
create table result_rows (
  attempt uuid not null,
  section text not null,
  seq integer not null,
  capture_id uuid not null references captures on delete cascade,
  -- what a search looks through, lower case
  words text not null,
  body jsonb not null,
  primary key (attempt, section, seq)
);
create index result_rows_by_capture on result_rows (capture_id);
create index result_rows_unregistered on result_rows (section, (body ->> 'address'))
  where section = 'hosts' and (body ->> 'local') = 'true';

-- Frames and positions lie in blobs in the order of the recording; this is their index.
create table chunks (
  attempt uuid not null,
  series text not null,
  seq integer not null,
  capture_id uuid not null references captures on delete cascade,
  first_number bigint not null,
  count integer not null,
  from_time double precision not null,
  to_time double precision not null,
  -- identifiers or senders in it
  keys text[] not null,
  marked integer not null,
  blob text not null,
  primary key (attempt, series, seq)
);
create index chunks_by_capture on chunks (capture_id);

create table can_models (
  id uuid primary key,
  vehicle_model text not null,
  version integer not null,
  title text not null,
  status text not null check (status in ('training', 'ready', 'failed')),
  reason jsonb,
  active boolean not null default false,
  capture_id uuid references captures on delete set null,
  capture_name text not null,
  dbc_id uuid references dbc_files on delete set null,
  frames bigint not null default 0,
  seconds double precision not null default 0,
  ids integer not null default 0,
  size integer not null default 0,
  creator_id text not null,
  creator_name text not null,
  created_at timestamptz not null,
  unique (vehicle_model, version)
);
create unique index can_models_active on can_models (vehicle_model) where active;

-- What a model said about a capture: how often it speaks on traffic of its vehicle model.
create table model_uses (
  model_id uuid not null references can_models on delete cascade,
  capture_id uuid not null references captures on delete cascade,
  seconds double precision not null,
  alerts integer not null,
  primary key (model_id, capture_id)
);
