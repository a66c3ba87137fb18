-- A drill may play several rules of a family.
alter table quality.drill_results drop constraint drill_results_pkey;
alter table quality.drill_results add primary key (drill_id, rule_id);
alter table quality.drills add column scope text not null default 'families';

-- When each enabled rule or correlation last raised an alert for its test event.
create table quality.proofs (
  rule_id text primary key,
  family text not null,
  rule_title text not null,
  rule_title_zh text,
  kind text not null check (kind in ('rule', 'correlation')),
  outcome text not null check (outcome in ('proven', 'missed')),
  tried_at timestamptz not null,
  proven_at timestamptz,
  seconds real,
  finding_id text,
  -- Drills in a row without an alert.
  misses integer not null
);
