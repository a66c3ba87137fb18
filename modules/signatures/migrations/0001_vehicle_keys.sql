create schema if not exists signatures;

-- Public keys with which vehicles sign their reports (GB/T 32960.3-2025, Annex A and B). A key that a vehicle offered
-- itself by activation is trusted only after a person confirmed it.
create table signatures.vehicle_keys (
  vin text not null,
  algorithm text not null check (algorithm in ('sm2', 'rsa')),
  -- SubjectPublicKeyInfo, DER
  spki bytea not null,
  -- SM3 of it, hex
  fingerprint text not null,
  chip_id text not null,
  origin text not null check (origin in ('import', 'activation')),
  status text not null check (status in ('trusted', 'offered', 'withdrawn')),
  created_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (vin, fingerprint)
);
create index vehicle_keys_fingerprint on signatures.vehicle_keys (fingerprint);
create index vehicle_keys_newest on signatures.vehicle_keys (changed_at desc);
