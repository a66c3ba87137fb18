import type { ActorRef } from '@chedun/kernel';
import { toText } from '@chedun/records';
import type { z } from 'zod';
import { MOST_USES, type UseInput, type UsesImported } from '../contract.ts';
import { readUses, type TableRow } from '../domain/read-rows.ts';
import { countRows, cryptographyError } from '../store.ts';
import type { CryptographyTables } from '../tables.ts';
import { changeInventory, needRoom, type InventoryNeeds } from './change-inventory.ts';

const TABLE = 'cryptography.uses';

const useColumns = ({ system, purpose, algorithm, bits, keyId, rotatedOn, rotateDays, note }: UseInput, at: Date) => ({
  system: toText(system),
  purpose,
  algorithm: toText(algorithm),
  bits,
  key_id: toText(keyId),
  rotated_on: rotatedOn,
  rotate_days: rotateDays,
  note: toText(note),
  changed_at: at,
});

/** What people do with declared uses of cryptography. */
export const useUseCases = (needs: InventoryNeeds) => {
  const { newId } = needs;
  const change = changeInventory(needs);
  return {
    addUse: (input: UseInput, actor: ActorRef) => {
      const id = newId();
      return change(actor, 'cryptography.use-added', id, async (tx, at) => {
        await needRoom(tx, TABLE, MOST_USES);
        await tx
          .as<CryptographyTables>()
          .insertInto(TABLE)
          .values({ id, ...useColumns(input, at) })
          .execute();
        return { id };
      });
    },
    changeUse: (id: string, input: UseInput, actor: ActorRef) =>
      change(actor, 'cryptography.use-changed', id, async (tx, at) => {
        const query = tx.as<CryptographyTables>().updateTable(TABLE).set(useColumns(input, at)).where('id', '=', id);
        const { numUpdatedRows } = await query.executeTakeFirstOrThrow();
        if (numUpdatedRows === 0n) throw cryptographyError('cryptography.unknown-entry');
        return { id };
      }),
    removeUse: (id: string, actor: ActorRef) =>
      change(actor, 'cryptography.use-removed', id, async (tx) => {
        const query = tx.as<CryptographyTables>().deleteFrom(TABLE).where('id', '=', id);
        return { removed: (await query.executeTakeFirstOrThrow()).numDeletedRows > 0n };
      }),
    importUses: async (rows: readonly TableRow[], actor: ActorRef): Promise<z.input<typeof UsesImported>> => {
      const { uses, refused } = readUses(rows, MOST_USES);
      await change(actor, 'cryptography.uses-imported', String(uses.length), async (tx, at) => {
        const values = uses.map((input) => ({ id: newId(), ...useColumns(input, at) }));
        if (values.length > 0) await tx.as<CryptographyTables>().insertInto(TABLE).values(values).execute();
        if ((await countRows(tx, TABLE)) > MOST_USES) throw cryptographyError('cryptography.too-many');
      });
      return { imported: uses.length, refused: [...refused] };
    },
  };
};
