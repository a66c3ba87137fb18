-- Dossiers of suppliers. Nothing is removed: a relation ends on a day.
create table suppliers.suppliers (
  id uuid primary key,
  name text collate "C" not null,
  credit_code text not null,
  country text not null,
  kinds text[] not null,
  importance text not null,
  supplies text not null,
  aliases text[] not null,
  -- [{kind, name}]: services and hosts that stand on it
  dependents jsonb not null,
  contact_person text not null,
  contact_phone text not null,
  contact_email text not null,
  ended_on date,
  end_reason text not null default '',
  created_on date not null,
  updated_at timestamptz not null,
  -- As judged last: what is wrong, and when the next review is due.
  problems text[] not null default '{}',
  next_review_on date
);

-- Every name and spelling, folded; one belongs to one supplier only.
create table suppliers.keys (
  key text primary key,
  supplier uuid not null references suppliers.suppliers (id)
);
create index on suppliers.keys (supplier);

create table suppliers.agreements (
  id uuid primary key,
  supplier uuid not null references suppliers.suppliers (id),
  title text not null,
  valid_from date not null,
  valid_to date,
  security_terms boolean not null,
  confidentiality boolean not null,
  incident_hours int,
  vulnerability_hours int,
  -- {blob, name, bytes, sm3}
  document jsonb,
  created_at timestamptz not null,
  created_by text not null
);
create index on suppliers.agreements (supplier, valid_from desc);

create table suppliers.reviews (
  id uuid primary key,
  supplier uuid not null references suppliers.suppliers (id),
  day date not null,
  reviewer text not null,
  version int not null,
  -- [{question, title, weight, value, note}]: the words as they were
  answers jsonb not null,
  score int not null,
  result text not null,
  comment text not null,
  document jsonb,
  created_at timestamptz not null,
  created_by text not null
);
create index on suppliers.reviews (supplier, day desc, created_at desc);

create table suppliers.conditions (
  id uuid primary key,
  review uuid not null references suppliers.reviews (id),
  text text not null,
  due_on date not null,
  met_on date
);
create index on suppliers.conditions (review);

-- Who changed what; texts before and after.
create table suppliers.changes (
  id bigint generated always as identity primary key,
  supplier uuid not null references suppliers.suppliers (id),
  at timestamptz not null,
  by text not null,
  kind text not null,
  fields jsonb not null
);
create index on suppliers.changes (supplier, id desc);

-- Names that the register of assets carried at the last look.
create table suppliers.names (
  name text primary key,
  key text not null,
  vehicles int not null,
  ecus int not null,
  parts text[] not null
);
create index on suppliers.names (key);

-- What is open in the ledger of findings, so that it is cleared when it is mended.
create table suppliers.reported (
  fingerprint text primary key,
  supplier uuid references suppliers.suppliers (id),
  words text not null,
  reported_on date not null
);
create index on suppliers.reported (supplier);

-- One row: the lock of every change, and how far was looked.
create table suppliers.state (
  id int primary key check (id = 1),
  looked_at timestamptz,
  cut boolean not null default false,
  judged_on date
);
insert into suppliers.state (id) values (1);
