-- Notices by which the infrastructure was named; the newest counts, older ones stay.
create table designations (
  id uuid primary key,
  infrastructure text not null,
  designated_on date not null,
  department text not null,
  department_contact text not null,
  department_phone text not null,
  police_contact text not null,
  police_phone text not null,
  -- {blob, name, bytes, sm3}
  document jsonb not null,
  saved_at timestamptz not null,
  saved_by text not null
);
create index designations_by_time on designations (saved_at desc);

-- Background checks of heads and people in key posts; somebody who left stays.
create table vettings (
  id uuid primary key,
  person text not null,
  role text not null check (role in ('head', 'key-post')),
  post text not null,
  vetted_on date not null,
  vetted_by text not null,
  result text not null check (result in ('passed', 'refused')),
  document jsonb,
  left_on date,
  made_at timestamptz not null,
  made_by text not null
);

-- Statements that nobody named the organisation.
create table statements (
  id uuid primary key,
  reason text not null,
  stated_at timestamptz not null,
  stated_by text not null
);
