create schema if not exists gateway;

-- What may speak for a vehicle, terminal, plate or platform account: an account, a certificate, a SIM card. What was
-- learned counts only after a person confirmed it.
create table gateway.bindings (
  -- VIN, phone number of a terminal, plate, or `platform:` and an account
  subject text not null,
  kind text not null check (kind in ('platform', 'certificate', 'iccid')),
  -- account, fingerprint (SHA-256, hex) or common name of a certificate, ICCID
  value text not null,
  status text not null check (status in ('confirmed', 'proposed', 'withdrawn')),
  origin text not null check (origin in ('import', 'learned')),
  created_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (subject, kind, value)
);
create index bindings_newest on gateway.bindings (changed_at desc, subject);
create index bindings_proposed on gateway.bindings (status) where status = 'proposed';

-- What happens at a listener; without a row it observes, and says nothing about what has no binding.
create table gateway.policies (
  listener text primary key check (listener in ('gbt32960', 'jtt808', 'jtt809')),
  mode text not null check (mode in ('observe', 'reject')),
  unbound text not null check (unbound in ('ignore', 'learn', 'violation')),
  changed_at timestamptz not null
);
