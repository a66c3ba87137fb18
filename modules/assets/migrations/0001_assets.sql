-- What is protected: vehicles, hosts, services. Keys are natural (VIN, host name, service name).

create table vehicles (
  vin text primary key,
  brand text not null default '',
  model text not null default '',
  model_year smallint,
  status text not null check (status in ('registered', 'discovered', 'retired')),
  criticality text not null default 'medium' check (criticality in ('low', 'medium', 'high', 'critical')),
  -- pseudonym given by the carmaker, never a name
  owner_ref text,
  tags text[] not null default '{}',
  -- [{name, supplier, partNumber, hardwareVersion, softwareVersion}]
  ecus jsonb not null default '[]',
  first_seen_at timestamptz,
  seen_at timestamptz,
  seen_source text,
  latitude double precision,
  longitude double precision,
  -- last numeric values by name
  state jsonb not null default '{}',
  updated_at timestamptz not null
);
create index vehicles_by_model on vehicles (model, vin);
create index vehicles_by_seen on vehicles ((coalesce(seen_at, '-infinity')), vin);
create index vehicles_by_updated on vehicles (updated_at, vin);
create index vehicles_by_tag on vehicles using gin (tags);
create index vehicles_by_ecu on vehicles using gin (ecus jsonb_path_ops);

create table hosts (
  name text primary key,
  addresses text[] not null default '{}',
  os text not null default '',
  role text not null default '',
  zone text not null default '',
  team text not null default '',
  status text not null check (status in ('registered', 'discovered', 'retired')),
  criticality text not null default 'medium' check (criticality in ('low', 'medium', 'high', 'critical')),
  tags text[] not null default '{}',
  updated_at timestamptz not null
);
create index hosts_by_address on hosts using gin (addresses);
create index hosts_by_updated on hosts (updated_at, name);

create table services (
  name text primary key,
  type text not null,
  url text not null default '',
  exposure text not null,
  hosts text[] not null default '{}',
  team text not null default '',
  status text not null check (status in ('registered', 'discovered', 'retired')),
  criticality text not null default 'medium' check (criticality in ('low', 'medium', 'high', 'critical')),
  tags text[] not null default '{}',
  updated_at timestamptz not null
);
create index services_by_updated on services (updated_at, name);
