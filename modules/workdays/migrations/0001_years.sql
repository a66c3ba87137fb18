create schema if not exists workdays;

-- Years that people imported; they stand before those that come with the product.
create table workdays.years (
  year integer primary key,
  source text not null,
  holidays jsonb not null,
  workdays text[] not null,
  imported_by text not null,
  imported_at timestamptz not null
);
