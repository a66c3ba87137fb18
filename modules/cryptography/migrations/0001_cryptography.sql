create schema if not exists cryptography;

-- Endpoints that people declared; only these are ever contacted (1.2-d of the notice).
create table cryptography.endpoints (
  id uuid primary key,
  name text not null,
  host text not null,
  port integer not null check (port between 1 and 65535),
  kind text not null check (kind in ('vehicle', 'api', 'ota', 'app', 'roadside', 'other')),
  speaks text not null check (speaks in ('any', 'tls', 'tlcp')),
  mutual boolean not null,
  sm boolean not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  unique (host, port)
);

create table cryptography.probes (
  id uuid primary key,
  endpoint_id uuid not null references cryptography.endpoints (id) on delete cascade,
  at timestamptz not null,
  asked_by text not null,
  result jsonb not null,
  -- name of the blob with the bytes of all connections; null when it was forgotten
  transcript text
);
create index probes_newest on cryptography.probes (endpoint_id, at desc, id desc);

-- Certificates that endpoints showed.
create table cryptography.certificates (
  fingerprint text primary key,
  der bytea not null,
  subject text not null,
  issuer text not null,
  serial text not null,
  key text not null,
  bits integer not null,
  signature text not null,
  not_before timestamptz not null,
  not_after timestamptz not null,
  first_seen timestamptz not null,
  last_seen timestamptz not null
);
create index certificates_end on cryptography.certificates (not_after, fingerprint);

create table cryptography.certificate_places (
  fingerprint text not null references cryptography.certificates (fingerprint) on delete cascade,
  endpoint_id uuid not null references cryptography.endpoints (id) on delete cascade,
  place text not null check (place in ('leaf', 'chain', 'tlcp')),
  primary key (endpoint_id, fingerprint)
);
create index certificate_places_certificate on cryptography.certificate_places (fingerprint);

-- Uses of cryptography that people declared (1.2-g).
create table cryptography.uses (
  id uuid primary key,
  system text not null,
  purpose text not null,
  algorithm text not null,
  bits integer,
  key_id text not null,
  rotated_on date,
  rotate_days integer,
  note text not null,
  changed_at timestamptz not null
);

create table cryptography.products (
  id uuid primary key,
  name text not null,
  vendor text not null,
  certificate_no text not null unique,
  level integer,
  valid_from date not null,
  valid_to date not null,
  used_for text not null,
  changed_at timestamptz not null
);

-- 密评 (1.2-h); items are the judged objects.
create table cryptography.assessments (
  id uuid primary key,
  system text not null,
  level integer not null check (level between 1 and 4),
  organisation text not null,
  assessed_on date,
  reported_on date,
  filed_on date,
  status text not null check (status in ('draft', 'done')),
  items jsonb not null,
  changed_at timestamptz not null
);

-- Findings that are in the ledger because of this module, so that one that is gone can be told.
create table cryptography.told (
  scope text not null,
  fingerprint text not null,
  primary key (scope, fingerprint)
);
