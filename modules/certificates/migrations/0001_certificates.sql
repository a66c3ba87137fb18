create schema if not exists certificates;

create table certificates.authorities (
  id uuid primary key,
  name text not null unique,
  title text not null,
  kind text not null check (kind in ('root', 'issuing')),
  parent uuid references certificates.authorities (id),
  algorithm text not null check (algorithm in ('sm2', 'ecdsa-p256')),
  key_name text not null,
  certificate bytea not null,
  crl_number bigint not null default 0,
  created_at timestamptz not null
);

create table certificates.ceremonies (
  id uuid primary key,
  plan jsonb not null,
  note text not null,
  state text not null check (state in ('proposed', 'done', 'rejected')),
  proposed_by jsonb not null,
  proposed_at timestamptz not null,
  decided_by jsonb,
  decided_at timestamptz,
  transcript text,
  -- SM3 of the transcript
  transcript_hash bytea
);
create index ceremonies_newest on certificates.ceremonies (proposed_at desc);

create table certificates.profiles (
  id text primary key,
  body jsonb not null,
  changed_at timestamptz not null
);

create table certificates.settings (
  one boolean primary key default true check (one),
  body jsonb not null
);

-- One row a batch; its rows wait in batch_rows until they carry a serial number or an error.
create table certificates.batches (
  id uuid primary key,
  name text not null,
  profile text not null,
  authority uuid not null references certificates.authorities (id),
  state text not null check (state in ('running', 'done')),
  total integer not null,
  created_by jsonb not null,
  roles jsonb not null,
  created_at timestamptz not null,
  ended_at timestamptz
);

create table certificates.certificates (
  -- content of the serial number, hex
  serial text primary key,
  authority uuid not null references certificates.authorities (id),
  profile text not null,
  subject text not null,
  vin text,
  device text,
  der bytea not null,
  -- SM3 of the public key
  key_hash bytea not null,
  not_before timestamptz not null,
  not_after timestamptz not null,
  state text not null check (state in ('valid', 'held', 'revoked')),
  reason text,
  changed_at timestamptz not null,
  issued_at timestamptz not null,
  issued_by text not null,
  batch uuid,
  batch_row integer,
  log_index bigint not null,
  predecessor text,
  successor text,
  pair text,
  -- the first list that told the present state, and when
  told_in bigint,
  told_at timestamptz,
  -- escrow of an encryption key: the private key sealed, and the form in which it is delivered
  escrow bytea,
  enveloped bytea
);
create index certificates_key on certificates.certificates (key_hash);
create index certificates_newest on certificates.certificates (issued_at desc, serial desc);
create index certificates_ends on certificates.certificates (not_after) where state <> 'revoked';
create index certificates_vin on certificates.certificates (vin) where vin is not null;
create index certificates_device on certificates.certificates (device) where device is not null;
create index certificates_bad on certificates.certificates (authority, changed_at) where state <> 'valid';
create unique index certificates_once on certificates.certificates (batch, batch_row) where batch is not null and pair is null;

create table certificates.batch_rows (
  batch uuid not null references certificates.batches (id),
  row integer not null,
  csr bytea not null,
  vin text,
  device text,
  serial text,
  code text,
  reason text,
  primary key (batch, row)
);
create index batch_rows_waiting on certificates.batch_rows (batch, row) where serial is null and code is null;

create table certificates.requests (
  id uuid primary key,
  kind text not null check (kind in ('issue', 'revoke')),
  state text not null check (state in ('waiting', 'approved', 'rejected')),
  body jsonb not null,
  about jsonb not null,
  asked_by jsonb not null,
  asked_at timestamptz not null,
  decided_by jsonb,
  decided_at timestamptz,
  decision_note text
);
create index requests_newest on certificates.requests (asked_at desc);

-- What happened to certificates that are bound to a vehicle or device.
create table certificates.bindings (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  kind text not null check (kind in ('bound', 'held', 'lifted', 'revoked')),
  serial text not null,
  profile text not null,
  vin text,
  device text,
  by_name text not null
);
create index bindings_vin on certificates.bindings (vin);
create index bindings_device on certificates.bindings (device);

create table certificates.crls (
  authority uuid not null references certificates.authorities (id),
  number bigint not null,
  kind text not null check (kind in ('full', 'delta')),
  base bigint,
  this_update timestamptz not null,
  next_update timestamptz not null,
  entries integer not null,
  der bytea not null,
  primary key (authority, number)
);

-- The issuance log: every issue and every change of state is a leaf of an SM3 Merkle tree (RFC 9162 shape).
create table certificates.log (
  index bigint primary key,
  serial text not null,
  entry text not null,
  hash bytea not null
);
create index log_serial on certificates.log (serial);
create table certificates.log_tiles (
  level integer not null,
  index bigint not null,
  hashes bytea not null,
  primary key (level, index)
);
create table certificates.log_head (
  one boolean primary key default true check (one),
  size bigint not null,
  edge bytea not null
);
insert into certificates.log_head (size, edge) values (0, '');
create table certificates.checkpoints (
  size bigint primary key,
  root bytea not null,
  note text not null,
  at timestamptz not null
);
