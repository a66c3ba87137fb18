create schema if not exists v2x_trust;

-- Certificates that are pinned by hand: who may sign lists of roots, our own roots and authorities.
create table v2x_trust.anchors (
  id uuid primary key,
  kind text not null check (kind in ('list-authority', 'root', 'authority')),
  id8 text not null,
  name text not null,
  until timestamptz not null,
  certificate bytea not null,
  status text not null check (status in ('proposed', 'accepted', 'rejected', 'superseded', 'withdrawn')),
  proposed_by text not null,
  proposed_name text not null,
  proposed_at timestamptz not null,
  decided_name text,
  decided_at timestamptz
);
create unique index anchors_once on v2x_trust.anchors (kind, id8) where status in ('proposed', 'accepted');

-- Lists of trust (RootCtl, PkiCtl) as they were received; history is kept.
create table v2x_trust.lists (
  id uuid primary key,
  kind text not null check (kind in ('root-ctl', 'pki-ctl')),
  issuer text not null,
  issuer_name text not null,
  series int4 not null,
  -- seconds since 2004, as the list counts them
  issued int8 not null,
  issued_at timestamptz not null,
  next_at timestamptz not null,
  certificates int4 not null,
  sm3 text not null,
  bytes bytea not null,
  origin text not null check (origin in ('file', 'url', 'own')),
  status text not null check (status in ('proposed', 'accepted', 'rejected', 'superseded', 'withdrawn')),
  proposed_by text not null,
  proposed_name text not null,
  proposed_at timestamptz not null,
  decided_name text,
  decided_at timestamptz
);
-- One list of a kind and issuer is in force.
create unique index lists_in_force on v2x_trust.lists (kind, issuer) where status = 'accepted';
create unique index lists_once on v2x_trust.lists (sm3) where status in ('proposed', 'accepted');
create index lists_newest on v2x_trust.lists (proposed_at desc);

-- Certificate of our own authority of a pilot zone; its key is in the key store.
create table v2x_trust.own_authority (
  name text primary key,
  certificate bytea not null,
  created_at timestamptz not null
);

create table v2x_trust.crls (
  id uuid primary key,
  craca text not null,
  signer_name text not null,
  series int4 not null,
  kind text not null check (kind in ('full-hash', 'delta-hash', 'full-linked', 'delta-linked')),
  issued_at timestamptz not null,
  next_at timestamptz not null,
  entries int4 not null,
  bytes bytea not null,
  in_force boolean not null,
  imported_name text not null,
  imported_at timestamptz not null
);
create index crls_in_force on v2x_trust.crls (issued_at) where in_force;

-- Addresses that lists are fetched from; nothing else is ever asked.
create table v2x_trust.sources (
  id uuid primary key,
  kind text not null check (kind in ('root-ctl', 'pki-ctl', 'crl')),
  url text not null unique,
  checked_at timestamptz,
  problem text
);

-- What became of messages, counted by minute.
create table v2x_trust.minutes (
  at timestamptz not null,
  verdict text not null,
  count int8 not null,
  primary key (at, verdict)
);

-- The newest refused messages with their bytes.
create table v2x_trust.failures (
  id uuid primary key,
  at timestamptz not null,
  verdict text not null,
  security text not null,
  aid int8,
  signer text,
  receiver text not null,
  lat float8,
  lon float8,
  spdu bytea not null
);
create index failures_newest on v2x_trust.failures (at desc, id);

-- Certificates of roadside units (they carry a name) as they are heard, to be compared with the register.
create table v2x_trust.road_certificates (
  id8 text primary key,
  name text not null,
  until timestamptz not null,
  certificate bytea not null,
  receiver text not null,
  heard_at timestamptz not null,
  messages int8 not null,
  outside int8 not null
);
create index road_certificates_name on v2x_trust.road_certificates (name);
