-- Frames of a stream on which a correlation was evaluated as it read: from_seq to to_seq - 1, open while it is at work.
-- Written with the windows, so that both tell of the same frames.
create table correlation.judged (
  rule_id text not null,
  -- Digest of everything that decides what fires: the correlation, its rules, their exceptions and filters.
  version text not null,
  stream text not null,
  from_seq bigint not null,
  to_seq bigint,
  primary key (rule_id, version, stream, from_seq),
  check (to_seq is null or to_seq > from_seq)
);
create unique index judged_open on correlation.judged (stream, rule_id) where to_seq is null;

alter table correlation.firings
  -- '' before versions were kept.
  add column version text not null default '',
  -- The newest run over older frames in which it came out.
  add column run text,
  -- A run that knew the windows from the beginning did not have it: the windows at work had begun in the middle.
  add column superseded_at timestamptz;

-- Windows of a run over older frames, and the frame up to which they know the journal.
create table correlation.afterwards (
  run text not null,
  stream text not null,
  seq bigint not null,
  state bytea not null,
  clock_at bigint not null,
  clock_received bigint not null,
  -- Versions of the correlations that it is for; with others it begins anew.
  versions text not null,
  saved_at timestamptz not null,
  primary key (run, stream)
);
