-- Accounts, sessions, tokens, sign-in policy and the state of the first-use wizard.

create table users (
  id uuid primary key,
  name text not null unique,
  display_name text not null,
  roles text[] not null default '{}',
  password_hash text not null,
  password_at timestamptz not null,
  must_change boolean not null,
  disabled boolean not null default false,
  failures integer not null default 0,
  locked_until timestamptz,
  -- second factor: seeds are sealed by the key store and never readable here
  totp_sealed bytea,
  totp_pending bytea,
  totp_step bigint,
  last_sign_in_at timestamptz,
  created_at timestamptz not null
);

create table password_history (
  user_id uuid not null references users on delete cascade,
  at timestamptz not null,
  password_hash text not null,
  primary key (user_id, at)
);

create table recovery_codes (
  user_id uuid not null references users on delete cascade,
  code_hash bytea not null,
  primary key (user_id, code_hash)
);

create table sessions (
  id uuid primary key,
  secret_hash bytea not null unique,
  user_id uuid not null references users on delete cascade,
  ip text not null,
  user_agent text not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null
);
create index sessions_by_user on sessions (user_id);
create index sessions_by_expiry on sessions (expires_at);

create table tokens (
  id uuid primary key,
  secret_hash bytea not null unique,
  name text not null,
  hint text not null,
  scopes text[] not null,
  -- null: the server issued it to itself
  owner_id uuid references users on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index tokens_by_owner on tokens (owner_id);

create table settings (
  id boolean primary key default true check (id),
  policy jsonb not null,
  setup_code_hash bytea,
  setup_done_at timestamptz
);
