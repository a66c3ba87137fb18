import type { IdentityAsks, PersonWithRoles } from '@chedun/identity/contract';
import { dayOf, type Clock } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import { StaffRole, type Person } from './contract.ts';
import { takingState, type Reach } from './domain/standing.ts';
import { reading, workOf, type StoredAssignment, type StoredCourse, type StoredWork } from './store.ts';

export interface ReadNeeds {
  readonly records: Pick<Records, 'read'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly identity: Pick<IdentityAsks, 'peopleWith'>;
}

/** How a person stands in a course. */
export type PersonStanding = Person & { readonly attemptsLeft: number };

/** A course with everybody whom it reaches. */
export interface Standing {
  readonly course: StoredCourse;
  readonly assignments: readonly StoredAssignment[];
  readonly questions: number;
  readonly people: readonly PersonStanding[];
}

/** The newest courses that are read at once. */
const MOST_COURSES = 1000;

const reachesOf = (assignments: readonly StoredAssignment[], person: PersonWithRoles): readonly Reach[] =>
  assignments
    .filter(({ role, person_id }) => (role === null ? person_id === person.id : person.roles.includes(role)))
    .map(({ due, created_at }) => ({ due, at: created_at.getTime() }));

/** Judges one person in one course. */
export const judge = (
  { id, name, roles }: PersonWithRoles,
  course: StoredCourse,
  assignments: readonly StoredAssignment[],
  work: StoredWork | undefined,
  readAt: Date | undefined,
  today: string,
): PersonStanding => {
  const passed =
    work === undefined || work.passedAt === null || work.validTo === null
      ? undefined
      : { at: work.passedAt.getTime(), validTo: work.validTo };
  const papers = (work?.started ?? []).map((at) => at.getTime());
  const done = { papers, passed, isOpen: work?.isOpen ?? false };
  return {
    person: { id, name },
    ...takingState(reachesOf(assignments, { id, name, roles }), done, course.attempts, today),
    readAt: readAt?.toISOString() ?? null,
    exams: work?.exams ?? 0,
    lastScore: work?.lastScore ?? null,
    certificate: work?.certificate ?? null,
    validTo: work?.validTo ?? null,
  };
};

/** Everybody who takes part in training. */
export const staff = ({ identity }: Pick<ReadNeeds, 'identity'>): Promise<readonly PersonWithRoles[]> =>
  identity.peopleWith(StaffRole.options);

const key = (course: string, person: string): string => `${course}/${person}`;

/** Every course as it stands today, newest first; people are those whom an assignment reaches. */
export const standings =
  (needs: ReadNeeds) =>
  async (course?: string): Promise<readonly Standing[]> => {
    const db = reading(needs.records);
    const today = dayOf(needs.clock.now());
    const [courses, assignments, counts, readings, work, people] = await Promise.all([
      db.selectFrom('training.courses').selectAll().orderBy('created_at', 'desc').limit(MOST_COURSES).execute(),
      db.selectFrom('training.assignments').selectAll().where('withdrawn_at', 'is', null).execute(),
      db
        .selectFrom('training.questions')
        .select(({ fn }) => ['course', fn.countAll<number>().as('count')])
        .groupBy('course')
        .execute(),
      db.selectFrom('training.readings').select(['course', 'person_id', 'at']).execute(),
      workOf(db, course === undefined ? {} : { course }),
      staff(needs),
    ]);
    const read = new Map(readings.map((each) => [key(each.course, each.person_id), each.at]));
    const worked = new Map(work.map((each) => [key(each.course, each.person), each]));
    const pool = new Map(counts.map((each) => [each.course, Number(each.count)]));
    return courses
      .filter(({ id }) => course === undefined || id === course)
      .map((each) => {
        const own = assignments.filter((assignment) => assignment.course === each.id);
        const reached = people.filter((person) => reachesOf(own, person).length > 0);
        return {
          course: each,
          assignments: own,
          questions: pool.get(each.id) ?? 0,
          people: reached.map((person) => {
            const at = key(each.id, person.id);
            return judge(person, each, own, worked.get(at), read.get(at), today);
          }),
        };
      });
  };
