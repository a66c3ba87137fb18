-- Playbooks in CACAO 2.0, each version as the text that came, byte for byte.
create table playbooks.versions (
  playbook text not null,
  -- `modified` of the playbook, in its own words.
  version text not null,
  name text not null,
  body text not null,
  -- SM3 of the body, hex.
  sm3 text not null,
  origin text not null check (origin in ('shipped', 'imported')),
  imported_by text not null,
  imported_name text not null,
  imported_at timestamptz not null,
  approved_by text,
  approved_name text,
  approved_at timestamptz,
  approval_note text,
  primary key (playbook, version)
);

-- One carrying out of a version for a subject. `started_at` is the clock of the server; nobody can give it.
create table playbooks.runs (
  id uuid primary key,
  playbook text not null,
  version text not null,
  name text not null,
  subject_kind text not null check (subject_kind in ('finding', 'incident', 'none')),
  subject_id text not null,
  subject_title text not null,
  -- When what the run answers to was seen first; null when nothing is known of it.
  subject_seen_at timestamptz,
  status text not null check (status in ('running', 'succeeded', 'failed', 'stopped')),
  reason text,
  state jsonb not null,
  started_by jsonb not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  due_at timestamptz,
  foreign key (playbook, version) references playbooks.versions (playbook, version)
);
create index runs_newest on playbooks.runs (started_at desc, id);
create index runs_subject on playbooks.runs (subject_kind, subject_id);

-- Steps that somebody carries out. (run, visit) is the key under which an effect happens once.
create table playbooks.steps (
  run uuid not null references playbooks.runs (id),
  visit integer not null,
  step text not null,
  kind text not null check (kind in ('action', 'human')),
  action text,
  params jsonb not null,
  status text not null check (status in ('waiting-release', 'queued', 'running', 'waiting-person', 'done', 'failed', 'cancelled', 'undone')),
  needs text check (needs in ('permission', 'second-person')),
  owner_id text,
  owner_name text,
  -- In whose name the effect happens: who started the run, or who released the step.
  actor jsonb,
  done_by text,
  comment text,
  evidence text,
  proof text,
  attempts integer not null default 0,
  due_at timestamptz,
  created_at timestamptz not null,
  ended_at timestamptz,
  primary key (run, visit)
);

-- Written in the transaction of the effect itself, so that it is there exactly when the effect is.
create table playbooks.effects (
  run uuid not null,
  visit integer not null,
  action text not null,
  params jsonb not null,
  at timestamptz not null,
  by_name text not null,
  verified_at timestamptz,
  undone_at timestamptz,
  undone_by text,
  undo_verified_at timestamptz,
  undo_proof text,
  primary key (run, visit),
  foreign key (run, visit) references playbooks.steps (run, visit)
);

create table playbooks.trace (
  run uuid not null references playbooks.runs (id),
  seq integer generated always as identity,
  at timestamptz not null,
  kind text not null,
  step text not null,
  visit integer not null,
  detail text not null,
  by_name text,
  primary key (run, seq)
);
