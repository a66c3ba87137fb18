-- Misbehaviour reports (ETSI TS 103 759) on senders whose messages verified, with what became of them.
create table v2x_trust.reports (
  id uuid primary key,
  at timestamptz not null,
  -- HashedId8 of the certificate of the accused, of its issuer, and its linkage value
  signer text not null,
  issuer text not null,
  linkage text,
  aid int8 not null,
  receiver text not null,
  lat float8,
  lon float8,
  suspicion float8 not null,
  observations jsonb not null,
  related jsonb not null,
  messages int4 not null,
  -- the report as it is signed
  bytes bytea not null,
  state text not null check (state in ('waiting', 'delivered', 'refused', 'foreign')),
  problem text,
  tries int4 not null,
  delivered_at timestamptz,
  -- under which number the misbehaviour authority keeps it
  authority_id uuid
);
create index reports_newest on v2x_trust.reports (at desc, id);
create index reports_waiting on v2x_trust.reports (at) where state = 'waiting';

-- Certificate with which this platform signs its reports; its key is in the key store.
create table v2x_trust.reporter (
  issuer text primary key,
  certificate bytea not null,
  until timestamptz not null
);
