-- Which rules know a stream from its begin, or from as far back as they were told to look. Written together with what they learnt.
create table baselines.learning (
  stream text not null,
  rule_id text not null,
  digest text not null,
  -- Frames that were looked through again, events among them, deviations that lay in them; 0 for a rule that was there first.
  frames bigint not null,
  selected bigint not null,
  deviations bigint not null,
  -- Receipt of the oldest frame that was looked through; null when there was none.
  since timestamptz,
  ended_at timestamptz not null,
  primary key (stream, rule_id)
);
