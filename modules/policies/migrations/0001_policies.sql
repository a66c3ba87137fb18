-- Policies and procedures; a version that was approved never changes again.
create table policies.policies (
  id uuid primary key,
  code text not null unique,
  title text not null,
  kind text not null check (kind in ('policy', 'procedure')),
  owner text not null,
  audience text[] not null,
  review_months integer not null check (review_months between 1 and 60),
  created_at timestamptz not null,
  -- {at, by, reason}
  retired jsonb
);

create table policies.versions (
  policy uuid not null references policies.policies,
  number integer not null check (number > 0),
  state text not null check (state in ('draft', 'submitted', 'approved')),
  body text not null,
  -- {blob, name, bytes, sm3}
  file jsonb,
  obligations text[] not null,
  cited text[] not null,
  note text not null,
  author_id text not null,
  author_name text not null,
  submitted_at timestamptz,
  returned text,
  approver_id text,
  approver_name text,
  approved_at timestamptz,
  effective_from date,
  review_by date,
  -- what was signed (canonical JSON), its detached CMS, and SM3 of the certificate
  statement bytea,
  signature bytea,
  certificate_sm3 text,
  primary key (policy, number),
  check (state <> 'approved' or (signature is not null and effective_from is not null and approver_id <> author_id))
);

create table policies.acknowledgements (
  policy uuid not null,
  version integer not null,
  person_id text not null,
  person_name text not null,
  at timestamptz not null,
  primary key (policy, version, person_id),
  foreign key (policy, version) references policies.versions
);

create table policies.signers (
  key_id text primary key,
  certificate bytea not null,
  sm3 text not null,
  made_at timestamptz not null
);

-- Findings that were told and still stand.
create table policies.reported (fingerprint text primary key);

-- What was approved or acknowledged stays as it is, whoever holds the connection.
create function policies.keep() returns trigger language plpgsql as $$
begin
  raise exception 'approved versions and acknowledgements never change';
end $$;
create trigger keep_approved before update or delete on policies.versions
  for each row when (old.state = 'approved') execute function policies.keep();
create trigger keep_acknowledged before update or delete on policies.acknowledgements
  for each row execute function policies.keep();
