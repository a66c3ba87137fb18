-- Areas of the operator (GeoJSON), for peer groups by region. One row or none.
create table watch.regions (
  id int primary key check (id = 1),
  geojson text not null,
  regions bigint not null,
  points bigint not null,
  updated_at timestamptz not null,
  updated_by text not null
);
