-- Reports that came signed (ETSI TS 103 759): what they say besides the certificate. Empty for what people reported by hand.
alter table pseudonyms_ma.reports
  add column linkage text,
  add column period int,
  add column suspicion float8,
  add column observations jsonb,
  add column messages int,
  add column reporter_certificate text,
  -- SM3 of the report, so that the same one is kept once
  add column digest text;
create unique index reports_once on pseudonyms_ma.reports (digest) where digest is not null;
create index reports_certificate on pseudonyms_ma.reports (certificate_id, reported_at desc);
