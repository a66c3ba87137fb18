import { readPageCursor, writePageCursor } from '@chedun/http';
import type { GovernanceAsks } from '@chedun/governance/contract';
import type { IncidentAsks } from '@chedun/incidents/contract';
import { dayOf, type Clock } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import { sql, type Selectable } from 'kysely';
import type { z } from 'zod';
import type { ImprovementItem, Milestone, Review, ReviewFilter, ReviewPage, ReviewSubject } from './contract.ts';
import { milestonesOf } from './domain/milestones.ts';
import { drillError } from './error.ts';
import type { DrillTables } from './tables.ts';

/** What reading reviews stands on. */
export interface ReviewNeeds {
  readonly records: Pick<Records, 'read'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly incidents: Pick<IncidentAsks, 'milestones'>;
  readonly governance: Pick<GovernanceAsks, 'findingById'>;
}

export type ReviewRow = Selectable<DrillTables['drills.reviews']>;
type ItemRow = Selectable<DrillTables['drills.items']>;

const first = (dates: readonly (Date | null)[]): number | null => {
  const known = dates.flatMap((each) => (each === null ? [] : [each.getTime()]));
  return known.length === 0 ? null : Math.min(...known);
};

const drillMoments = async ({ records }: ReviewNeeds, run: string): Promise<Milestone[]> => {
  const read = records.read<DrillTables>();
  const [row, injects, targets] = await Promise.all([
    read.selectFrom('drills.runs').selectAll().where('id', '=', run).executeTakeFirstOrThrow(),
    read.selectFrom('drills.injects').selectAll().where('run', '=', run).execute(),
    read.selectFrom('drills.targets').selectAll().where('run', '=', run).where('at', 'is not', null).execute(),
  ]);
  const of = (wanted: string): number | null => {
    const ids = row.body.expectations
      .filter((each) => (each.kind === 'human' ? each.asks === wanted : wanted === 'detect'))
      .map(({ id }) => id);
    return first(targets.filter(({ expectation }) => ids.includes(expectation)).map(({ at }) => at));
  };
  return milestonesOf([
    ['injected', first(injects.map(({ played_at }) => played_at))],
    ['detected', of('detect')],
    ['plan', of('plan')],
    ['contained', of('action')],
    ['reported', of('report')],
    ['ended', row.ended_at?.getTime() ?? null],
  ]);
};

const at = (text: string | null): number | null => (text === null ? null : Date.parse(text));

const incidentMoments = async ({ incidents }: ReviewNeeds, id: string): Promise<Milestone[]> => {
  const found = await incidents.milestones(id);
  if (found === undefined) throw drillError('drills.subject-unknown', 'subject');
  return milestonesOf([
    ['known', at(found.knownAt)],
    ['plan', at(found.planStartedAt)],
    ['contained', at(found.containedAt)],
    ['reported', at(found.reportedAt)],
    ['recovered', at(found.recoveredAt)],
    ['ended', at(found.responseEndedAt)],
    ['closed', at(found.closedAt)],
  ]);
};

/** The moments of a drill or an incident as they are now. */
export const momentsOf = (needs: ReviewNeeds, { kind, id }: ReviewSubject): Promise<Milestone[]> =>
  kind === 'drill' ? drillMoments(needs, id) : incidentMoments(needs, id);

const itemOf = async ({ governance, clock }: ReviewNeeds, row: ItemRow): Promise<ImprovementItem> => {
  const finding = row.finding === null ? undefined : await governance.findingById(row.finding);
  // Somebody may have resolved the finding in the ledger; a risk that was accepted is not mended.
  const mended = row.mended_at !== null || finding?.status === 'resolved';
  return {
    id: row.id,
    title: row.title,
    owner: row.owner,
    due: row.due,
    createdAt: row.created_at.toISOString(),
    finding: row.finding,
    state: mended ? 'mended' : row.due < dayOf(clock.now()) ? 'overdue' : 'open',
    mendedAt: row.mended_at?.toISOString() ?? null,
  };
};

const itemsOf = async (
  needs: ReviewNeeds,
  reviews: readonly string[],
): Promise<(ImprovementItem & { review: string })[]> => {
  if (reviews.length === 0) return [];
  const { rows } = await sql<ItemRow>`
    select id, review, title, owner, due::text as due, created_at, finding, mended_at from drills.items
    where review = any(${[...reviews]}::uuid[]) order by created_at, id limit 2000`.execute(
    needs.records.read<DrillTables>(),
  );
  return Promise.all(rows.map(async (row) => ({ ...(await itemOf(needs, row)), review: row.review })));
};

const present = async (needs: ReviewNeeds, row: ReviewRow): Promise<Review> => {
  const subject = { kind: row.subject_kind, id: row.subject_id };
  return {
    id: row.id,
    subject,
    number: row.number,
    title: row.title,
    state: row.state,
    milestones: row.milestones ?? (await momentsOf(needs, subject)),
    well: row.well,
    badly: row.badly,
    causes: row.causes,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
    signatures: row.signatures.map(({ by, at: signed }) => ({ by, at: signed })),
    items: (await itemsOf(needs, [row.id])).map(({ review: _review, ...item }) => item),
  };
};

/** One review. Throws `drills.review-unknown`. */
export const readReview =
  (needs: ReviewNeeds) =>
  async (id: string): Promise<Review> => {
    const query = needs.records.read<DrillTables>().selectFrom('drills.reviews').selectAll().where('id', '=', id);
    const row = await query.executeTakeFirst();
    if (row === undefined) throw drillError('drills.review-unknown', 'id');
    return present(needs, row);
  };

/** The review of a drill or an incident, when there is one. */
export const reviewOf =
  (needs: ReviewNeeds) =>
  async (subject: string): Promise<Review | undefined> => {
    const row = await needs.records
      .read<DrillTables>()
      .selectFrom('drills.reviews')
      .selectAll()
      .where('subject_id', '=', subject)
      .executeTakeFirst();
    return row === undefined ? undefined : present(needs, row);
  };

/** Reviews, newest first. */
export const readReviews =
  (needs: ReviewNeeds) =>
  async ({ subject, cursor, limit }: z.output<typeof ReviewFilter>): Promise<z.output<typeof ReviewPage>> => {
    const after = readPageCursor(cursor);
    const rows = await needs.records
      .read<DrillTables>()
      .selectFrom('drills.reviews')
      .selectAll()
      .where((where) =>
        where.and([
          ...(subject === undefined ? [] : [where('subject_id', '=', subject)]),
          ...(after === undefined
            ? []
            : [where(where.refTuple('created_at', 'id'), '<', where.tuple(after.at, after.id))]),
        ]),
      )
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute();
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const items = await itemsOf(
      needs,
      shown.map(({ id }) => id),
    );
    return {
      items: shown.map((row) => {
        const own = items.filter(({ review }) => review === row.id);
        return {
          id: row.id,
          subject: { kind: row.subject_kind, id: row.subject_id },
          number: row.number,
          title: row.title,
          state: row.state,
          createdAt: row.created_at.toISOString(),
          items: own.length,
          openItems: own.filter(({ state }) => state !== 'mended').length,
          overdueItems: own.filter(({ state }) => state === 'overdue').length,
          signatures: row.signatures.length,
        };
      }),
      next: rows.length > limit && last !== undefined ? writePageCursor({ at: last.created_at, id: last.id }) : null,
    };
  };
