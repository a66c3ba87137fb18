-- What was published last of each log; a folder that is older than this was rolled back.
create table seal.logs (
  stream text primary key,
  origin text not null,
  first_seq bigint not null,
  -- Frames before it were removed by the retention manager.
  kept_from bigint not null,
  size bigint not null,
  root bytea not null,
  sealed_at timestamptz not null,
  fault text
);

create table seal.witnesses (
  id uuid primary key,
  name text not null,
  url text not null unique,
  keys text[] not null,
  state text not null check (state in ('new', 'signing', 'silent', 'refused')),
  reason text not null,
  answered_at timestamptz,
  added_at timestamptz not null
);

-- The newest checkpoint that a witness signed, with its signature lines.
create table seal.cosignatures (
  witness uuid not null references seal.witnesses (id) on delete cascade,
  stream text not null,
  size bigint not null,
  lines text not null,
  at timestamptz not null,
  primary key (witness, stream)
);

create table seal.runs (
  id uuid primary key,
  stream text not null,
  kind text not null check (kind in ('nightly', 'manual')),
  from_seq bigint not null,
  to_seq bigint not null,
  status text not null check (status in ('running', 'intact', 'problems', 'failed')),
  started_at timestamptz not null,
  ended_at timestamptz,
  started_by text not null,
  frames bigint not null default 0,
  rows bigint not null default 0,
  checkpoints bigint not null default 0,
  compared bigint not null default 0,
  problems jsonb not null default '[]',
  reason text not null default ''
);
create index runs_newest on seal.runs (started_at desc, id desc);
