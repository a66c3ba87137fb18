-- Public addresses that somebody approved to be probed, services that may be open, and what probes showed.
create table exposure.targets (
  id uuid primary key,
  host text not null unique,
  ports text not null,
  approver text not null,
  note text not null,
  created_at timestamptz not null,
  created_by text not null
);
create table exposure.services (
  id uuid primary key,
  host text not null,
  port int not null,
  owner text not null,
  purpose text not null,
  approver text not null,
  valid_to date,
  unique (host, port)
);
-- Evidence: never changed. What was open is in the result.
create table exposure.runs (
  id uuid primary key,
  host text not null,
  at timestamptz not null,
  by text not null,
  result jsonb not null,
  sm3 text not null
);
create index on exposure.runs (host, at desc);
create table exposure.open_ports (
  host text not null,
  port int not null,
  since timestamptz not null,
  seen_at timestamptz not null,
  primary key (host, port)
);
create table exposure.reported (fingerprint text primary key);
