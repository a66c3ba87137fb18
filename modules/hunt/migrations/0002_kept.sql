alter table hunt.hunts
  -- Rows of the cold tier that were read.
  add column cold_rows bigint not null default 0,
  -- Firings of a correlation that a backfill with windows from the beginning did not have.
  add column superseded integer not null default 0;
