create schema if not exists search;

create table search.saved_searches (
  id uuid primary key,
  name text not null,
  query text not null,
  range_minutes integer not null,
  shared boolean not null,
  owner_id text not null,
  owner_name text not null,
  created_at timestamptz not null
);
create index saved_searches_owner on search.saved_searches (owner_id, created_at);
