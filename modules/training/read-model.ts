import { dayOf } from '@chedun/kernel';
import { sql } from 'kysely';
import type {
  Assignment,
  Course,
  CourseLine,
  Material,
  MyTraining,
  Overview,
  PageQuery,
  PersonPage,
  Question,
  QuestionPage,
  Taking,
  TakingState,
  Weakness,
} from './contract.ts';
import { courseOf, reading, workOf, type StoredAssignment } from './store.ts';
import { judge, staff, standings, type ReadNeeds, type Standing } from './standings.ts';

const ORDER: readonly TakingState[] = ['overdue', 'failed', 'due-soon', 'waiting', 'free', 'passed'];
const byState = (a: { readonly state: TakingState }, b: { readonly state: TakingState }): number =>
  ORDER.indexOf(a.state) - ORDER.indexOf(b.state);

const numberOf = ({ people }: Standing, state: TakingState): number =>
  people.filter((person) => person.state === state).length;

interface Exams {
  readonly course: string;
  readonly exams: number;
  readonly passed: number;
  readonly mean: number | null;
}

const examsOf = async ({ records }: Pick<ReadNeeds, 'records'>): Promise<ReadonlyMap<string, Exams>> => {
  const { rows } = await sql<Exams>`select p.course, count(*)::int as exams,
    (count(*) filter (where r.passed))::int as passed, round(avg(r.score))::int as mean
    from training.results r join training.papers p on p.id = r.paper group by p.course`.execute(reading(records));
  return new Map(rows.map((row) => [row.course, row]));
};

const lineOf = (standing: Standing, exams: Exams | undefined): CourseLine => {
  const { course, questions, people } = standing;
  return {
    id: course.id,
    title: course.title,
    about: course.about,
    obligations: course.obligations,
    passMark: course.pass_mark,
    perExam: course.per_exam,
    attempts: course.attempts,
    validMonths: course.valid_months,
    questions,
    isClosed: course.closed_at !== null,
    counts: {
      assigned: people.length,
      passed: numberOf(standing, 'passed'),
      overdue: numberOf(standing, 'overdue'),
      exams: exams?.exams ?? 0,
      examsPassed: exams?.passed ?? 0,
      meanScore: exams?.mean ?? null,
    },
  };
};

/** What is wrong with a course: people who are late or have no attempt left, and too few questions. */
const weaknessesOf = (standing: Standing): readonly Weakness[] => {
  const { course, people, questions } = standing;
  if (course.closed_at !== null || people.length === 0) return [];
  const found = (kind: string, count: number, zh: string, en: string): Weakness[] =>
    count === 0
      ? []
      : [
          {
            key: `${course.id}:${kind}`,
            course: course.id,
            count,
            text: { zh: `《${course.title}》${zh}`, en: `${course.title}: ${en}` },
          },
        ];
  return [
    ...found('overdue', numberOf(standing, 'overdue'), '有人逾期未通过考试', 'people did not pass in time'),
    ...found('failed', numberOf(standing, 'failed'), '有人考试次数已用完', 'people have no attempt left'),
    ...found('pool', Math.max(0, course.per_exam - questions), '题库题目不足', 'the exam has too few questions'),
  ];
};

/** All courses, whom none reaches, and what is wrong. */
export const readOverview = (needs: ReadNeeds) => async (): Promise<Overview> => {
  const [all, exams, people] = await Promise.all([standings(needs)(), examsOf(needs), staff(needs)]);
  const open = all.filter(({ course }) => course.closed_at === null);
  const reached = new Set(open.flatMap((each) => each.people.map(({ person }) => person.id)));
  return {
    courses: all.map((each) => lineOf(each, exams.get(each.course.id))),
    people: people.length,
    unassigned: people.filter(({ id }) => !reached.has(id)).length,
    weaknesses: open.flatMap(weaknessesOf),
  };
};

const assignmentOf = (row: StoredAssignment): Assignment => ({
  id: row.id,
  role: row.role,
  person: row.person_id === null ? null : { id: row.person_id, name: row.person_name ?? '' },
  due: row.due,
  createdAt: row.created_at.toISOString(),
});

/** One course with its material and whom it is given to. */
export const readCourse =
  (needs: ReadNeeds) =>
  async (id: string): Promise<Course> => {
    const { material } = await courseOf(reading(needs.records), id);
    const [found] = await standings(needs)(id);
    if (found === undefined) throw new Error('a course that was there is gone');
    const exams = await examsOf(needs);
    return { ...lineOf(found, exams.get(id)), material, assignments: found.assignments.map(assignmentOf) };
  };

const pageOf = <Item>(all: readonly Item[], idOf: (item: Item) => string, { cursor, limit }: PageQuery) => {
  const from = cursor === undefined ? 0 : all.findIndex((item) => idOf(item) === cursor) + 1;
  const items = all.slice(from, from + limit);
  const last = items.at(-1);
  return { items, total: all.length, next: last !== undefined && from + limit < all.length ? idOf(last) : null };
};

/** Everybody whom a course reaches, those who are late first. */
export const readPeople =
  (needs: ReadNeeds) =>
  async (id: string, query: PageQuery): Promise<PersonPage> => {
    await courseOf(reading(needs.records), id);
    const [found] = await standings(needs)(id);
    const people = (found?.people ?? []).toSorted(byState).map(({ attemptsLeft: _left, ...person }) => person);
    return pageOf(people, ({ person }) => person.id, query);
  };

/** The pool of a course in the order in which it was filled, with how often each question was answered wrongly. */
export const readQuestionPool =
  ({ records }: Pick<ReadNeeds, 'records'>) =>
  async (id: string, query: PageQuery): Promise<QuestionPage> => {
    const db = reading(records);
    await courseOf(db, id);
    const { rows } = await sql<Question>`
      select q.id, q.kind, q.text, q.options, q.correct, q.explanation, q.basis,
        coalesce(a.answered, 0)::int as answered, coalesce(a.wrong, 0)::int as wrong
      from training.questions q left join (
        select text, count(*) as answered, count(*) filter (where not is_right) as wrong
        from training.answers where course = ${id} group by text) a on a.text = q.text
      where q.course = ${id} order by q.created_at, q.id`.execute(db);
    return pageOf(rows, (row) => row.id, query);
  };

/** Every open course for a person, what is due first; courses that nobody asked for can be taken as well. */
export const readMine =
  (needs: ReadNeeds) =>
  async (person: string): Promise<MyTraining> => {
    const db = reading(needs.records);
    const today = dayOf(needs.clock.now());
    const [courses, assignments, readings, work, people] = await Promise.all([
      db
        .selectFrom('training.courses')
        .selectAll()
        .where('closed_at', 'is', null)
        .orderBy('title')
        .limit(1000)
        .execute(),
      db.selectFrom('training.assignments').selectAll().where('withdrawn_at', 'is', null).execute(),
      db.selectFrom('training.readings').selectAll().where('person_id', '=', person).execute(),
      workOf(db, { person }),
      staff(needs),
    ]);
    const me = people.find(({ id }) => id === person) ?? { id: person, name: '', roles: [] };
    const items = courses.map((course): Taking => {
      const own = assignments.filter((each) => each.course === course.id);
      const done = work.find((each) => each.course === course.id);
      const readAt = readings.find((each) => each.course === course.id)?.at;
      const { person: _me, exams: _exams, ...standing } = judge(me, course, own, done, readAt, today);
      const { id, title, about, pass_mark: passMark, per_exam: perExam } = course;
      return { course: id, title, about, passMark, perExam, ...standing };
    });
    return { items: items.toSorted((a, b) => byState(a, b) || (a.dueBy ?? '9').localeCompare(b.dueBy ?? '9')) };
  };

/** The material of a course and when this person confirmed it. */
export const readMaterial =
  ({ records }: Pick<ReadNeeds, 'records'>) =>
  async (id: string, person: string): Promise<Material> => {
    const db = reading(records);
    const [course, row] = await Promise.all([
      courseOf(db, id),
      db
        .selectFrom('training.readings')
        .select('at')
        .where('course', '=', id)
        .where('person_id', '=', person)
        .executeTakeFirst(),
    ]);
    const { title, about, material } = course;
    return { course: id, title, about, material, readAt: row?.at.toISOString() ?? null };
  };
