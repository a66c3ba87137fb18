-- Evidence a person attested: from when the fact holds (null: when it was measured), who signed, what was attached.
alter table posture.evidence
  add column effective_at timestamptz,
  add column signer_id text,
  add column signer_name text,
  add column attachment jsonb;

-- Chain over the evidence: the SM3 of each row covers the one before it.
create table posture.evidence_chain (
  seq bigint primary key,
  evidence_id uuid not null unique references posture.evidence (id),
  previous text not null,
  digest text not null
);
create trigger evidence_chain_append_only before update or delete on posture.evidence_chain
  for each row execute function posture.keep_evidence();

-- What a person has to attest again and again.
create table posture.attestations (
  id text primary key,
  title_zh text not null,
  title_en text not null,
  obligations text[] not null,
  every_days integer not null check (every_days between 1 and 1100),
  owner_name text not null,
  created_at timestamptz not null,
  created_by text not null,
  retired_at timestamptz,
  -- When the missing attestation was reported to the ledger; null while it is in order.
  overdue_since timestamptz
);

-- Failed checks that were accepted until a day, by a second person.
create table posture.exceptions (
  id uuid primary key,
  key text not null,
  reason text not null,
  owner_name text not null,
  ends_at timestamptz not null,
  status text not null check (status in ('requested', 'approved', 'refused', 'withdrawn')),
  requested_by text not null,
  requested_name text not null,
  requested_at timestamptz not null,
  decided_by text,
  decided_name text,
  decided_at timestamptz,
  comment text
);
create index exceptions_by_key on posture.exceptions (key, requested_at desc);
create unique index exceptions_one_pending on posture.exceptions (key) where status = 'requested';
