-- Records of the last minutes may still arrive: they are counted anew at each look, until they are settled.
alter table zones.conversations add column recent bigint not null default 0;
alter table zones.conversations add column recent_blocked bigint not null default 0;
