-- The organisation that the notice binds; one row.
create table profile (
  id integer primary key check (id = 1),
  name text not null,
  credit_code text not null,
  province text not null,
  is_cii boolean not null,
  updated_at timestamptz not null,
  updated_by text not null
);

-- Who was appointed to a post, from when to when; an ended appointment stays.
create table appointments (
  id uuid primary key,
  post text not null,
  is_deputy boolean not null,
  person text not null,
  phone text not null,
  email text not null,
  valid_from date not null,
  valid_to date,
  -- {blob, name, bytes, sm3}: the document of the appointment
  document jsonb,
  created_at timestamptz not null,
  created_by text not null
);
create index appointments_by_post on appointments (post, valid_from desc);

-- Licences for telecommunications business and the services that they cover.
create table licences (
  number text primary key,
  kind text not null,
  scope text not null,
  provinces text[] not null,
  services text[] not null,
  valid_from date not null,
  valid_to date not null,
  updated_at timestamptz not null
);
