import type { DeliveredEvent, Tx } from '@chedun/records';
import { z } from 'zod';
import type { DrillTables } from '../tables.ts';
import { itemFingerprint } from './review.ts';

const Opened = z.object({ id: z.uuid(), fingerprint: z.string() });
const PREFIX = itemFingerprint('');

/** Notes which finding of the ledger an improvement item became. */
export const noteFinding = async (event: DeliveredEvent, tx: Tx): Promise<void> => {
  const { id, fingerprint } = Opened.parse(event.payload);
  const item = z.uuid().safeParse(fingerprint.slice(PREFIX.length));
  if (!fingerprint.startsWith(PREFIX) || !item.success) return;
  await tx.as<DrillTables>().updateTable('drills.items').set({ finding: id }).where('id', '=', item.data).execute();
};
