-- What everybody may know: certificates of the authorities and the revocation lists.
create table pseudonyms.authorities (
  suite text not null check (suite in ('cn', 'ieee')),
  role text not null check (role in ('root', 'eca', 'ra', 'aca', 'la1', 'la2', 'ma')),
  certificate bytea not null,
  created_at timestamptz not null,
  primary key (suite, role)
);
create table pseudonyms.settings (
  suite text primary key,
  aids jsonb not null,
  per_period int not null check (per_period between 1 and 40),
  periods_ahead int not null check (periods_ahead between 1 and 52),
  form text not null check (form in ('original', 'unified', 'compactUnified'))
);
create table pseudonyms.lists (
  suite text not null,
  number int not null,
  issued_at timestamptz not null,
  next_at timestamptz not null,
  entries int not null,
  bytes bytea not null,
  primary key (suite, number)
);

-- Each role has a schema of its own: no statement of a role names the schema of another one.
create schema pseudonyms_eca;
create schema pseudonyms_ra;
create schema pseudonyms_aca;
create schema pseudonyms_la1;
create schema pseudonyms_la2;
create schema pseudonyms_ma;

-- Private decryption keys, sealed by the key store.
create table pseudonyms_eca.secrets (suite text primary key, sealed bytea not null);
create table pseudonyms_ra.secrets (suite text primary key, sealed bytea not null);
create table pseudonyms_aca.secrets (suite text primary key, sealed bytea not null);
create table pseudonyms_la1.secrets (suite text primary key, sealed bytea not null);
create table pseudonyms_la2.secrets (suite text primary key, sealed bytea not null);
create table pseudonyms_ma.secrets (suite text primary key, sealed bytea not null);

-- Enrolment: vehicle and enrolment certificate.
create table pseudonyms_eca.vehicles (
  vin text primary key,
  suite text not null,
  state text not null check (state in ('allowed', 'barred')),
  changed_at timestamptz not null
);
create table pseudonyms_eca.enrolments (
  certificate_id text primary key,
  vin text not null references pseudonyms_eca.vehicles (vin),
  certificate bytea not null,
  expires_at timestamptz not null,
  enrolled_at timestamptz not null
);
create index enrolments_vin on pseudonyms_eca.enrolments (vin, enrolled_at desc);

-- Registration: enrolment certificate and requests. Answers are encrypted for the device.
create table pseudonyms_ra.devices (
  enrolment text primary key,
  suite text not null,
  request bytea not null,
  form text not null,
  per_period int not null,
  first_i int not null,
  next_i int not null,
  chain1 bytea,
  chain2 bytea,
  state text not null check (state in ('active', 'blocked')),
  requested_at timestamptz not null,
  blocked_at timestamptz
);
create index devices_next on pseudonyms_ra.devices (suite, state, next_i);
create table pseudonyms_ra.requests (
  request_hash text primary key,
  enrolment text not null,
  i int not null
);
create table pseudonyms_ra.files (
  enrolment text not null,
  i int not null,
  certificates int not null,
  body bytea not null,
  made_at timestamptz not null,
  fetched_at timestamptz,
  primary key (enrolment, i)
);
create table pseudonyms_ra.rounds (
  id uuid primary key,
  suite text not null,
  ordered int not null,
  made int not null,
  started_at timestamptz not null,
  changed_at timestamptz not null,
  ended_at timestamptz,
  failure text
);

-- Certification: request and certificate. Nothing of the device.
create table pseudonyms_aca.certificates (
  certificate_id text primary key,
  request_hash text not null,
  i int not null,
  value1 text not null,
  value2 text not null
);

-- Linkage: seeds by the number of their chain.
create table pseudonyms_la1.chains (
  chain_id text primary key,
  suite text not null,
  first_i int not null,
  seed bytea not null
);
create table pseudonyms_la2.chains (
  chain_id text primary key,
  suite text not null,
  first_i int not null,
  seed bytea not null
);

-- Misbehaviour: reports, decisions and what is revoked.
create table pseudonyms_ma.reports (
  id uuid primary key,
  suite text not null,
  certificate_id text not null,
  certificate bytea not null,
  observation text not null,
  note text not null,
  evidence bytea,
  reporter jsonb not null,
  reported_at timestamptz not null
);
create index reports_newest on pseudonyms_ma.reports (reported_at desc);
create table pseudonyms_ma.revocations (
  id uuid primary key,
  report_id uuid not null references pseudonyms_ma.reports (id),
  suite text not null,
  state text not null check (state in ('proposed', 'revoked', 'rejected')),
  note text not null,
  proposed_by jsonb not null,
  proposed_at timestamptz not null,
  decided_by jsonb,
  decided_at timestamptz,
  decision text,
  i int,
  seed1 bytea,
  seed2 bytea,
  per_period int
);
create unique index revocations_open on pseudonyms_ma.revocations (report_id) where state <> 'rejected';
