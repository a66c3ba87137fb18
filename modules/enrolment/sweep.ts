import { SYSTEM_ACTOR } from '@chedun/kernel';
import type { CmpNeeds } from './cmp/types.ts';

/** How long a device has to confirm a certificate. */
const CONFIRM_MS = 300_000;
/** How long a spent secret still answers a repeated message. */
const REPEAT_MS = 3_600_000;

/** Revokes what no device confirmed in time, and forgets secrets that are of no use any more. */
export const sweepEnrolment =
  ({ certificates, records, clock, transactions, secrets }: Omit<CmpNeeds, 'randomBytes' | 'verifier'>) =>
  async (): Promise<void> => {
    for (const { id, serial } of await transactions.late(new Date(clock.now() - CONFIRM_MS))) {
      await certificates.withdraw(serial === null ? [] : [serial], 'not confirmed in time', SYSTEM_ACTOR);
      await records.transaction((tx) =>
        transactions.change(tx, id, { state: 'refused', reason: 'not confirmed in time' }),
      );
    }
    await secrets.forget(new Date(clock.now() - REPEAT_MS));
  };
