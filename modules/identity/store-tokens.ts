import type { Tx } from '@chedun/records';
import type { Selectable } from 'kysely';
import type { IdentityTables } from './tables.ts';

/** Adds a token. */
export const addToken = async (tx: Tx, token: Selectable<IdentityTables['identity.tokens']>): Promise<void> => {
  await tx.as<IdentityTables>().insertInto('identity.tokens').values(token).execute();
};

/** Revokes a token that is not revoked yet, of this owner when one is given; false when there is none. */
export const revokeToken = async (tx: Tx, id: string, at: Date, ownerId: string | undefined): Promise<boolean> => {
  let query = tx
    .as<IdentityTables>()
    .updateTable('identity.tokens')
    .set({ revoked_at: at })
    .where('id', '=', id)
    .where('revoked_at', 'is', null);
  if (ownerId !== undefined) query = query.where('owner_id', '=', ownerId);
  return (await query.executeTakeFirst()).numUpdatedRows > 0n;
};
