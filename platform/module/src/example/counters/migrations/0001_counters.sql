create table counters.counter (
  name   text primary key,
  value  integer not null check (value >= 0)
);
