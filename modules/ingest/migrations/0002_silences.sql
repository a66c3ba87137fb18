-- Sources whose silence is reported as a finding that is not cleared yet.
create table ingest.silences (
  source text primary key,
  since timestamptz not null
);
