-- Documents 文书: what was issued, never changed; the bytes lie in the blob store.

create table documents.signer (
  id integer primary key check (id = 1),
  organisation text not null,
  changed_at timestamptz not null
);

create table documents.certificates (
  -- SM3 of the certificate
  sm3 text primary key,
  key_id text not null,
  organisation text not null,
  certificate bytea not null,
  made_at timestamptz not null,
  unique (key_id, organisation)
);

create table documents.documents (
  id uuid primary key,
  template text not null,
  subject_kind text not null,
  subject_id text not null,
  title_zh text not null,
  title_en text not null,
  -- counts up when an issue begins, so that two at once get two numbers
  reserved integer not null,
  -- newest version that is there; 0: none yet
  newest integer not null,
  issued_at timestamptz not null,
  issued_by text not null,
  sm3 text not null,
  receipts integer not null default 0,
  unique (template, subject_kind, subject_id)
);
create index documents_newest on documents.documents (issued_at desc, id desc);
create index documents_subject on documents.documents (subject_kind, subject_id);

create table documents.versions (
  document_id uuid not null references documents.documents,
  version integer not null,
  template_version integer not null,
  title_zh text not null,
  title_en text not null,
  issuer text not null,
  issued_at timestamptz not null,
  issued_by_id text not null,
  issued_by_name text not null,
  -- SM3 of the manifest, which names the SM3 of every part
  sm3 text not null,
  bytes bigint not null,
  -- SM3 of the package
  package_sm3 text not null,
  parts jsonb not null,
  key_id text not null,
  certificate text not null references documents.certificates,
  primary key (document_id, version)
);

create table documents.receipts (
  id uuid primary key,
  document_id uuid not null,
  version integer not null,
  kind text not null check (kind in ('acceptance', 'supplement', 'approval', 'rejection', 'other')),
  receiver text not null,
  number text not null,
  received_at timestamptz not null,
  file_name text not null,
  bytes bigint not null,
  sm3 text not null,
  proof text not null check (proof in ('countersigned', 'kept')),
  recorded_at timestamptz not null,
  recorded_by_id text not null,
  recorded_by_name text not null,
  foreign key (document_id, version) references documents.versions
);
create index receipts_document on documents.receipts (document_id, version);

-- What was issued and what was received stays what it was, whatever the program does.
create function documents.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'issued documents and receipts are never changed';
end $$;
create trigger versions_stay before update or delete on documents.versions
  for each row execute function documents.refuse_change();
create trigger receipts_stay before update or delete on documents.receipts
  for each row execute function documents.refuse_change();
