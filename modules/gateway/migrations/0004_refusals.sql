-- Who is kept out by containment: source addresses, and vehicles, terminals, plates and accounts of platforms.
create table gateway.refusals (
  kind text not null check (kind in ('address', 'subject')),
  value text not null,
  reason text not null,
  by_name text not null,
  since timestamptz not null,
  primary key (kind, value)
);
