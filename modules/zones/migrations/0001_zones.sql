-- Zones of the network, what may flow between them, and what was seen.
create table zones.zones (
  id uuid primary key,
  name text not null unique,
  kind text not null,
  cidrs text[] not null,
  description text not null,
  owner text not null,
  updated_at timestamptz not null
);
create table zones.permissions (
  id uuid primary key,
  from_zone uuid not null references zones.zones (id) on delete cascade,
  to_zone uuid not null references zones.zones (id) on delete cascade,
  protocol text not null,
  ports text not null,
  purpose text not null,
  approver text not null,
  valid_to date,
  created_at timestamptz not null,
  created_by text not null
);
-- Who spoke to whom, kept by address so that a change of zones applies to what was seen before.
create table zones.conversations (
  client text not null,
  server text not null,
  protocol text not null,
  port int not null,
  records bigint not null,
  blocked bigint not null,
  bytes bigint,
  first_seen timestamptz not null,
  last_seen timestamptz not null,
  -- When a look noted it last: a recording may be old.
  noted_at timestamptz not null,
  source text not null,
  event jsonb,
  primary key (client, server, protocol, port)
);
create index on zones.conversations (noted_at);
-- What the conversations mean with the zones and permissions of now; derived, replaced whole.
create table zones.flows (
  id text primary key,
  from_zone uuid,
  to_zone uuid,
  protocol text not null,
  port int not null,
  ports int not null,
  status text not null,
  -- Violating first.
  rank int not null,
  conversations int not null,
  records bigint not null,
  blocked bigint not null,
  bytes bigint,
  first_seen timestamptz not null,
  last_seen timestamptz not null,
  examples jsonb not null
);
create index on zones.flows (rank, id);
-- One row: how far was looked, and what was compared.
create table zones.state (
  id int primary key check (id = 1),
  logs_at timestamptz,
  captures_at timestamptz,
  looked_at timestamptz,
  cut boolean not null default false,
  conversations int not null default 0,
  own_unzoned int not null default 0,
  unzoned_examples text[] not null default '{}',
  openings jsonb
);
insert into zones.state (id) values (1);
create table zones.reported (fingerprint text primary key, last_seen timestamptz not null);
