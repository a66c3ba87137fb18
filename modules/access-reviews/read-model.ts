import { sql } from 'kysely';
import type { ActorRef } from '@chedun/kernel';
import {
  REVIEW_EVERY_DAYS,
  type AccessOverview,
  type AccessReview,
  type AccessSystem,
  type AccountPage,
  type AccountQuery,
  type FlaggedAccount,
  type ItemPage,
  type ItemQuery,
  type SystemDetail,
} from './contract.ts';
import { contextOf, flagged, RULES, standing } from './domain/judge.ts';
import { accessError } from './errors.ts';
import { peopleOf, readAccepted, readState, readSystem, tablesOf, type Needs } from './store.ts';
import { isOwnAccount, reviewerOf } from './use-cases/decide.ts';

type ReadNeeds = Pick<Needs, 'records' | 'now' | 'identity'>;
const DAY_MS = 86_400_000;
const MOST_SYSTEMS = 500;

const systemRows = ({ records, now }: ReadNeeds) =>
  tablesOf(records)
    .selectFrom('access_reviews.systems as system')
    .innerJoin('access_reviews.collections as collection', 'collection.id', 'system.collection')
    .select(['system.id', 'system.name', 'system.origin', 'system.counts', 'system.flagged', 'system.reviewed_at'])
    .select(['system.created_at', 'collection.at', 'collection.by', 'collection.source', 'collection.sm3'])
    .select([
      'collection.size',
      sql<string | null>`(select id from access_reviews.reviews where system = system.id and completed_at is null)`.as(
        'open_review',
      ),
      sql<number>`(select count(*) from access_reviews.tasks where system = system.id and state in ('open', 'held'))::int`.as(
        'tasks',
      ),
      sql<number>`(select count(*) from access_reviews.tasks where system = system.id
        and (state = 'held' or (state = 'open' and due_at < ${new Date(now())})))::int`.as('held'),
    ]);

type SystemRow = Awaited<ReturnType<ReturnType<typeof systemRows>['execute']>>[number];
const systemOf = (row: SystemRow): AccessSystem => ({
  id: row.id,
  name: row.name,
  origin: row.origin,
  collectedAt: row.at.toISOString(),
  collectedBy: row.by,
  source: row.source,
  sm3: row.sm3,
  accounts: row.size,
  flagged: row.flagged,
  counts: row.counts,
  reviewedAt: row.reviewed_at?.toISOString() ?? null,
  dueAt: new Date((row.reviewed_at ?? row.created_at).getTime() + REVIEW_EVERY_DAYS * DAY_MS).toISOString(),
  openReview: row.open_review,
  tasks: row.tasks,
  tasksHeld: row.held,
});

/** All systems, those with most to do first, and what rules go by. */
export const readOverview = (needs: ReadNeeds) => async (): Promise<AccessOverview> => {
  const [rows, { settings, people }] = await Promise.all([
    systemRows(needs).orderBy('system.name').limit(MOST_SYSTEMS).execute(),
    readState(needs.records),
  ]);
  return { systems: rows.map(systemOf), settings, people: people.length };
};

const reviewRows = ({ records }: ReadNeeds) => {
  const count = (where: string) =>
    sql<number>`(select count(*) from access_reviews.items where review = review.id ${sql.raw(where)})::int`;
  return tablesOf(records)
    .selectFrom('access_reviews.reviews as review')
    .innerJoin('access_reviews.systems as system', 'system.id', 'review.system')
    .innerJoin('access_reviews.collections as collection', 'collection.id', 'review.collection')
    .select(['review.id', 'review.system', 'system.name', 'review.opened_at', 'review.opened_by', 'review.due_at'])
    .select(['review.completed_at', 'review.completed_by', 'review.number', 'review.sm3', 'review.previous_sm3'])
    .select([
      'collection.at',
      'collection.size',
      count('and decision is not null').as('decided'),
      count('and decision is null and flag_count > 0').as('flagged_left'),
      sql<
        AccessReview['decisions']
      >`(select coalesce(jsonb_agg(jsonb_build_object('decision', decision, 'count', n) order by decision), '[]')
        from (select decision, count(*)::int as n from access_reviews.items where review = review.id and decision is not null group by decision) as d)`.as(
        'decisions',
      ),
    ]);
};

type ReviewRow = Awaited<ReturnType<ReturnType<typeof reviewRows>['execute']>>[number];
const reviewOf = (row: ReviewRow): AccessReview => ({
  id: row.id,
  system: row.system,
  systemName: row.name,
  state: row.completed_at === null ? 'open' : 'completed',
  openedAt: row.opened_at.toISOString(),
  openedBy: row.opened_by,
  dueAt: row.due_at.toISOString(),
  collectedAt: row.at.toISOString(),
  items: row.size,
  decided: row.decided,
  flaggedLeft: row.flagged_left,
  decisions: row.decisions,
  completedAt: row.completed_at?.toISOString() ?? null,
  completedBy: row.completed_by,
  number: row.number,
  sm3: row.sm3,
  previousSm3: row.previous_sm3,
});

/** One system with its collections, reviews and open decisions. Throws `access-reviews.unknown`. */
export const readDetail =
  (needs: ReadNeeds) =>
  async (id: string): Promise<SystemDetail> => {
    const row = await systemRows(needs).where('system.id', '=', id).executeTakeFirst();
    if (row === undefined) throw accessError('access-reviews.unknown');
    const tables = tablesOf(needs.records);
    const [collections, reviews, tasks] = await Promise.all([
      tables
        .selectFrom('access_reviews.collections')
        .select(['at', 'by', 'source', 'sm3', 'size', 'refused'])
        .where('system', '=', id)
        .orderBy('at', 'desc')
        .limit(50)
        .execute(),
      reviewRows(needs).where('review.system', '=', id).orderBy('review.opened_at', 'desc').limit(50).execute(),
      tables
        .selectFrom('access_reviews.tasks')
        .selectAll()
        .where('system', '=', id)
        .where('state', '!=', 'superseded')
        .orderBy(sql`case state when 'held' then 0 when 'open' then 1 else 2 end`)
        .orderBy('decided_at', 'desc')
        .limit(500)
        .execute(),
    ]);
    return {
      system: systemOf(row),
      collections: collections.map(({ size, at, ...each }) => ({ ...each, at: at.toISOString(), accounts: size })),
      reviews: reviews.map(reviewOf),
      tasks: tasks.map((task) => ({
        id: task.id,
        account: task.account,
        decision: task.decision,
        reason: task.reason,
        decidedBy: task.decided_by,
        decidedAt: task.decided_at.toISOString(),
        dueAt: task.due_at.toISOString(),
        state: task.state,
        verifiedAt: task.verified_at?.toISOString() ?? null,
        note: task.note,
      })),
    };
  };

const ORDERS: Readonly<Record<AccountQuery['sort'], (a: FlaggedAccount, b: FlaggedAccount) => number>> = {
  flags: (a, b) => weight(b) - weight(a) || ORDERS.name(a, b),
  name: (a, b) => (a.name < b.name ? -1 : 1),
  lastSignIn: (a, b) => ((a.lastSignInAt ?? '') < (b.lastSignInAt ?? '') ? -1 : 1),
};
const WEIGHTS = { high: 10_000, medium: 100, low: 1 } as const;
const weight = (account: FlaggedAccount): number =>
  standing(account).reduce((sum, { severity }) => sum + WEIGHTS[severity], 0);

/** Accounts of a system with their flags. The cursor is how many were read. Throws `access-reviews.unknown`. */
export const readAccountsOf =
  (needs: ReadNeeds) =>
  async (id: string, { q, rule, only, sort, cursor, limit }: AccountQuery): Promise<AccountPage> => {
    const { records, now, identity } = needs;
    const [system, { settings, people }, accepted, own] = await Promise.all([
      readSystem(records, id),
      readState(records),
      readAccepted(records, id),
      identity.accounts(),
    ]);
    const context = contextOf(settings, { now: now(), origin: system.origin, people: peopleOf(people, own) });
    const wanted = (q ?? '').toLowerCase();
    const all = flagged(system.accounts, context, accepted)
      .filter(({ name, person, roles }) => [name, person, ...roles].some((text) => text.toLowerCase().includes(wanted)))
      .filter(({ flags }) => rule === undefined || flags.some((flag) => flag.rule === rule))
      .filter((account) => only === undefined || standing(account).length > 0)
      .toSorted(ORDERS[sort]);
    const from = Number(cursor ?? 0);
    return {
      items: all.slice(from, from + limit),
      total: all.length,
      next: from + limit < all.length ? String(from + limit) : null,
    };
  };

/** A review. Throws `access-reviews.unknown`. */
export const readReview =
  (needs: ReadNeeds) =>
  async (id: string): Promise<AccessReview> => {
    const row = await reviewRows(needs).where('review.id', '=', id).executeTakeFirst();
    if (row === undefined) throw accessError('access-reviews.unknown');
    return reviewOf(row);
  };

/** Accounts of a review, those with flags first. The cursor is the place of the last one. */
export const readItems =
  ({ records, identity }: ReadNeeds) =>
  async (id: string, { show, cursor, limit }: ItemQuery, actor: ActorRef): Promise<ItemPage> => {
    const reviewer = reviewerOf(await identity.accounts(), actor);
    const rows = await tablesOf(records)
      .selectFrom('access_reviews.items')
      .selectAll()
      .where('review', '=', id)
      .where('place', '>', Number(cursor ?? 0))
      .$if(show === 'undecided', (query) => query.where('decision', 'is', null))
      .$if(show === 'flagged', (query) => query.where('flag_count', '>', 0))
      .orderBy('place')
      .limit(limit + 1)
      .execute();
    const order = new Map(RULES.map((rule, place) => [rule.id, place]));
    const page = rows.slice(0, limit);
    return {
      items: page.map(({ record, flags, decision, reason, decided_by: by, decided_at: at }) => ({
        ...record,
        flags: flags.toSorted((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0)),
        decision,
        reason,
        decidedBy: by,
        decidedAt: at?.toISOString() ?? null,
        isOwn: isOwnAccount(record, reviewer),
      })),
      next: rows.length > limit ? String(page.at(-1)?.place ?? 0) : null,
    };
  };

/** The frozen record of a completed review: the very bytes that its SM3 is of. Throws `access-reviews.unknown`. */
export const readRecord =
  ({ records }: ReadNeeds) =>
  async (id: string): Promise<string> => {
    const row = await tablesOf(records)
      .selectFrom('access_reviews.reviews')
      .select('record')
      .where('id', '=', id)
      .executeTakeFirst();
    if (row === undefined || row.record === null) throw accessError('access-reviews.unknown');
    return row.record;
  };
