-- How people treat a risk; the newest of a key counts.
create table treatments (
  id uuid primary key,
  risk text not null,
  kind text not null,
  reason text not null,
  owner text not null,
  ends_on date,
  asked_by text not null,
  asked_by_id text not null,
  asked_at timestamptz not null,
  -- Accepting takes a second person
  decision text,
  decided_by text,
  decided_at timestamptz
);
create index treatments_by_risk on treatments (risk, asked_at desc);

-- Compliance tests 符合性评测 and risk assessments 风险评估 of units.
create table runs (
  id uuid primary key,
  kind text not null,
  unit uuid not null,
  unit_name text not null,
  level integer not null,
  state text not null,
  assessor text not null,
  started_on date not null,
  ended_on date,
  baseline integer not null,
  -- Items with verdicts, or risks as they were when the run ended
  items jsonb not null,
  risks jsonb not null,
  conclusion text not null default '',
  -- {blob, name, bytes, sm3}
  report jsonb,
  case_id uuid,
  made_by text not null,
  made_at timestamptz not null
);
create index runs_by_unit on runs (unit, kind, started_on desc);

-- Coverage of the baseline by unit and day.
create table coverage (
  unit uuid not null,
  day date not null,
  baseline integer not null,
  applicable integer not null,
  passed integer not null,
  primary key (unit, day)
);
