create table mirror.seen (
  counter  text primary key,
  value    integer not null,
  times    integer not null
);
