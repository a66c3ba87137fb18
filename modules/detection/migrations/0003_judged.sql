-- Ranges of the journal on which a rule was evaluated: frames from_seq to to_seq - 1, open while the rule is at work.
-- Written in the transaction that moves the position, so that what was judged and what it raised become durable together.
create table detection.judged (
  rule_id text not null,
  stream text not null,
  from_seq bigint not null,
  to_seq bigint,
  primary key (rule_id, stream, from_seq),
  check (to_seq is null or to_seq > from_seq)
);
create unique index judged_open on detection.judged (stream, rule_id) where to_seq is null;
create index judged_end on detection.judged (rule_id, stream, to_seq);

-- Nobody wrote down when older rules came: what is enabled now counts as evaluated so far, so that nothing is told twice.
insert into detection.judged (rule_id, stream, from_seq)
select rules.id, positions.stream, 1
from detection.rules, detection.positions
where rules.enabled and positions.seq > 0;
