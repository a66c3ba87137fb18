-- What is done with the key of a root: a plan, its approval by another person, a transcript.
create table pseudonyms.ceremonies (
  id uuid primary key,
  suite text not null,
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
create index ceremonies_newest on pseudonyms.ceremonies (proposed_at desc);

-- Authorities that the root certified beside the roles: ours of application and identity certificates, and those of others.
create table pseudonyms.issued_authorities (
  id uuid primary key,
  suite text not null,
  kind text not null check (kind in ('service', 'foreign')),
  name text not null,
  certificate bytea not null,
  -- name in the key store; null for the key of somebody else
  key_name text,
  created_at timestamptz not null
);
create index issued_authorities_newest on pseudonyms.issued_authorities (suite, kind, created_at desc);

-- Lists of authorities (PkiCtl) that the root signed.
create table pseudonyms.authority_lists (
  suite text not null,
  series int not null check (series between 1 and 65535),
  issued_at timestamptz not null,
  next_at timestamptz not null,
  certificates int not null,
  bytes bytea not null,
  primary key (suite, series)
);
