-- Systems, every collection of their accounts, reviews and what has to follow from them.
create table access_reviews.state (
  id int primary key check (id = 1),
  administrators jsonb,
  conflicts jsonb,
  people jsonb not null
);
insert into access_reviews.state (id, people) values (1, '[]');
create table access_reviews.systems (
  id uuid primary key,
  name text not null unique,
  origin text not null,
  collection uuid not null,
  -- Count of each rule that no review accepted, and of accounts behind them, when it was judged last.
  counts jsonb not null,
  flagged int not null,
  reviewed_at timestamptz,
  created_at timestamptz not null
);
-- A collection is evidence and never changes.
create table access_reviews.collections (
  id uuid primary key,
  system uuid not null references access_reviews.systems (id) on delete cascade,
  at timestamptz not null,
  by text not null,
  source text not null,
  sm3 text not null,
  accounts jsonb not null,
  size int not null,
  refused int not null
);
create index on access_reviews.collections (system, at desc);
create table access_reviews.reviews (
  id uuid primary key,
  system uuid not null references access_reviews.systems (id) on delete cascade,
  collection uuid not null references access_reviews.collections (id) on delete cascade,
  opened_at timestamptz not null,
  opened_by text not null,
  due_at timestamptz not null,
  completed_at timestamptz,
  completed_by text not null,
  number int unique,
  record text,
  sm3 text not null,
  previous_sm3 text not null
);
create unique index one_open_review on access_reviews.reviews (system) where completed_at is null;
create index on access_reviews.reviews (system, opened_at desc);
create table access_reviews.items (
  review uuid not null references access_reviews.reviews (id) on delete cascade,
  place int not null,
  account text not null,
  record jsonb not null,
  flags jsonb not null,
  flag_count int not null,
  decision text,
  reason text not null,
  decided_by text not null,
  decided_at timestamptz,
  primary key (review, place),
  unique (review, account)
);
create table access_reviews.tasks (
  id uuid primary key,
  system uuid not null references access_reviews.systems (id) on delete cascade,
  review uuid not null references access_reviews.reviews (id) on delete cascade,
  account text not null,
  decision text not null,
  roles jsonb not null,
  reason text not null,
  decided_by text not null,
  decided_at timestamptz not null,
  due_at timestamptz not null,
  state text not null,
  verified_at timestamptz,
  note text not null
);
create index on access_reviews.tasks (system, state);
-- What is open in the ledger of findings, so that it is cleared when it is gone; `what` is told again only when it changes.
create table access_reviews.reported (
  fingerprint text primary key,
  system uuid not null references access_reviews.systems (id) on delete cascade,
  what text not null
);
create index on access_reviews.reported (system);
