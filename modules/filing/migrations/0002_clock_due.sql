-- When the clock of a case is due, as it was when the case was opened.
alter table cases add column clock_due timestamptz;
