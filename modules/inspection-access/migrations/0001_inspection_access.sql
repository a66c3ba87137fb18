-- Inspections that the enterprise was ordered to let happen, whom it let in, and everything they looked at.
create table inspection_access.inspections (
  id uuid primary key,
  number text not null,
  "order" jsonb not null,
  -- what of the order the enterprise opened, as an order; null until it is accepted
  opened jsonb,
  manifest_sm3 text not null,
  signer_sm3 text not null,
  signer_subject text not null,
  state text not null check (state in ('waiting', 'accepted', 'refused', 'withdrawn')),
  from_at timestamptz not null,
  until_at timestamptz not null,
  brought_at timestamptz not null,
  brought_by text not null,
  decided_at timestamptz,
  decided_by text not null default '',
  compared text not null default '',
  withdrawn_at timestamptz,
  withdrawn_by text not null default '',
  why text not null default ''
);
create table inspection_access.guests (
  id uuid primary key,
  inspection uuid not null references inspection_access.inspections (id),
  position int not null,
  inspector text not null,
  account uuid not null,
  login text not null,
  -- whether the account was made for the inspection, so that it is switched off afterwards
  made boolean not null,
  let_in_at timestamptz not null,
  let_in_by text not null,
  withdrawn_at timestamptz,
  withdrawn_by text not null default '',
  why text not null default '',
  closed_at timestamptz
);
create unique index guests_one_for_inspector on inspection_access.guests (inspection, position) where withdrawn_at is null;
create unique index guests_one_for_account on inspection_access.guests (inspection, account) where withdrawn_at is null;
create index guests_account on inspection_access.guests (account);
-- inspection is null when a guest asked who was let in nowhere
create table inspection_access.looks (
  id uuid primary key,
  inspection uuid references inspection_access.inspections (id),
  account uuid not null,
  inspector text not null,
  at timestamptz not null,
  ip text not null,
  method text not null,
  path text not null,
  kind text,
  refused text not null
);
create index looks_of_inspection on inspection_access.looks (inspection, at desc, id desc);
create index looks_newest on inspection_access.looks (at desc, id desc);
create table inspection_access.evidence (
  id uuid primary key,
  inspection uuid not null references inspection_access.inspections (id),
  account uuid not null,
  inspector text not null,
  at timestamptz not null,
  paths text[] not null,
  document uuid not null,
  version int not null,
  sm3 text not null,
  note text not null
);
create index evidence_of_inspection on inspection_access.evidence (inspection, at);
create function inspection_access.only_grows() returns trigger language plpgsql as $$
begin
  raise exception 'lines of % are never changed', tg_table_name;
end $$;
create trigger looks_only_grow before update or delete on inspection_access.looks for each row execute function inspection_access.only_grows();
create trigger looks_stay before truncate on inspection_access.looks for each statement execute function inspection_access.only_grows();
create trigger evidence_only_grows before update or delete on inspection_access.evidence for each row execute function inspection_access.only_grows();
create trigger evidence_stays before truncate on inspection_access.evidence for each statement execute function inspection_access.only_grows();
