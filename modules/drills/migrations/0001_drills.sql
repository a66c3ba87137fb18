create sequence run_numbers;

-- A run of a scenario: what is played lives in here and in a journal of its own, never in the ledger, the journal of the
-- platform, warnings or clocks.
create table runs (
  id uuid primary key,
  number text not null unique,
  scenario text not null,
  body jsonb not null,
  state text not null check (state in ('prepared', 'running', 'evaluated', 'reviewed')),
  observer text not null,
  participants jsonb not null,
  prepared_at timestamptz not null,
  prepared_by text not null,
  started_at timestamptz,
  ended_at timestamptz,
  score double precision,
  met integer not null default 0,
  seconds_to_detect double precision,
  minutes_to_report double precision
);
create index runs_by_time on runs (prepared_at desc, id desc);

create table injects (
  run uuid not null references runs (id),
  inject text not null,
  due_at timestamptz not null,
  played_at timestamptz,
  -- Frame of the journal of the run; null for human ones and before it is written.
  seq integer,
  records integer not null default 0,
  refused integer not null default 0,
  -- Places of the injected records that were detected.
  detected integer[] not null default '{}',
  evaluated_at timestamptz,
  primary key (run, inject)
);

create table detections (
  run uuid not null references runs (id),
  kind text not null check (kind in ('rule', 'correlation')),
  id text not null,
  title text not null,
  title_zh text,
  level text not null,
  events integer not null,
  injects text[] not null,
  detected_at timestamptz not null,
  primary key (run, kind, id)
);

create table targets (
  run uuid not null references runs (id),
  expectation text not null,
  target text not null,
  state text not null check (state in ('open', 'answered', 'met', 'missed')),
  at timestamptz,
  by_id text,
  by_name text,
  answer text not null default '',
  judged_by text,
  comment text not null default '',
  primary key (run, expectation, target)
);

create table log (
  id bigint generated always as identity primary key,
  run uuid not null references runs (id),
  at timestamptz not null,
  actor text not null,
  kind text not null,
  text_zh text not null,
  text_en text not null
);
create index log_by_run on log (run, id);

create table reviews (
  id uuid primary key,
  subject_kind text not null check (subject_kind in ('drill', 'incident')),
  subject_id uuid not null,
  number text not null,
  title text not null,
  state text not null check (state in ('open', 'signed')),
  -- As they stood when the second person signed; null before.
  milestones jsonb,
  well text not null default '',
  badly text not null default '',
  causes text not null default '',
  created_at timestamptz not null,
  created_by text not null,
  signatures jsonb not null default '[]',
  unique (subject_kind, subject_id)
);

create table items (
  id uuid primary key,
  review uuid not null references reviews (id),
  title text not null,
  owner text not null,
  due date not null,
  created_at timestamptz not null,
  finding uuid,
  mended_at timestamptz
);
create index items_by_review on items (review);

create table plans (
  version integer primary key,
  body jsonb not null,
  playbooks jsonb not null,
  drafted_at timestamptz not null,
  drafted_by text not null,
  drafted_by_id text not null,
  approved_at timestamptz,
  approved_by text,
  document uuid,
  sm3 text
);
