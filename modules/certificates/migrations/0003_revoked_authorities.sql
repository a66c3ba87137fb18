-- An issuing authority whose certificate was revoked in a ceremony; it signs nothing from then on.
alter table certificates.authorities add column revoked_at timestamptz;
alter table certificates.authorities add column revoked_reason text;
