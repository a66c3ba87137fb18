import type { OwnAccount } from '@chedun/identity/contract';
import { personIdOf, type ActorRef } from '@chedun/kernel';
import { toText, type Tx } from '@chedun/records';
import type { AccessAccount, DecideBody } from '../contract.ts';
import { holdersOf } from '../domain/rule.ts';
import { accessError } from '../errors.ts';
import { tablesOf, type Needs } from '../store.ts';

/** A reviewer by the names that accounts may bear. */
export interface Reviewer {
  readonly name: string;
  readonly person: string;
}

/** Who decides, also through a token of theirs. */
export const reviewerOf = (own: readonly OwnAccount[], actor: ActorRef): Reviewer => {
  const found = own.find(({ id }) => id === personIdOf(actor));
  return { name: found?.name ?? actor.name, person: found?.displayName ?? actor.name };
};

/** Whether an account is the reviewer's own: by its person, and where none is named by its name. */
export const isOwnAccount = ({ name, person }: Pick<AccessAccount, 'name' | 'person'>, reviewer: Reviewer): boolean => {
  const holders = holdersOf(person);
  return holders.length === 0
    ? name.toLowerCase() === reviewer.name.toLowerCase()
    : holders.includes(reviewer.person) || holders.includes(reviewer.name);
};

const openReviewOf = async (tx: Tx, id: string) => {
  const review = await tablesOf(tx)
    .selectFrom('access_reviews.reviews')
    .select(['id', 'completed_at'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (review === undefined) throw accessError('access-reviews.unknown');
  if (review.completed_at !== null) throw accessError('access-reviews.completed');
};

/** Decides about accounts of an open review. Throws `access-reviews.*`. */
export const decide =
  (needs: Needs) =>
  async (id: string, body: DecideBody, actor: ActorRef): Promise<void> => {
    const reviewer = reviewerOf(await needs.identity.accounts(), actor);
    await needs.records.transaction(async (tx) => {
      await openReviewOf(tx, id);
      const wanted = tablesOf(tx)
        .selectFrom('access_reviews.items')
        .select(['account', 'record', 'flag_count'])
        .where('review', '=', id);
      const items = await (
        body.kind === 'named'
          ? wanted.where('account', 'in', body.accounts)
          : wanted.where('flag_count', '=', 0).where('decision', 'is', null)
      ).execute();
      const chosen = items.filter(({ record }) => body.kind === 'named' || !isOwnAccount(record, reviewer));
      examine(body, chosen, reviewer);
      const names = chosen.map(({ account }) => account);
      if (names.length > 0)
        await tablesOf(tx)
          .updateTable('access_reviews.items')
          .set({
            decision: body.decision,
            reason: toText(body.reason),
            decided_by: reviewer.name,
            decided_at: new Date(needs.now()),
          })
          .where('review', '=', id)
          .where((eb) => eb('account', '=', eb.fn.any(eb.val(names))))
          .execute();
      const target = { kind: 'access-review', id };
      const after = { decision: body.decision, accounts: names.length, first: names[0] ?? '', reason: body.reason };
      await tx.audit({ actor, action: 'access-reviews.decided', target, outcome: 'done', after });
    });
  };

const examine = (
  body: DecideBody,
  items: readonly { readonly account: string; readonly record: AccessAccount; readonly flag_count: number }[],
  reviewer: Reviewer,
): void => {
  if (body.kind === 'named' && items.length < new Set(body.accounts).size) throw accessError('access-reviews.unknown');
  const own = items.find(({ record }) => isOwnAccount(record, reviewer));
  if (own !== undefined) throw accessError('access-reviews.own-account', { value: own.account });
  const isFlagged = items.some(({ flag_count: flags }) => flags > 0);
  if (items.length > 1 && isFlagged) throw accessError('access-reviews.bulk-flagged', { field: 'accounts' });
  if (body.reason === '' && (isFlagged || body.decision !== 'keep'))
    throw accessError('access-reviews.needs-reason', { field: 'reason' });
};
