-- Domain events, written in the transaction that made them true.
create table platform.outbox (
  id         uuid primary key,
  type       text not null,
  aggregate  text not null,
  payload    jsonb not null,
  actor      jsonb not null,
  at         timestamptz(3) not null
);
create index outbox_by_type on platform.outbox (type, at);

-- One row per reaction that is done with an event: the second delivery finds it and does nothing.
create table platform.reactions (
  event_id  uuid not null references platform.outbox (id),
  reaction  text not null,
  at        timestamptz(3) not null,
  primary key (event_id, reaction)
);

-- Who did what, when, with which outcome. Each line carries the SM3 of the line before it.
create table platform.audit (
  seq          bigint primary key,
  at           timestamptz(3) not null,
  actor_kind   text not null,
  actor_id     text not null,
  actor_name   text not null,
  actor_ip     text,
  action       text not null,
  target_kind  text not null,
  target_id    text not null,
  outcome      text not null check (outcome in ('done', 'refused')),
  before       jsonb,
  after        jsonb,
  previous     bytea not null check (octet_length(previous) = 32),
  hash         bytea not null check (octet_length(hash) = 32)
);
create index audit_by_actor on platform.audit (actor_id, seq);
create index audit_by_action on platform.audit (action, seq);
create index audit_by_target on platform.audit (target_kind, target_id, seq);
create index audit_by_time on platform.audit (at);

-- The last line; its row lock puts concurrent writers of the trail into one order.
create table platform.audit_head (
  id    boolean primary key default true check (id),
  seq   bigint not null,
  hash  bytea not null
);
insert into platform.audit_head (seq, hash) values (0, decode(repeat('00', 32), 'hex'));

create function platform.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% of % is refused: the table is append-only', tg_op, tg_table_name
    using errcode = 'insufficient_privilege';
end
$$;
create trigger append_only before update or delete on platform.audit
  for each row execute function platform.refuse_change();
create trigger append_only_whole before truncate on platform.audit
  for each statement execute function platform.refuse_change();
create trigger append_only before update or delete on platform.outbox
  for each row execute function platform.refuse_change();
create trigger append_only_whole before truncate on platform.outbox
  for each statement execute function platform.refuse_change();
