import type { ActorRef, Clock } from '@chedun/kernel';
import type { Records, Tx } from '@chedun/records';
import { tellInventory } from '../read-inventory.ts';
import { countRows, cryptographyError } from '../store.ts';

/** What keeping the inventory stands on. */
export interface InventoryNeeds {
  readonly records: Records;
  readonly clock: Pick<Clock, 'now'>;
  readonly newId: () => string;
}

/** A change of the inventory: audited, and afterwards the ledger of findings is brought up to date. */
export const changeInventory =
  ({ records, clock }: InventoryNeeds) =>
  async <T>(actor: ActorRef, action: string, id: string, work: (tx: Tx, at: Date) => Promise<T>): Promise<T> => {
    const now = clock.now();
    const done = await records.transaction(async (tx) => {
      const result = await work(tx, new Date(now));
      await tx.audit({ actor, action, target: { kind: 'cryptography', id }, outcome: 'done' });
      return result;
    });
    await records.transaction((tx) => tellInventory(tx, records, now));
    return done;
  };

/** Throws `cryptography.too-many` when a table has as many rows as it may have. */
export const needRoom = async (
  tx: Tx,
  table: 'cryptography.uses' | 'cryptography.products',
  most: number,
): Promise<void> => {
  if ((await countRows(tx, table)) >= most) throw cryptographyError('cryptography.too-many');
};
