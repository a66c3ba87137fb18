-- Renewal over EST looks for the newest certificate of a subject.
create index certificates_subject on certificates.certificates (subject);
