-- Firewalls and every export of their rules. An export is kept as it came; it is evidence and never changes.
create table firewalls.firewalls (
  id uuid primary key,
  name text not null unique,
  place text not null,
  owner text not null,
  created_at timestamptz not null,
  created_by text not null
);
create table firewalls.exports (
  firewall uuid not null references firewalls.firewalls (id) on delete cascade,
  version int not null,
  body text not null,
  sm3 text not null,
  format text not null,
  rules int not null,
  unread int not null,
  -- Count of each kind of weakness on the day it was analysed last.
  counts jsonb not null,
  analysed_on date not null,
  uploaded_at timestamptz not null,
  uploaded_by text not null,
  primary key (firewall, version)
);
-- What is open in the ledger of findings, so that it is cleared when it is gone.
create table firewalls.reported (
  fingerprint text primary key,
  firewall uuid not null references firewalls.firewalls (id) on delete cascade
);
create index on firewalls.reported (firewall);
