import type { ActorRef } from '@chedun/kernel';
import type { Records, Tx } from '@chedun/records';
import { sql, type Kysely, type Selectable } from 'kysely';
import { trainingError } from './error.ts';
import type { PaperQuestion, TrainingTables } from './tables.ts';

export type StoredCourse = Selectable<TrainingTables['training.courses']>;
export type StoredAssignment = Selectable<TrainingTables['training.assignments']>;
type Database = Kysely<TrainingTables>;

/** For reading outside of a transaction. */
export const reading = ({ read }: Pick<Records, 'read'>): Database => read<TrainingTables>();
/** For work inside of one. */
export const inside = (tx: Tx) => tx.as<TrainingTables>();

/** A line of the audit trail. */
export const auditOf = (actor: ActorRef, action: string, id: string, after: unknown) =>
  ({
    actor,
    action: `training.${action}`,
    target: { kind: 'course', id },
    outcome: 'done',
    after: after as never,
  }) as const;

/** Locks a course against changes of others; refuses one that is closed. */
export const lockCourse = async (tx: Tx, id: string): Promise<StoredCourse> => {
  const row = await inside(tx)
    .selectFrom('training.courses')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw trainingError('training.course-unknown', 'id');
  if (row.closed_at !== null) throw trainingError('training.course-closed', 'id');
  return row;
};

/** A course by its id. */
export const courseOf = async (db: Database, id: string): Promise<StoredCourse> => {
  const row = await db.selectFrom('training.courses').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw trainingError('training.course-unknown', 'id');
  return row;
};

/** What somebody did in a course, of all papers and results. */
export interface StoredWork {
  readonly course: string;
  readonly person: string;
  readonly started: readonly Date[];
  readonly isOpen: boolean;
  readonly exams: number;
  readonly lastScore: number | null;
  readonly certificate: string | null;
  readonly validTo: string | null;
  readonly passedAt: Date | null;
}

/** Work of everybody, of one course or of one person. */
export const workOf = async (
  db: Database,
  { course, person }: { readonly course?: string; readonly person?: string } = {},
): Promise<readonly StoredWork[]> => {
  const ofCourse = course === undefined ? sql`true` : sql`p.course = ${course}`;
  const ofPerson = person === undefined ? sql`true` : sql`p.person_id = ${person}`;
  const { rows } = await sql<StoredWork>`
    select p.course, p.person_id as person, array_agg(p.started_at order by p.started_at) as started,
      bool_or(r.paper is null) as "isOpen", count(r.paper)::int as exams,
      (array_agg(r.score order by r.at desc) filter (where r.paper is not null))[1] as "lastScore",
      (array_agg(r.certificate order by r.at desc) filter (where r.passed))[1] as certificate,
      (array_agg(r.valid_to::text order by r.at desc) filter (where r.passed))[1] as "validTo",
      (array_agg(r.at order by r.at desc) filter (where r.passed))[1] as "passedAt"
    from training.papers p left join training.results r on r.paper = p.id
    where ${ofCourse} and ${ofPerson} group by p.course, p.person_id`.execute(db);
  return rows;
};

/** A paper with its result, when it has one. */
export interface StoredPaper {
  readonly id: string;
  readonly course: string;
  readonly title: string;
  readonly person_id: string;
  readonly person_name: string;
  readonly pass_mark: number;
  readonly questions: readonly PaperQuestion[];
  readonly started_at: Date;
  readonly answers: readonly (readonly number[])[] | null;
  readonly score: number | null;
  readonly passed: boolean | null;
  readonly certificate: string | null;
  readonly valid_to: string | null;
  readonly sm3: string | null;
  readonly at: Date | null;
}

const PAPER = sql`select p.id, p.course, c.title, p.person_id, p.person_name, p.pass_mark, p.questions, p.started_at,
  r.answers, r.score, r.passed, r.certificate, r.valid_to::text as valid_to, r.sm3, r.at
  from training.papers p join training.courses c on c.id = p.course left join training.results r on r.paper = p.id`;

/** A paper of this person; a paper of somebody else is unknown. */
export const paperOf = async (db: Database, id: string, person: string): Promise<StoredPaper> => {
  const { rows } = await sql<StoredPaper>`${PAPER} where p.id = ${id} and p.person_id = ${person}`.execute(db);
  const [row] = rows;
  if (row === undefined) throw trainingError('training.paper-unknown', 'id');
  return row;
};

/** Newest results that gave a certificate, to look whether they are intact. */
export const certifiedPapers = async (db: Database, limit: number): Promise<readonly StoredPaper[]> =>
  (await sql<StoredPaper>`${PAPER} where r.passed order by r.at desc limit ${limit}`.execute(db)).rows;
