create schema if not exists quality;

-- Runs of efficacy tests.
create table quality.drills (
  id uuid primary key,
  started_at timestamptz not null,
  finished_at timestamptz,
  started_by text not null,
  within_seconds integer not null,
  untested text[] not null
);
create index drills_newest on quality.drills (started_at desc);
-- One at a time.
create unique index drills_running on quality.drills ((true)) where finished_at is null;

create table quality.drill_results (
  drill_id uuid not null references quality.drills (id),
  family text not null,
  rule_id text not null,
  rule_title text not null,
  outcome text not null,
  finding_id text,
  seconds real,
  primary key (drill_id, family)
);

-- Proposals that a person does not want to see for a while.
create table quality.dismissals (
  key text primary key,
  until timestamptz not null,
  reason text not null,
  by text not null
);

-- When an exception was last looked at; one without a row is due 90 days after it was made.
create table quality.reviews (
  exception_id uuid primary key,
  due_at timestamptz not null,
  reviewed_at timestamptz not null,
  reviewed_by text not null,
  note text not null
);

-- Findings that this module reported and has not cleared yet.
create table quality.reported (
  fingerprint text primary key
);
