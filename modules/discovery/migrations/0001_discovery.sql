-- What the network holds: one row per thing, whatever saw it.
create table things (
  id uuid primary key,
  external_id text not null default '',
  mac text not null default '',
  host_name text not null default '',
  label text not null,
  os text not null default '',
  team text not null default '',
  -- the addresses of the claims, each once
  addresses text[] not null default '{}',
  -- [{address, source, at}]: which source saw it at which address, and when
  claims jsonb not null default '[]',
  -- [{transport, port, name, product, version, source, at}]
  services jsonb not null default '[]',
  -- {source: {first, last}} in milliseconds
  sources jsonb not null default '{}',
  first_at timestamptz not null,
  last_at timestamptz not null,
  gone_at timestamptz,
  state text not null check (state in ('unknown', 'registered', 'ignored')),
  registered_as text,
  -- the host on record that a person made of it; it stays that host when its address changes
  bound_to text,
  unknown_since timestamptz,
  ignored_until date,
  ignored_reason text not null default '',
  ignored_by text not null default '',
  -- a finding of it is open in the ledger
  told boolean not null default false
);
create index things_by_last on things (last_at desc, id desc);
create index things_by_state on things (state, last_at desc);
create index things_by_registered on things (registered_as) where registered_as is not null;

-- What became different, newest first.
create table changes (
  id uuid primary key,
  at timestamptz not null,
  thing uuid not null,
  label text not null,
  kind text not null,
  source text,
  before text not null default '',
  after text not null default ''
);
create index changes_by_time on changes (at desc, id desc);
create index changes_by_thing on changes (thing, at desc);

-- Each source with its last run; `position` is how far our own data was read, milliseconds.
create table sources (
  source text primary key,
  last_run_at timestamptz not null,
  position bigint not null default 0
);

-- Hosts on record as discovery knows them.
create table hosts (
  name text primary key,
  addresses text[] not null default '{}',
  known_since timestamptz not null,
  last_seen_at timestamptz,
  no_team boolean not null,
  unseen boolean not null,
  told_no_team boolean not null default false,
  told_unseen boolean not null default false
);

create table settings (
  id integer primary key check (id = 1),
  unseen_days integer not null check (unseen_days between 1 and 365)
);
insert into settings (id, unseen_days) values (1, 30);
