-- Profiles of the operator; those of the product are files.
create table credentials.profiles (
  id text primary key,
  body jsonb not null,
  changed_at timestamptz not null
);

-- What devices asked for. The message is kept as it came.
create table credentials.requests (
  id uuid primary key,
  suite text not null check (suite in ('cn', 'ieee')),
  profile text not null,
  subject text not null,
  holder text not null,
  vin text,
  message bytea not null,
  -- SM3 of the message, so that the same one is kept once
  digest text not null unique,
  basis text not null,
  state text not null check (state in ('proposed', 'issued', 'rejected')),
  -- the certificate that is renewed
  renews text,
  asked_by jsonb not null,
  asked_at timestamptz not null,
  decided_by jsonb,
  decided_at timestamptz,
  decision text
);
create index requests_newest on credentials.requests (asked_at desc);
create index requests_open on credentials.requests (asked_at) where state = 'proposed';

create table credentials.certificates (
  -- last 10 bytes of the hash, as revocation lists name it
  id text primary key,
  request uuid not null unique references credentials.requests (id),
  suite text not null,
  profile text not null,
  kind text not null check (kind in ('application', 'identity')),
  subject text not null,
  holder text not null,
  vin text,
  certificate bytea not null,
  not_before timestamptz not null,
  not_after timestamptz not null,
  issued_at timestamptz not null,
  state text not null check (state in ('valid', 'revoked')),
  revoked_at timestamptz,
  reason text,
  successor text
);
create index certificates_newest on credentials.certificates (issued_at desc);
create index certificates_ending on credentials.certificates (not_after) where state = 'valid' and successor is null;

create table credentials.revocations (
  id uuid primary key,
  certificate text not null references credentials.certificates (id),
  reason text not null,
  note text not null,
  state text not null check (state in ('proposed', 'done', 'rejected')),
  proposed_by jsonb not null,
  proposed_at timestamptz not null,
  decided_by jsonb,
  decided_at timestamptz,
  decision text
);
create unique index revocations_open on credentials.revocations (certificate) where state <> 'rejected';

create table credentials.lists (
  suite text not null,
  serial int not null,
  issued_at timestamptz not null,
  next_at timestamptz not null,
  entries int not null,
  bytes bytea not null,
  primary key (suite, serial)
);
