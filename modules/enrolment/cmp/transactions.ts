import type { Clock } from '@chedun/kernel';
import type { Records, Tx } from '@chedun/records';
import type { Selectable } from 'kysely';
import type { EnrolmentTables } from '../tables.ts';

/** A transaction as it is stored. */
export type Transaction = Selectable<EnrolmentTables['enrolment.transactions']>;

type Changes = Partial<
  Pick<Transaction, 'state' | 'serial' | 'certificate_hash' | 'sender_nonce' | 'answer' | 'reason'>
>;

/** What devices asked for. */
export interface TransactionBook {
  readonly find: (id: string) => Promise<Transaction | undefined>;
  /** Begins one; false when another with this id exists. */
  readonly begin: (
    row: Pick<Transaction, 'id' | 'kind' | 'secret' | 'signer' | 'authority' | 'profile' | 'request'>,
  ) => Promise<boolean>;
  readonly change: (tx: Tx, id: string, changes: Changes) => Promise<void>;
  /** Certificates of a secret that nobody confirmed yet. */
  readonly unconfirmed: (secret: string) => Promise<readonly Transaction[]>;
  /** Certificates that were issued before this time and not confirmed since. */
  readonly late: (before: Date) => Promise<readonly Transaction[]>;
}

const MOST_LATE = 500;

/** Opens the transactions. */
export const transactionBook = ({
  records,
  clock,
}: {
  readonly records: Records;
  readonly clock: Pick<Clock, 'now'>;
}): TransactionBook => {
  const all = () => records.read<EnrolmentTables>().selectFrom('enrolment.transactions').selectAll();
  const now = (): Date => new Date(clock.now());
  return {
    find: (id) => all().where('id', '=', id).executeTakeFirst(),
    begin: async (row) => {
      const at = now();
      const begun = await records.transaction((tx) =>
        tx
          .as<EnrolmentTables>()
          .insertInto('enrolment.transactions')
          .values({
            ...row,
            state: 'working',
            serial: null,
            certificate_hash: null,
            sender_nonce: null,
            answer: null,
            at,
            changed_at: at,
          })
          .onConflict((conflict) => conflict.doNothing())
          .returning('id')
          .executeTakeFirst(),
      );
      return begun !== undefined;
    },
    change: async (tx, id, changes) => {
      await tx
        .as<EnrolmentTables>()
        .updateTable('enrolment.transactions')
        .set({ ...changes, changed_at: now() })
        .where('id', '=', id)
        .execute();
    },
    unconfirmed: (secret) => all().where('secret', '=', secret).where('state', '=', 'issued').execute(),
    late: (before) =>
      all()
        .where('state', '=', 'issued')
        .where('changed_at', '<', before)
        .orderBy('changed_at')
        .limit(MOST_LATE)
        .execute(),
  };
};
