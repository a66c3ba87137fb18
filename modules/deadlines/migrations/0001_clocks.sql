create schema if not exists deadlines;

-- Running and stopped clocks. A clock belongs to a subject; a rule with one case runs once for it.
create table deadlines.clocks (
  id uuid primary key,
  rule text not null,
  term jsonb not null,
  term_case text not null,
  subject_kind text not null,
  subject_id text not null,
  subject_title text not null,
  recipients text[] not null,
  anchor_kind text not null,
  anchor_id text not null,
  started_at timestamptz not null,
  due_at timestamptz not null,
  -- End of the time that counts as in time: due_at, and for 立即 a grace of the product.
  late_from timestamptz not null,
  -- Year whose holidays are not loaded while the date is provisional.
  missing_year integer,
  state text not null check (state in ('running', 'stopped', 'withdrawn')),
  warned smallint not null default 0,
  next_look timestamptz,
  ended_at timestamptz,
  ended_by text,
  recorded_at timestamptz,
  receiver text not null default '',
  late_ms bigint not null default 0,
  explanation text not null default '',
  receipt_blob text,
  receipt_name text,
  receipt_bytes integer,
  receipt_sm3 text,
  created_at timestamptz not null,
  created_by text not null,
  unique (subject_kind, subject_id, rule, term_case)
);
create index clocks_due on deadlines.clocks (due_at, id);
create index clocks_look on deadlines.clocks (next_look) where state = 'running';

create table deadlines.history (
  id bigint generated always as identity primary key,
  clock uuid not null references deadlines.clocks (id),
  at timestamptz not null,
  kind text not null,
  actor text not null,
  detail jsonb not null
);
create index history_clock on deadlines.history (clock, id);

-- A clock never starts later than it did, keeps its rule and subject, and is not removed: not even by a mistake of ours.
create function deadlines.keep_start() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then raise exception 'a clock is never removed'; end if;
  if new.started_at > old.started_at then raise exception 'a clock never starts later'; end if;
  if new.started_at < old.started_at and old.state <> 'running' then raise exception 'an ended clock keeps its start'; end if;
  if (new.rule, new.subject_kind, new.subject_id, new.term_case) is distinct from
     (old.rule, old.subject_kind, old.subject_id, old.term_case) then raise exception 'a clock keeps its subject'; end if;
  return new;
end $$;
create trigger keep_start before update or delete on deadlines.clocks for each row execute function deadlines.keep_start();

create function deadlines.keep_history() returns trigger language plpgsql as $$
begin
  raise exception 'the history of a clock only grows';
end $$;
create trigger keep_history before update or delete on deadlines.history
  for each row execute function deadlines.keep_history();
