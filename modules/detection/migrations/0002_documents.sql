-- Digest of the correlations and filters of a set that were told last; '' when it has none.
alter table detection.rulesets add column documents_sha256 text not null default '';
create index rules_name on detection.rules ((document ->> 'name'));
