import { isDomainError, type ActorRef } from '@chedun/kernel';
import { jsonb, type Tx } from '@chedun/records';
import { createHash } from 'node:crypto';
import { TASK_TAKES_DAYS } from '../contract.ts';
import { accessError } from '../errors.ts';
import { lock, readSystem, tablesOf, type Needs } from '../store.ts';
import { collectOwn } from './collect.ts';
import { judge } from './judge.ts';

const DAY_MS = 86_400_000;
const PART = 1_000;

const itemsOf = (tx: Tx, review: string) =>
  tablesOf(tx).selectFrom('access_reviews.items').selectAll().where('review', '=', review).orderBy('place').execute();
type Item = Awaited<ReturnType<typeof itemsOf>>[number];

/** Decisions that somebody has to carry out; older ones about accounts of this review no longer count. */
const addTasks = async (
  tx: Tx,
  needs: Needs,
  review: { readonly id: string; readonly system: string },
  items: readonly Item[],
): Promise<void> => {
  const tables = tablesOf(tx);
  const at = needs.now();
  await tables
    .updateTable('access_reviews.tasks')
    .set({ state: 'superseded' })
    .where('system', '=', review.system)
    .where((eb) => eb('account', '=', eb.fn.any(eb.val(items.map(({ account }) => account)))))
    .execute();
  const tasks = items.flatMap(({ account, decision, reason, record, decided_by: by, decided_at: decidedAt }) =>
    decision === null || decision === 'keep'
      ? []
      : [
          {
            id: needs.newId(),
            system: review.system,
            review: review.id,
            account,
            decision,
            roles: jsonb(record.roles),
            reason,
            decided_by: by,
            decided_at: decidedAt ?? new Date(at),
            due_at: new Date(at + TASK_TAKES_DAYS * DAY_MS),
            state: 'open' as const,
            verified_at: null,
            note: '',
          },
        ],
  );
  for (let from = 0; from < tasks.length; from += PART)
    await tables
      .insertInto('access_reviews.tasks')
      .values(tasks.slice(from, from + PART))
      .execute();
};

/** The record of a completed review, in the order of its accounts: these very bytes are hashed. */
const recordOf = (system: Awaited<ReturnType<typeof readSystem>>, head: object, items: readonly Item[]): string =>
  JSON.stringify({
    ...head,
    system: system.name,
    origin: system.origin,
    items: items.map(({ record, flags, decision, reason, decided_by: by, decided_at: at }) => ({
      ...record,
      flags,
      decision,
      reason,
      decidedBy: by,
      decidedAt: at?.toISOString() ?? null,
    })),
  });

const freeze = async (
  tx: Tx,
  needs: Needs,
  id: string,
  actor: ActorRef,
): Promise<{ system: string; items: Item[] }> => {
  const tables = tablesOf(tx);
  const review = await tables
    .selectFrom('access_reviews.reviews as review')
    .innerJoin('access_reviews.collections as collection', 'collection.id', 'review.collection')
    .select(['review.system', 'review.completed_at', 'review.opened_at', 'review.opened_by'])
    .select(['collection.at', 'collection.sm3', 'collection.source'])
    .where('review.id', '=', id)
    .executeTakeFirst();
  if (review === undefined) throw accessError('access-reviews.unknown');
  if (review.completed_at !== null) throw accessError('access-reviews.completed');
  const items = await itemsOf(tx, id);
  const left = items.filter(({ decision }) => decision === null).length;
  if (left > 0) throw accessError('access-reviews.undecided', { reason: `${left} accounts are undecided` });
  const last = await tables
    .selectFrom('access_reviews.reviews')
    .select(['number', 'sm3'])
    .where('number', 'is not', null)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  const [at, number, previous] = [new Date(needs.now()), (last?.number ?? 0) + 1, last?.sm3 ?? ''];
  const head = {
    kind: 'chedun.access-review@1',
    review: id,
    number,
    previousSm3: previous,
    collection: { at: review.at.toISOString(), source: review.source, sm3: review.sm3 },
    opened: { at: review.opened_at.toISOString(), by: review.opened_by },
    completed: { at: at.toISOString(), by: actor.name },
  };
  const record = recordOf(await readSystem(tx, review.system), head, items);
  const sm3 = createHash('sm3').update(record).digest('hex');
  await tables
    .updateTable('access_reviews.reviews')
    .set({ completed_at: at, completed_by: actor.name, number, record, sm3, previous_sm3: previous })
    .where('id', '=', id)
    .execute();
  await tables.updateTable('access_reviews.systems').set({ reviewed_at: at }).where('id', '=', review.system).execute();
  const target = { kind: 'access-review', id };
  await tx.audit({ actor, action: 'access-reviews.completed', target, outcome: 'done', after: { number, sm3 } });
  return { system: review.system, items };
};

/** Disables accounts of CheDun itself as decided; what identity refuses stays a task with the reason. */
const carryOut = async (needs: Needs, system: string, actor: ActorRef): Promise<void> => {
  const tasks = await tablesOf(needs.records)
    .selectFrom('access_reviews.tasks')
    .select(['id', 'account'])
    .where('system', '=', system)
    .where('state', '=', 'open')
    .where('decision', 'in', ['disable', 'remove'])
    .execute();
  for (const { id, account } of tasks)
    try {
      await needs.identity.switchAccount({ name: account, to: 'disabled' }, actor);
    } catch (error) {
      if (!isDomainError(error)) throw error;
      await needs.records.transaction((tx) =>
        tablesOf(tx).updateTable('access_reviews.tasks').set({ note: error.code }).where('id', '=', id).execute(),
      );
    }
  await collectOwn(needs)(actor);
};

/** Completes a review whose every account is decided: freezes and chains it, and lets its decisions be carried out. Throws `access-reviews.*`. */
export const completeReview =
  (needs: Needs) =>
  async (id: string, actor: ActorRef): Promise<void> => {
    const own = await needs.identity.accounts();
    const system = await needs.records.transaction(async (tx) => {
      await lock(tx);
      const done = await freeze(tx, needs, id, actor);
      const found = await readSystem(tx, done.system);
      // It disables accounts: administration of accounts never goes into tokens.
      if (found.origin === 'own' && actor.kind === 'token') throw accessError('access-reviews.needs-person');
      await addTasks(tx, needs, { id, system: done.system }, done.items);
      await judge(tx, needs, done.system, own);
      return found;
    });
    if (system.origin === 'own') await carryOut(needs, system.id, actor);
  };
