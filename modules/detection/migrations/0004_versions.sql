-- A rule that was rewritten, or got another exception or filter, has not seen the frames that its older text saw. Versions
-- are digests of everything that decides whether an event is a hit; '' is what was written down before there were versions,
-- and becomes the version with which the rule is seen first.
alter table detection.judged
  drop constraint judged_pkey,
  add column version text not null default '';
alter table detection.judged
  alter column version drop default,
  add primary key (rule_id, version, stream, from_seq);
create index judged_unversioned on detection.judged (rule_id) where version = '';

-- How a rule read: so that a backfill of a newer version tells only what none of the older ones told.
create table detection.versions (
  rule_id text not null,
  version text not null,
  packed jsonb not null,
  primary key (rule_id, version)
);
