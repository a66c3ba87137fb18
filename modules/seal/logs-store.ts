import type { Records } from '@chedun/records';
import type { Selectable } from 'kysely';
import type { SealTables } from './tables.ts';

/** What is known of a log apart from its folder. */
type LogRow = Selectable<SealTables['seal.logs']>;

/** Rows of the logs. */
export interface LogRows {
  readonly of: (stream: string) => Promise<LogRow | undefined>;
  readonly save: (row: Omit<LogRow, 'kept_from' | 'fault'>) => Promise<void>;
  readonly fault: (stream: string, fault: string | null) => Promise<void>;
  readonly keptFrom: (stream: string, firstKept: number) => Promise<void>;
}

/** Opens the rows. */
export const logRows = (records: Records): LogRows => ({
  of: (stream) =>
    records.read<SealTables>().selectFrom('seal.logs').selectAll().where('stream', '=', stream).executeTakeFirst(),
  save: (row) =>
    records.transaction(async (tx) => {
      const { origin, first_seq, size, root, sealed_at } = row;
      await tx
        .as<SealTables>()
        .insertInto('seal.logs')
        .values({ ...row, kept_from: first_seq, fault: null })
        .onConflict((conflict) =>
          conflict.column('stream').doUpdateSet({ origin, first_seq, size, root, sealed_at, fault: null }),
        )
        .execute();
    }),
  fault: (stream, fault) =>
    records.transaction(async (tx) => {
      await tx.as<SealTables>().updateTable('seal.logs').set({ fault }).where('stream', '=', stream).execute();
    }),
  keptFrom: (stream, firstKept) =>
    records.transaction(async (tx) => {
      await tx
        .as<SealTables>()
        .updateTable('seal.logs')
        .set({ kept_from: firstKept })
        .where('stream', '=', stream)
        .where('kept_from', '<', firstKept)
        .execute();
    }),
});
