-- Keys with which vehicles and platforms encrypt the data unit of their frames (GB/T 32960.3, encryption byte). The secret
-- is sealed by the key store; the text of the standard leaves mode and padding open, so they stand with the key.
create table gateway.cipher_keys (
  id uuid primary key,
  title text not null,
  -- VIN, `platform:` and an account, or `*` for everybody
  subject text not null,
  algorithm text not null check (algorithm in ('rsa', 'aes', 'sm2', 'sm4')),
  spec jsonb not null,
  sealed bytea not null,
  -- first bytes of the SM3 of the secret, hex
  mark text not null,
  status text not null check (status in ('active', 'withdrawn')),
  created_at timestamptz not null,
  changed_at timestamptz not null
);
create index cipher_keys_active on gateway.cipher_keys (algorithm, subject) where status = 'active';
