-- Units 定级对象: what is graded and filed.
create table units (
  id uuid primary key,
  name text not null unique,
  type text not null,
  functions text not null,
  boundary text not null,
  sites text not null,
  topology_note text not null,
  -- {blob, name, bytes, sm3}
  topology jsonb,
  zones text[] not null,
  models text[] not null,
  level integer,
  level_fixed_on date,
  filing_number text not null default '',
  filed_on date,
  -- What was filed: hosts, services, software, models, sites
  filed_facts jsonb,
  -- Differences that the last comparison found, and the day since when
  differences jsonb not null default '[]',
  drifted_on date,
  updated_at timestamptz not null
);

-- An asset belongs to at most one unit.
create table members (
  kind text not null,
  asset text not null,
  unit uuid not null references units (id) on delete cascade,
  primary key (kind, asset)
);
create index members_by_unit on members (unit);

-- Computed levels, never changed.
create table levels (
  unit uuid not null references units (id) on delete cascade,
  version integer not null,
  input jsonb not null,
  result jsonb not null,
  made_by text not null,
  made_at timestamptz not null,
  primary key (unit, version)
);

-- Weights of the formula that people set; the newest counts.
create table weights (
  id uuid primary key,
  weights jsonb not null,
  reason text not null,
  made_by text not null,
  made_at timestamptz not null
);

-- Reviews by experts.
create table reviews (
  id uuid primary key,
  unit uuid not null references units (id) on delete cascade,
  level_version integer not null,
  level integer not null,
  held_on date not null,
  conclusion text not null,
  content jsonb not null,
  -- {blob, name, bytes, sm3}
  opinion jsonb,
  made_by text not null,
  made_at timestamptz not null
);
create index reviews_by_unit on reviews (unit, made_at desc);

-- Cases of every kind of filing.
create table cases (
  id uuid primary key,
  kind text not null,
  template text not null,
  title text not null,
  unit uuid references units (id) on delete set null,
  subject_kind text not null,
  subject_id text not null,
  state text not null,
  -- Data that came with the case from other records
  base jsonb not null,
  -- What people changed
  changed jsonb not null,
  -- Explanations of machine-found problems by key
  explained jsonb not null,
  -- Things to supplement, with answers
  items jsonb not null,
  authors jsonb not null,
  -- Versions that were issued: {version, sm3}
  versions jsonb not null,
  -- Facts of the unit when the last version was signed
  signed_facts jsonb,
  document uuid,
  channel text,
  received text not null default '',
  number text not null default '',
  rejection text not null default '',
  supplement_due date,
  clock uuid,
  late_reason text not null default '',
  opened_by text not null,
  opened_at timestamptz not null,
  submitted_at timestamptz,
  history jsonb not null
);
create index cases_by_time on cases (opened_at desc, id desc);
create index cases_by_subject on cases (subject_kind, subject_id, opened_at desc);

-- Receipts 回执, byte by byte; the same bytes once.
create table receipts (
  id uuid primary key,
  case_id uuid not null references cases (id) on delete cascade,
  version integer not null,
  kind text not null,
  number text not null,
  receiver text not null,
  received_at timestamptz not null,
  note text not null,
  sm3 text not null,
  content bytea not null,
  taken_at timestamptz not null,
  unique (case_id, sm3)
);

-- Where the other side is; one row.
create table exchange (
  id integer primary key check (id = 1),
  url text not null,
  token bytea,
  signer text not null default '',
  last_at timestamptz,
  last_problem text not null default ''
);

-- New systems on their way to operation.
create table projects (
  id uuid primary key,
  name text not null unique,
  unit uuid references units (id) on delete set null,
  team text not null,
  assets text[] not null,
  design_approved date,
  build date,
  go_live date,
  updated_at timestamptz not null
);

-- Findings that were told and stand.
create table told (
  scope text not null,
  fingerprint text not null,
  primary key (scope, fingerprint)
);
