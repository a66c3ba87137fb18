import type { DetectionAsks } from '@chedun/detection/contract';
import { DomainError, type ActorRef } from '@chedun/kernel';
import { toText, type Records } from '@chedun/records';
import type { z } from 'zod';
import type { Dismissal, ExceptionReview, Review } from '../contract.ts';
import { reportWeaknesses } from '../report.ts';
import type { QualityTables } from '../tables.ts';

interface Dependencies {
  readonly records: Records;
  readonly detection: Pick<DetectionAsks, 'exceptions'>;
  readonly now: () => number;
}

const DAY = 86_400_000;
/** An exception that nobody looked at is due so long after it was made. */
const FIRST_REVIEW_DAYS = 90;

/** Every exception with its date, those that are due first. */
export const listReviews =
  ({ records, detection, now }: Dependencies) =>
  async (): Promise<ExceptionReview[]> => {
    const [exceptions, rows] = await Promise.all([
      detection.exceptions(),
      records.read<QualityTables>().selectFrom('quality.reviews').selectAll().execute(),
    ]);
    const reviews = new Map(rows.map((row) => [row.exception_id, row]));
    return exceptions
      .map((exception): ExceptionReview => {
        const review = reviews.get(exception.id);
        const due = review?.due_at.getTime() ?? Date.parse(exception.createdAt) + FIRST_REVIEW_DAYS * DAY;
        return {
          ...exception,
          dueAt: new Date(due).toISOString(),
          overdue: due <= now(),
          reviewedAt: review?.reviewed_at.toISOString() ?? null,
          reviewedBy: review?.reviewed_by ?? null,
          note: review?.note ?? null,
        };
      })
      .toSorted((a, b) => Date.parse(a.dueAt) - Date.parse(b.dueAt));
  };

/** Reports exceptions whose date has passed as findings, and clears those that were reviewed or removed. */
export const watchReviews = (dependencies: Dependencies) => async (): Promise<void> => {
  const overdue = (await listReviews(dependencies)()).filter((each) => each.overdue);
  const weaknesses = overdue.map(({ id, title, ruleTitle, ruleId, dueAt }) => ({
    fingerprint: `exception-review:${id}`,
    title: `The exception “${title}” has to be reviewed`.slice(0, 500),
    titleZh: `规则例外“${title}”到期未复核`.slice(0, 500),
    severity: 'low' as const,
    obligations: ['1.3-a'],
    facts: { rule: ruleTitle, ruleId, dueAt },
  }));
  await dependencies.records.transaction((tx) =>
    reportWeaknesses(tx, 'exception-review:', weaknesses, dependencies.now()),
  );
};

/** A person looked at an exception: it stays until the next date. */
export const reviewException =
  (dependencies: Dependencies) =>
  async (id: string, { days, note }: z.output<typeof Review>, actor: ActorRef): Promise<void> => {
    const { records, detection, now } = dependencies;
    if (!(await detection.exceptions()).some((exception) => exception.id === id))
      throw new DomainError('quality.exception-unknown', { field: id });
    const row = {
      due_at: new Date(now() + days * DAY),
      reviewed_at: new Date(now()),
      reviewed_by: actor.name,
      note: toText(note),
    };
    await records.transaction(async (tx) => {
      await tx
        .as<QualityTables>()
        .insertInto('quality.reviews')
        .values({ exception_id: id, ...row })
        .onConflict((conflict) => conflict.column('exception_id').doUpdateSet(row))
        .execute();
      const target = { kind: 'exception', id };
      await tx.audit({ actor, action: 'quality.exception-reviewed', target, outcome: 'done', after: { days, note } });
    });
    await watchReviews(dependencies)();
  };

/** A person does not want to see a proposal for a while. */
export const dismissProposal =
  ({ records, now }: Pick<Dependencies, 'records' | 'now'>) =>
  ({ key, days, reason }: z.output<typeof Dismissal>, actor: ActorRef): Promise<void> =>
    records.transaction(async (tx) => {
      const row = { until: new Date(now() + days * DAY), reason: toText(reason), by: actor.name };
      await tx
        .as<QualityTables>()
        .insertInto('quality.dismissals')
        .values({ key: toText(key), ...row })
        .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
        .execute();
      const target = { kind: 'proposal', id: key };
      await tx.audit({ actor, action: 'quality.proposal-dismissed', target, outcome: 'done', after: { days, reason } });
    });
