create schema if not exists posture;

-- Evidence 证据: one row per run of a check; never changed, never deleted by the product.
create table posture.evidence (
  id uuid primary key,
  check_id text not null,
  outcome text not null check (outcome in ('pass', 'fail', 'unknown')),
  summary_zh text not null,
  summary_en text not null,
  facts jsonb not null,
  at timestamptz not null,
  expires_at timestamptz not null
);
create index evidence_newest on posture.evidence (check_id, at desc);

create function posture.keep_evidence() returns trigger language plpgsql as $$
begin
  raise exception 'evidence is append-only';
end $$;
create trigger evidence_append_only before update or delete on posture.evidence
  for each row execute function posture.keep_evidence();
