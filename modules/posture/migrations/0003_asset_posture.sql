-- Every asset that was judged keeps its number for ever: it is its place in the pages.
create table posture.judged_assets (
  number integer primary key,
  kind text not null,
  id text not null,
  unique (kind, id)
);

-- Verdicts of 1,024 assets for one obligation, a byte each; a row for each time that they changed, the newest ten kept.
create table posture.verdict_pages (
  obligation text not null,
  page integer not null,
  since timestamptz not null,
  cells bytea not null,
  primary key (obligation, page, since)
);

-- Evaluations of all assets, the newest hundred kept.
create table posture.asset_runs (
  id uuid primary key,
  at timestamptz not null,
  assets integer not null,
  milliseconds integer not null,
  changed_pages integer not null,
  counts jsonb not null
);
create index asset_runs_newest on posture.asset_runs (at desc);
