-- Findings that the ledger was told of and that were not cleared since, so that a restart tells nothing twice and clears what is gone.
create table certificates.told_findings (
  fingerprint text primary key
);
