create schema if not exists enrolment;

-- Secrets with which devices ask for their first certificate (CMP, RFC 4210): one device, one profile, one certificate.
create table enrolment.secrets (
  id uuid primary key,
  -- sent by the device in clear (senderKID), so that its secret is found
  reference text not null unique,
  authority text not null,
  profile text not null,
  vin text,
  device text,
  -- sealed by the key store under its id; emptied when it is spent or withdrawn
  sealed bytea not null,
  state text not null check (state in ('open', 'spent', 'withdrawn')),
  -- certificates that were issued with it; more than one when a device lost an answer
  attempts int not null default 0,
  serial text,
  created_by jsonb not null,
  -- roles of who made it: the profile may name those that may ask
  roles jsonb not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  changed_at timestamptz not null
);
create index secrets_newest on enrolment.secrets (created_at desc, id);
create index secrets_vin on enrolment.secrets (vin) where vin is not null;
create index secrets_device on enrolment.secrets (device) where device is not null;

-- What devices asked for: a message that comes twice gets the same answer, and never a second certificate.
create table enrolment.transactions (
  -- hex of transactionID, behind the reference or serial number of who asks
  id text primary key,
  kind text not null check (kind in ('ir', 'cr', 'p10cr', 'kur', 'rr')),
  secret uuid references enrolment.secrets (id),
  -- certificate that signed the request
  signer text,
  authority text not null,
  profile text not null,
  -- SM3 of the request
  request bytea not null,
  state text not null check (state in ('working', 'issued', 'confirmed', 'refused', 'answered')),
  serial text,
  -- hash that the confirmation has to carry
  certificate_hash bytea,
  sender_nonce bytea,
  answer bytea,
  reason text not null default '',
  at timestamptz not null,
  changed_at timestamptz not null
);
create index transactions_newest on enrolment.transactions (at desc, id);
create index transactions_unconfirmed on enrolment.transactions (changed_at) where state in ('issued', 'working');
