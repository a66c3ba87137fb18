import { SYSTEM_ACTOR, type ActorRef } from '@chedun/kernel';
import { jsonb, type Tx } from '@chedun/records';
import { REVIEW_EVERY_DAYS, REVIEW_TAKES_DAYS } from '../contract.ts';
import { contextOf, flagged } from '../domain/judge.ts';
import { accessError } from '../errors.ts';
import { lock, peopleOf, readState, readSystem, tablesOf, type Needs } from '../store.ts';

const DAY_MS = 86_400_000;
const PART = 1_000;

const open = async (tx: Tx, needs: Needs, id: string, actor: ActorRef): Promise<string> => {
  const [system, { settings, people }, own] = [
    await readSystem(tx, id),
    await readState(tx),
    await needs.identity.accounts(),
  ];
  const [at, review] = [needs.now(), needs.newId()];
  const added = await tablesOf(tx)
    .insertInto('access_reviews.reviews')
    .values({
      id: review,
      system: id,
      collection: system.collection,
      opened_at: new Date(at),
      opened_by: actor.name,
      due_at: new Date(at + REVIEW_TAKES_DAYS * DAY_MS),
      completed_at: null,
      completed_by: '',
      number: null,
      record: null,
      sm3: '',
      previous_sm3: '',
    })
    .onConflict((on) => on.column('system').where('completed_at', 'is', null).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (added === undefined) throw accessError('access-reviews.is-open');
  const context = contextOf(settings, { now: at, origin: system.origin, people: peopleOf(people, own) });
  // A review looks at every flag anew, also at those that the last one accepted.
  const items = flagged(system.accounts, context, new Map()).toSorted(
    (a, b) => b.flags.length - a.flags.length || (a.name < b.name ? -1 : 1),
  );
  for (let from = 0; from < items.length; from += PART)
    await tablesOf(tx)
      .insertInto('access_reviews.items')
      .values(
        items.slice(from, from + PART).map(({ flags, ...record }, at) => ({
          review,
          place: from + at + 1,
          account: record.name,
          record: jsonb(record),
          flags: jsonb(flags.map(({ rule }) => rule)),
          flag_count: flags.length,
          decision: null,
          reason: '',
          decided_by: '',
          decided_at: null,
        })),
      )
      .execute();
  const target = { kind: 'access-review', id: review };
  const after = { system: system.name, accounts: items.length };
  await tx.audit({ actor, action: 'access-reviews.opened', target, outcome: 'done', after });
  return review;
};

/** Opens a review of the accounts that the newest collection of a system holds. Throws `access-reviews.unknown`, `.is-open`. */
export const openReview =
  (needs: Needs) =>
  (id: string, actor: ActorRef): Promise<string> =>
    needs.records.transaction(async (tx) => {
      await lock(tx);
      return open(tx, needs, id, actor);
    });

/** Opens the reviews that are due: of systems that no review of the last 90 days covers, so early that it can be completed in time. */
export const openDue = (needs: Needs) => async (): Promise<void> => {
  const before = new Date(needs.now() - (REVIEW_EVERY_DAYS - REVIEW_TAKES_DAYS) * DAY_MS);
  const due = await tablesOf(needs.records)
    .selectFrom('access_reviews.systems')
    .select('id')
    .where((eb) => eb.or([eb('reviewed_at', 'is', null), eb('reviewed_at', '<', before)]))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('access_reviews.reviews')
            .select('access_reviews.reviews.id')
            .whereRef('access_reviews.reviews.system', '=', 'access_reviews.systems.id')
            .where('completed_at', 'is', null),
        ),
      ),
    )
    .execute();
  for (const { id } of due) await openReview(needs)(id, SYSTEM_ACTOR);
};
