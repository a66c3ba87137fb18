import type { AssetsAsks } from '@chedun/assets/contract';
import { dayOf, personIdOf, type ActorRef } from '@chedun/kernel';
import type { Platform } from '@chedun/module';
import { toText, type Tx } from '@chedun/records';
import {
  CourseInput,
  MOST_QUESTIONS,
  type AssignmentInput,
  type Bank,
  type ImportReport,
  type QuestionInput,
} from '../contract.ts';
import { readQuestions } from '../domain/read-questions.ts';
import { trainingError } from '../error.ts';
import { staff, type ReadNeeds } from '../standings.ts';
import { auditOf, inside, lockCourse } from '../store.ts';

/** What keeping the training stands on. */
export type KeepNeeds = Pick<Platform, 'records' | 'clock' | 'newId'> &
  Pick<ReadNeeds, 'identity'> & {
    readonly assets: Pick<AssetsAsks, 'readTable'>;
    readonly banks: () => Promise<readonly Bank[]>;
  };

const valuesOf = (course: CourseInput) => ({
  title: toText(course.title),
  about: toText(course.about),
  material: toText(course.material).replaceAll('\r\n', '\n'),
  obligations: [...new Set(course.obligations)].toSorted(),
  pass_mark: course.passMark,
  per_exam: course.perExam,
  attempts: course.attempts,
  valid_months: course.validMonths,
});

const insertCourse = async (
  { clock, newId }: KeepNeeds,
  tx: Tx,
  course: CourseInput,
  bank: string | null,
  actor: ActorRef,
): Promise<string> => {
  const id = newId();
  const made = { created_at: new Date(clock.now()), created_by: personIdOf(actor), closed_at: null };
  await inside(tx)
    .insertInto('training.courses')
    .values({ id, ...valuesOf(course), bank, ...made })
    .execute();
  await tx.audit(auditOf(actor, 'course-added', id, { title: course.title, bank }));
  return id;
};

const addQuestions = async (
  { clock, newId }: KeepNeeds,
  tx: Tx,
  course: string,
  questions: readonly QuestionInput[],
): Promise<void> => {
  const rows = questions.map((each) => ({
    id: newId(),
    course,
    kind: each.kind,
    text: toText(each.text),
    options: each.options.map(toText),
    correct: each.correct.toSorted((a, b) => a - b),
    explanation: toText(each.explanation),
    basis: toText(each.basis),
    created_at: new Date(clock.now()),
  }));
  for (let from = 0; from < rows.length; from += 500)
    await inside(tx)
      .insertInto('training.questions')
      .values(rows.slice(from, from + 500))
      .execute();
};

const addCourse =
  (needs: KeepNeeds) =>
  (course: CourseInput, actor: ActorRef): Promise<string> =>
    needs.records.transaction((tx) => insertCourse(needs, tx, course, null, actor));

/** Makes a course of a question bank that comes with the product. */
const adoptBank =
  (needs: KeepNeeds) =>
  async (name: string, actor: ActorRef): Promise<string> => {
    const bank = (await needs.banks()).find(({ id }) => id === name);
    if (bank === undefined) throw trainingError('training.bank-unknown', 'bank');
    const { title, about, material, obligations, questions } = bank;
    return needs.records.transaction(async (tx) => {
      const id = await insertCourse(needs, tx, CourseInput.parse({ title, about, material, obligations }), name, actor);
      await addQuestions(needs, tx, id, questions);
      return id;
    });
  };

const changeCourse =
  ({ records }: KeepNeeds) =>
  (id: string, course: CourseInput, actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      await lockCourse(tx, id);
      await inside(tx).updateTable('training.courses').set(valuesOf(course)).where('id', '=', id).execute();
      const { material: _long, ...short } = course;
      await tx.audit(auditOf(actor, 'course-changed', id, short));
    });

/** Closes a course: nobody has to take it any more, its results stay. */
const closeCourse =
  ({ records, clock }: KeepNeeds) =>
  (id: string, actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      await lockCourse(tx, id);
      const closed = { closed_at: new Date(clock.now()) };
      await inside(tx).updateTable('training.courses').set(closed).where('id', '=', id).execute();
      await tx.audit(auditOf(actor, 'course-closed', id, {}));
    });

const removeQuestion =
  ({ records }: KeepNeeds) =>
  (id: string, question: string, actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      await lockCourse(tx, id);
      const { numDeletedRows: gone } = await inside(tx)
        .deleteFrom('training.questions')
        .where('course', '=', id)
        .where('id', '=', question)
        .executeTakeFirst();
      if (gone === 0n) throw trainingError('training.question-unknown', 'question');
      await tx.audit(auditOf(actor, 'question-removed', id, { question }));
    });

/** Takes the good rows of a table; a question that is there already is not doubled. */
const importQuestions =
  (needs: KeepNeeds) =>
  async (id: string, bytes: Uint8Array, mode: 'preview' | 'apply', actor: ActorRef): Promise<ImportReport> => {
    const read = readQuestions(await needs.assets.readTable(bytes));
    return needs.records.transaction(async (tx) => {
      await lockCourse(tx, id);
      const rows = await inside(tx).selectFrom('training.questions').select('text').where('course', '=', id).execute();
      const there = new Set(rows.map(({ text }) => text));
      const fresh = [...new Map(read.taken.map((each) => [toText(each.text), each] as const))].flatMap(([text, each]) =>
        there.has(text) ? [] : [each],
      );
      if (there.size + fresh.length > MOST_QUESTIONS) throw trainingError('training.pool-full');
      const counts = { rows: read.rows, taken: fresh.length, known: read.taken.length - fresh.length };
      const report = { applied: mode === 'apply', ...counts, refused: [...read.refused] };
      if (mode === 'preview') return report;
      await addQuestions(needs, tx, id, fresh);
      await tx.audit(auditOf(actor, 'questions-imported', id, { ...counts, refused: report.refused.length }));
      return report;
    });
  };

const targetOf = async (needs: KeepNeeds, order: AssignmentInput) => {
  if (order.kind === 'role') return { role: order.role, person_id: null, person_name: null };
  const person = (await staff(needs)).find(({ id }) => id === order.person);
  if (person === undefined) throw trainingError('training.person-unknown', 'person');
  return { role: null, person_id: person.id, person_name: person.name };
};

/** Gives a course to everybody with a role, or to one person. */
const assign =
  (needs: KeepNeeds) =>
  async (id: string, order: AssignmentInput, actor: ActorRef): Promise<void> => {
    const now = needs.clock.now();
    if (order.due < dayOf(now)) throw trainingError('training.due-past', 'due');
    const target = await targetOf(needs, order);
    await needs.records.transaction(async (tx) => {
      const course = await lockCourse(tx, id);
      const pool = await inside(tx).selectFrom('training.questions').select('id').where('course', '=', id).execute();
      if (pool.length < course.per_exam) throw trainingError('training.pool-small', 'id');
      const made = { created_at: new Date(now), created_by: personIdOf(actor), withdrawn_at: null };
      await inside(tx)
        .insertInto('training.assignments')
        .values({ id: needs.newId(), course: id, ...target, due: order.due, ...made })
        .execute();
      await tx.audit(auditOf(actor, 'assigned', id, order));
    });
  };

const withdraw =
  ({ records, clock }: KeepNeeds) =>
  (id: string, assignment: string, actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      const { numUpdatedRows: gone } = await inside(tx)
        .updateTable('training.assignments')
        .set({ withdrawn_at: new Date(clock.now()) })
        .where('id', '=', assignment)
        .where('course', '=', id)
        .where('withdrawn_at', 'is', null)
        .executeTakeFirst();
      if (gone === 0n) throw trainingError('training.assignment-unknown', 'assignment');
      await tx.audit(auditOf(actor, 'assignment-withdrawn', id, { assignment }));
    });

/** Everything that changes courses. */
export const keepUseCases = (needs: KeepNeeds) => ({
  add: addCourse(needs),
  adopt: adoptBank(needs),
  change: changeCourse(needs),
  close: closeCourse(needs),
  removeQuestion: removeQuestion(needs),
  importQuestions: importQuestions(needs),
  assign: assign(needs),
  withdraw: withdraw(needs),
});
