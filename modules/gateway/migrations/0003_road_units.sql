-- Roadside units and edge devices of the operator, by the address or topic under which they are heard.
create table gateway.road_units (
  id text primary key,
  title text not null,
  sender text not null unique,
  lat double precision not null,
  lon double precision not null,
  changed_at timestamptz not null
);
