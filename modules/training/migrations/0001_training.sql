-- Courses: material, and how the exam is set. A closed course stays.
create table training.courses (
  id uuid primary key,
  title text not null,
  about text not null,
  material text not null,
  obligations text[] not null,
  pass_mark integer not null check (pass_mark between 1 and 100),
  per_exam integer not null check (per_exam between 1 and 100),
  attempts integer not null check (attempts between 1 and 20),
  valid_months integer not null check (valid_months between 1 and 60),
  bank text,
  closed_at timestamptz,
  created_at timestamptz not null,
  created_by text not null
);

-- The pool of a course. Papers keep copies: a question may change or go.
create table training.questions (
  id uuid primary key,
  course uuid not null references training.courses,
  kind text not null check (kind in ('single', 'multiple', 'true-false')),
  text text not null,
  options text[] not null,
  correct integer[] not null,
  explanation text not null,
  basis text not null,
  created_at timestamptz not null,
  unique (course, text)
);

-- Who has to pass a course until when.
create table training.assignments (
  id uuid primary key,
  course uuid not null references training.courses,
  role text,
  person_id text,
  person_name text,
  due date not null,
  created_at timestamptz not null,
  created_by text not null,
  withdrawn_at timestamptz,
  check ((role is null) <> (person_id is null))
);
create index assignments_by_course on training.assignments (course);

-- Who has studied the material, when.
create table training.readings (
  course uuid not null references training.courses,
  person_id text not null,
  person_name text not null,
  at timestamptz not null,
  primary key (course, person_id)
);

-- The questions that somebody was given, in their order.
create table training.papers (
  id uuid primary key,
  course uuid not null references training.courses,
  person_id text not null,
  person_name text not null,
  pass_mark integer not null,
  valid_months integer not null,
  questions jsonb not null,
  started_at timestamptz not null
);
create index papers_by_person on training.papers (person_id, course, started_at desc);
create index papers_by_course on training.papers (course, started_at desc);

create table training.results (
  paper uuid primary key references training.papers,
  answers jsonb not null,
  correct integer not null,
  score integer not null check (score between 0 and 100),
  passed boolean not null,
  certificate text unique,
  valid_to date,
  sm3 text not null,
  at timestamptz not null,
  check (passed = (certificate is not null)),
  check (passed = (valid_to is not null))
);

-- One line for each question that was answered: which are hard.
create table training.answers (
  paper uuid not null references training.papers,
  course uuid not null,
  text text not null,
  is_right boolean not null
);
create index answers_by_course on training.answers (course, text);

create sequence training.certificate_numbers;

-- Findings that were told and still stand.
create table training.reported (fingerprint text primary key);

-- What was read, drawn, answered and marked stays as it is, whoever holds the connection.
create function training.keep() returns trigger language plpgsql as $$
begin
  raise exception 'readings, papers and results of training never change';
end $$;
create trigger keep_readings before update or delete on training.readings for each row execute function training.keep();
create trigger keep_papers before update or delete on training.papers for each row execute function training.keep();
create trigger keep_results before update or delete on training.results for each row execute function training.keep();
create trigger keep_answers before update or delete on training.answers for each row execute function training.keep();
