import type { DeadlineAsks } from '@chedun/deadline-ledger/contract';
import type { ActorRef } from '@chedun/kernel';
import { jsonb } from '@chedun/records';
import type { z } from 'zod';
import type { LevelInput, LevelResult, ReviewInput, WeightsInput } from '../contract.ts';
import { reviewSubject } from '../clocks.ts';
import { levelOf, needExplained } from '../domain/level.ts';
import { filingError } from '../errors.ts';
import { levelsOf, weightsInForce } from '../read-levels.ts';
import { auditOf, keptFile, lockUnit, today, unitRow, type Base } from '../store.ts';
import type { FilingTables } from '../tables.ts';

export type GradeNeeds = Base & { readonly deadlines: Pick<DeadlineAsks, 'start'> };

/** Computes a level without keeping it. */
const tryLevel =
  (needs: GradeNeeds) =>
  async (input: LevelInput): Promise<LevelResult> => {
    const [rule, { questions }, weights] = await Promise.all([
      needs.content.rule(),
      needs.content.factors(),
      weightsInForce(needs),
    ]);
    return levelOf(rule, questions, weights?.weights, input);
  };

const keepLevel =
  (needs: GradeNeeds) =>
  async (unit: string, input: LevelInput, actor: ActorRef): Promise<void> => {
    const result = await tryLevel(needs)(input);
    needExplained(result, input);
    await needs.records.transaction(async (tx) => {
      await lockUnit(tx, unit);
      const db = tx.as<FilingTables>();
      const query = db.selectFrom('filing.levels').select(({ fn }) => fn.max('version').as('last'));
      const { last } = await query.where('unit', '=', unit).executeTakeFirstOrThrow();
      const version = (last ?? 0) + 1;
      const row = {
        unit,
        version,
        input: jsonb(input),
        result: jsonb({ ...result }),
        made_by: actor.name,
        made_at: new Date(needs.clock.now()),
      };
      await db.insertInto('filing.levels').values(row).execute();
      const after = { version, level: result.level, matrixLevel: result.matrixLevel };
      await tx.audit(auditOf(actor, 'level-computed', 'filing-unit', unit, after));
    });
  };

const MARGIN = 1e-6;
const setWeights =
  ({ records, newId, clock }: GradeNeeds) =>
  async ({ weights, reason }: z.output<typeof WeightsInput>, actor: ActorRef): Promise<void> => {
    if (Math.abs(weights.I + weights.V + weights.R - 1) > MARGIN)
      throw filingError('filing.weights', { field: 'weights' });
    await records.transaction(async (tx) => {
      const row = { id: newId(), weights: jsonb(weights), reason, made_by: actor.name, made_at: new Date(clock.now()) };
      await tx.as<FilingTables>().insertInto('filing.weights').values(row).execute();
      await tx.audit(auditOf(actor, 'weights-set', 'filing-weights', row.id, { weights, reason }));
    });
  };

const needSound = (review: ReviewInput, day: string): void => {
  const { votes, experts, on, conclusion } = review;
  const wrong = (field: string, reason: string) => filingError('filing.review', { field, reason });
  if (on > day) throw wrong('on', 'the day is in the future');
  if (votes.for + votes.against > experts.length) throw wrong('votes', 'more votes than experts');
  if (conclusion === 'passed' && votes.for <= votes.against) throw wrong('conclusion', 'no majority');
};

/** The clock of the filing runs from the day of the review (GRD-1); another level than before has to be tested anew (GRD-4). */
const startClocks = async (
  { deadlines }: GradeNeeds,
  unit: { readonly id: string; readonly name: string },
  review: { readonly id: string; readonly on: string },
  regraded: 'regraded' | 'first',
  actor: ActorRef,
): Promise<void> => {
  const subject = { kind: 'filing-unit', id: reviewSubject(unit.id, review.id), title: unit.name };
  const records = [{ kind: 'grading-review', id: review.on, at: Date.parse(`${review.on}T00:00:00+08:00`) }];
  await deadlines.start({ rule: 'GRD-1', subject, records, actor });
  if (regraded === 'regraded') await deadlines.start({ rule: 'GRD-4', subject, records, actor });
};

/** Records a review by experts; one that is passed fixes the level and starts the clock of the filing. */
const recordReview =
  (needs: GradeNeeds) =>
  async (unit: string, review: ReviewInput, actor: ActorRef): Promise<void> => {
    needSound(review, today(needs));
    const [before, [level]] = await Promise.all([unitRow(needs.records, unit), levelsOf(needs, unit)]);
    if (level === undefined) throw filingError('filing.level-missing', { field: 'id' });
    const opinion = await keptFile(needs.blobs, review.opinion);
    const { experts, minutes, votes, on, conclusion } = review;
    const id = needs.newId();
    await needs.records.transaction(async (tx) => {
      await lockUnit(tx, unit);
      const db = tx.as<FilingTables>();
      const row = {
        id,
        unit,
        level_version: level.version,
        level: level.level,
        held_on: on,
        conclusion,
        content: jsonb({ experts, minutes, votes }),
        opinion: opinion === null ? null : jsonb({ ...opinion }),
        made_by: actor.name,
        made_at: new Date(needs.clock.now()),
      };
      await db.insertInto('filing.reviews').values(row).execute();
      if (conclusion === 'passed')
        await db
          .updateTable('filing.units')
          .set({ level: level.level, level_fixed_on: on })
          .where('id', '=', unit)
          .execute();
      await tx.audit(
        auditOf(actor, 'review-recorded', 'filing-unit', unit, { on, conclusion, level: level.level, votes }),
      );
    });
    if (conclusion !== 'passed') return;
    const regraded = before.level !== null && before.level !== level.level ? 'regraded' : 'first';
    if (before.filing_number === '' || regraded === 'regraded')
      await startClocks(needs, before, { id, on }, regraded, actor);
  };

/** Everything that grades units. */
export const gradeUseCases = (needs: GradeNeeds) => ({
  tryLevel: tryLevel(needs),
  keepLevel: keepLevel(needs),
  setWeights: setWeights(needs),
  recordReview: recordReview(needs),
});
