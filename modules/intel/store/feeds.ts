import { jsonb, type Records, type Tx } from '@chedun/records';
import { type Insertable, type Selectable } from 'kysely';
import { intelError } from '../errors.ts';
import type { IntelFault } from '../contract.ts';
import type { FeedTable, ImportTable, IntelTables } from '../tables.ts';

/** A feed as it is kept. */
export type FeedRow = Selectable<FeedTable>;
/** A reading as it is kept. */
export type ImportRow = Selectable<ImportTable>;

/** The feed, or `intel.feed-unknown`. */
export const mustFeed = async (records: Pick<Records, 'read'>, id: string): Promise<FeedRow> => {
  const row = await records
    .read<IntelTables>()
    .selectFrom('intel.feeds')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw intelError('intel.feed-unknown', { field: id });
  return row;
};

/** Adds a feed; refuses a name that is taken. */
export const insertFeed = async (tx: Tx, feed: Insertable<FeedTable>): Promise<void> => {
  const { numInsertedOrUpdatedRows } = await tx
    .as<IntelTables>()
    .insertInto('intel.feeds')
    .values(feed)
    .onConflict((conflict) => conflict.column('name').doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows === 0n) throw intelError('intel.feed-name-taken', { field: 'name' });
};

/** Begins a reading. */
export const insertImport = async (
  tx: Tx,
  about: Pick<ImportRow, 'id' | 'feed_id' | 'trigger' | 'name' | 'requested_at' | 'requested_by'>,
): Promise<void> => {
  await tx
    .as<IntelTables>()
    .insertInto('intel.imports')
    .values({
      ...about,
      format: null,
      status: 'waiting',
      fault: null,
      problem_counts: '{}',
      problems: '[]',
      ended_at: null,
    })
    .execute();
};

/** Counts of a reading so far. */
export interface ImportCounts {
  readonly entries: number;
  readonly added: number;
  readonly changed: number;
  readonly passed_over: number;
}

/** Notes how far a reading came. */
export const noteImport = async (
  tx: Tx,
  id: string,
  change: Partial<ImportCounts> & { readonly format?: string; readonly status?: ImportRow['status'] },
): Promise<void> => {
  await tx.as<IntelTables>().updateTable('intel.imports').set(change).where('id', '=', id).execute();
};

/** Ends a reading, with its problems, and the fault when it failed. */
export const endImport = async (
  tx: Tx,
  id: string,
  end: ImportCounts & {
    readonly fault: IntelFault | undefined;
    readonly problemCounts: Readonly<Record<string, number>>;
    readonly problems: readonly object[];
    readonly at: Date;
  },
): Promise<void> => {
  const { fault, problemCounts, problems, at, ...counts } = end;
  await tx
    .as<IntelTables>()
    .updateTable('intel.imports')
    .set({
      ...counts,
      status: fault === undefined ? 'done' : 'failed',
      fault: (fault === undefined ? null : jsonb({ ...fault })) as never,
      problem_counts: jsonb({ ...problemCounts }),
      problems: jsonb(problems),
      ended_at: at,
    })
    .where('id', '=', id)
    .execute();
};

/** The reading, or `intel.import-unknown`. */
export const mustImport = async (records: Pick<Records, 'read'>, id: string): Promise<ImportRow> => {
  const row = await records
    .read<IntelTables>()
    .selectFrom('intel.imports')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw intelError('intel.import-unknown', { field: id });
  return row;
};
