-- The authority's side: enterprises, what they hand in, how it is reviewed. Steps, receipts and opinions only grow.
create table supervision.settings (
  id int primary key check (id = 1),
  name text not null,
  changed_at timestamptz not null,
  changed_by text not null
);
create table supervision.signers (
  key_id text not null,
  name text not null,
  certificate bytea not null,
  made_at timestamptz not null,
  primary key (key_id, name)
);

create table supervision.enterprises (
  id uuid primary key,
  name text not null,
  credit_code text not null unique,
  province text not null,
  licence text not null,
  contact text not null,
  -- User that hands in; the name is kept for people.
  account text unique,
  account_name text not null default '',
  created_at timestamptz not null,
  created_by text not null
);
create table supervision.certificates (
  sm3 text primary key,
  enterprise uuid not null references supervision.enterprises (id),
  subject text not null,
  confirmed_at timestamptz not null,
  confirmed_by text not null
);
create index on supervision.certificates (enterprise);

create table supervision.filings (
  id uuid primary key,
  enterprise uuid not null references supervision.enterprises (id),
  kind text not null,
  document uuid not null unique,
  template text not null,
  title_zh text not null,
  title_en text not null,
  subject_kind text not null,
  subject_id text not null,
  state text not null,
  version int not null,
  rounds int not null default 0,
  acceptance text not null unique,
  number text unique,
  data jsonb not null,
  problems jsonb not null,
  received_at timestamptz not null,
  due_on date,
  decided_at timestamptz
);
create index on supervision.filings (state, received_at desc);
create index on supervision.filings (enterprise, kind);

create table supervision.submissions (
  id uuid primary key,
  filing uuid references supervision.filings (id),
  status text not null check (status in ('waiting', 'received', 'refused')),
  reason text not null,
  via text not null check (via in ('exchange', 'upload')),
  manifest_sm3 text not null,
  document uuid,
  version int not null,
  template text not null,
  title_zh text not null,
  title_en text not null,
  issuer text not null,
  signer_sm3 text not null,
  signer_subject text not null,
  account text,
  account_name text not null,
  bytes int not null,
  parts jsonb not null,
  package_sm3 text not null,
  received_at timestamptz not null
);
-- A package that is not refused stands once.
create unique index submissions_once on supervision.submissions (manifest_sm3) where status <> 'refused';
create index on supervision.submissions (status, received_at desc);
create index on supervision.submissions (filing, version);

create table supervision.receipts (
  id uuid primary key,
  filing uuid not null references supervision.filings (id),
  submission uuid not null references supervision.submissions (id),
  kind text not null,
  number text not null,
  body bytea not null,
  at timestamptz not null,
  by_name text not null
);
create index on supervision.receipts (submission, at);
create index on supervision.receipts (filing, at);

create table supervision.items (
  id uuid primary key,
  filing uuid not null references supervision.filings (id),
  round int not null,
  place int not null,
  field text not null,
  text text not null,
  rule text not null,
  -- Value of the field when it was asked for.
  was jsonb not null,
  answer text not null check (answer in ('open', 'changed', 'explained')),
  note text not null
);
create index on supervision.items (filing, round);

create table supervision.opinions (
  id uuid primary key,
  filing uuid not null references supervision.filings (id),
  round int not null,
  office text not null,
  account text not null,
  by_name text not null,
  agrees boolean not null,
  text text not null,
  at timestamptz not null
);
create index on supervision.opinions (filing, at);

create table supervision.votes (
  id uuid primary key,
  filing uuid not null references supervision.filings (id),
  round int not null,
  name text not null,
  organisation text not null,
  way text not null,
  vote text not null,
  minutes text not null,
  at timestamptz not null,
  by_name text not null
);
create index on supervision.votes (filing, at);

create table supervision.steps (
  id bigint generated always as identity primary key,
  filing uuid not null references supervision.filings (id),
  action text not null,
  version int not null,
  at timestamptz not null,
  by_name text not null,
  note text not null
);
create index on supervision.steps (filing, id);

-- Numbers 收件号 and 备案号 of a year, without gaps that a crash would leave: taken in the transaction that uses them.
create table supervision.numbers (
  prefix text not null,
  year int not null,
  last int not null,
  primary key (prefix, year)
);

-- Findings about overdue reviews that the ledger holds.
create table supervision.told (
  fingerprint text primary key
);

create function supervision.only_grows() returns trigger language plpgsql as $$
begin
  raise exception 'lines of % are never changed', tg_table_name;
end $$;
create trigger receipts_only_grow before update or delete on supervision.receipts for each row execute function supervision.only_grows();
create trigger opinions_only_grow before update or delete on supervision.opinions for each row execute function supervision.only_grows();
create trigger steps_only_grow before update or delete on supervision.steps for each row execute function supervision.only_grows();
