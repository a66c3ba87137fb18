import { dayOf, personIdOf, type ActorRef } from '@chedun/kernel';
import { jsonb, type Tx } from '@chedun/records';
import { sql } from 'kysely';
import type { Paper, Result, Taking } from '../contract.ts';
import { drawPaper, fitsPaper, markPaper, resultSm3 } from '../domain/exam.ts';
import { addMonths } from '../domain/standing.ts';
import { trainingError } from '../error.ts';
import { readMine } from '../read-model.ts';
import type { ReadNeeds } from '../standings.ts';
import { auditOf, inside, lockCourse, paperOf, reading, workOf, type StoredPaper } from '../store.ts';
import type { KeepNeeds } from './keep.ts';

type Needs = Pick<KeepNeeds, 'records' | 'clock' | 'newId'> & ReadNeeds;

/** Records that somebody has studied the material, once and for good. */
const confirmRead =
  ({ records, clock }: Needs) =>
  (course: string, actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      await lockCourse(tx, course);
      const { numInsertedOrUpdatedRows: made } = await inside(tx)
        .insertInto('training.readings')
        .values({ course, person_id: personIdOf(actor), person_name: actor.name, at: new Date(clock.now()) })
        .onConflict((on) => on.columns(['course', 'person_id']).doNothing())
        .executeTakeFirst();
      if (made !== 0n) await tx.audit(auditOf(actor, 'material-read', course, {}));
    });

const openPaper = async (tx: Tx, course: string, person: string): Promise<string | undefined> => {
  const { rows } = await sql<{ id: string }>`select p.id from training.papers p
    left join training.results r on r.paper = p.id
    where p.course = ${course} and p.person_id = ${person} and r.paper is null
    order by p.started_at limit 1`.execute(inside(tx));
  return rows[0]?.id;
};

const paperView = ({ id, course, title, pass_mark: passMark, started_at: at, questions }: StoredPaper): Paper => ({
  id,
  course,
  title,
  passMark,
  startedAt: at.toISOString(),
  questions: questions.map(({ kind, text, options }) => ({ kind, text, options: [...options] })),
});

/** What is known of the person before the transaction: reading it inside would wait for a second connection. */
interface Before {
  readonly taking: Taking | undefined;
  readonly papers: number;
}

const before = async (needs: Needs, course: string, person: string): Promise<Before> => {
  const [work] = await workOf(reading(needs.records), { course, person });
  const mine = await readMine(needs)(person);
  return { taking: mine.items.find((each) => each.course === course), papers: work?.started.length ?? 0 };
};

const papersOf = async (tx: Tx, course: string, person: string): Promise<number> => {
  const papers = inside(tx).selectFrom('training.papers').select('id').where('course', '=', course);
  return (await papers.where('person_id', '=', person).execute()).length;
};

const draw = async (needs: Needs, tx: Tx, course: string, known: Before, actor: ActorRef): Promise<string> => {
  const { pass_mark, valid_months, per_exam } = await lockCourse(tx, course);
  const person = personIdOf(actor);
  const open = await openPaper(tx, course, person);
  if (open !== undefined) return open;
  if ((await papersOf(tx, course, person)) !== known.papers) throw trainingError('training.paper-unknown', 'id');
  if (known.taking === undefined || known.taking.readAt === null) throw trainingError('training.not-read', 'id');
  if (known.taking.attemptsLeft === 0) throw trainingError('training.attempts-used', 'id');
  const pool = await inside(tx).selectFrom('training.questions').selectAll().where('course', '=', course).execute();
  if (pool.length < per_exam) throw trainingError('training.pool-small', 'id');
  const copies = pool.map(({ kind, text, options, correct, explanation, basis }) => ({
    kind,
    text,
    options,
    correct,
    explanation,
    basis,
  }));
  const id = needs.newId();
  const questions = drawPaper(copies, per_exam, id);
  const values = {
    pass_mark,
    valid_months,
    questions: jsonb(questions as never),
    started_at: new Date(needs.clock.now()),
  };
  await inside(tx)
    .insertInto('training.papers')
    .values({ id, course, person_id: person, person_name: actor.name, ...values } as never)
    .execute();
  await tx.audit(auditOf(actor, 'exam-begun', course, { paper: id }));
  return id;
};

/** Draws a paper for somebody who has studied the material; a paper that waits for its answers is given again. */
const beginExam =
  (needs: Needs) =>
  async (course: string, actor: ActorRef): Promise<Paper> => {
    const known = await before(needs, course, personIdOf(actor));
    const id = await needs.records.transaction((tx) => draw(needs, tx, course, known, actor));
    return paperView(await paperOf(reading(needs.records), id, personIdOf(actor)));
  };

/** Shows a result with every question, or says that there is none yet. */
const resultView = (row: StoredPaper): Result => {
  const { id: paper, course, title, questions, answers, score, certificate, valid_to: validTo, sm3, at } = row;
  if (answers === null || score === null || sm3 === null || at === null)
    throw trainingError('training.paper-unknown', 'id');
  const { right } = markPaper(questions, answers, row.pass_mark);
  return {
    paper,
    course,
    title,
    person: { id: row.person_id, name: row.person_name },
    at: at.toISOString(),
    score,
    passMark: row.pass_mark,
    passed: row.passed ?? false,
    certificate,
    validTo,
    sm3,
    isIntact: isIntact(row),
    questions: questions.map(({ text, options, correct, explanation, basis }, n) => ({
      text,
      options: [...options],
      correct: [...correct],
      chosen: [...(answers[n] ?? [])],
      isRight: right[n] ?? false,
      explanation,
      basis,
    })),
  };
};

/** A stored result still has the SM3 that it was given. */
export const isIntact = (row: StoredPaper): boolean => {
  const { id: paper, course, person_id: person, questions, answers, score, certificate, valid_to: validTo, at } = row;
  if (answers === null || score === null || at === null) return false;
  const sealed = { paper, course, person, questions, answers, score, certificate, validTo, at: at.toISOString() };
  return resultSm3(sealed) === row.sm3;
};

const certify = async (tx: Tx, months: number, today: string) => {
  const { rows } = await sql<{ next: string }>`select nextval('training.certificate_numbers')::text as next`.execute(
    inside(tx),
  );
  const number = (rows[0]?.next ?? '').padStart(6, '0');
  return { certificate: `PX-${today.slice(0, 4)}-${number}`, validTo: addMonths(today, months) };
};

const record = async (
  { clock }: Needs,
  tx: Tx,
  id: string,
  answers: readonly (readonly number[])[],
  actor: ActorRef,
): Promise<void> => {
  const paper = await inside(tx)
    .selectFrom('training.papers')
    .selectAll()
    .where('id', '=', id)
    .where('person_id', '=', personIdOf(actor))
    .forUpdate()
    .executeTakeFirst();
  if (paper === undefined) throw trainingError('training.paper-unknown', 'id');
  const done = await inside(tx).selectFrom('training.results').select('paper').where('paper', '=', id).execute();
  if (done.length > 0) throw trainingError('training.paper-done', 'id');
  const { questions, course, person_id: person } = paper;
  if (!fitsPaper(questions, answers)) throw trainingError('training.answer', 'answers');
  const { right, correct, score, passed } = markPaper(questions, answers, paper.pass_mark);
  const at = new Date(clock.now());
  const given = passed
    ? await certify(tx, paper.valid_months, dayOf(at.getTime()))
    : { certificate: null, validTo: null };
  const sm3 = resultSm3({ paper: id, course, person, questions, answers, score, ...given, at: at.toISOString() });
  const values = { correct, score, passed, certificate: given.certificate, valid_to: given.validTo, sm3, at };
  await inside(tx)
    .insertInto('training.results')
    .values({ paper: id, answers: jsonb(answers as never), ...values } as never)
    .execute();
  await inside(tx)
    .insertInto('training.answers')
    .values(questions.map(({ text }, n) => ({ paper: id, course, text, is_right: right[n] ?? false })))
    .execute();
  await tx.audit(
    auditOf(actor, 'exam-handed-in', course, { paper: id, score, passed, certificate: given.certificate }),
  );
};

/** Marks a paper; whoever passes has a certificate. */
const handIn =
  (needs: Needs) =>
  async (id: string, answers: readonly (readonly number[])[], actor: ActorRef): Promise<Result> => {
    await needs.records.transaction((tx) => record(needs, tx, id, answers, actor));
    return resultView(await paperOf(reading(needs.records), id, personIdOf(actor)));
  };

/** What ordinary people do in a course. */
export const takeUseCases = (needs: Needs) => ({
  confirmRead: confirmRead(needs),
  begin: beginExam(needs),
  handIn: handIn(needs),
  result: async (id: string, person: string): Promise<Result> =>
    resultView(await paperOf(reading(needs.records), id, person)),
});
