import type { ClickHouseClient } from '@clickhouse/client';
import { setTimeout as pause } from 'node:timers/promises';
import { queryError } from './client.ts';
import { eventsError } from './errors.ts';
import type { Events } from './events.ts';
import type { FrameRange, FrameTable, RemovedRows } from './frame-range.ts';

interface DayRow {
  readonly day: string;
  readonly inside: number;
  readonly others: number;
}

const TABLES: readonly FrameTable[] = ['events', 'telemetry'];
const JOURNAL = /^[a-z0-9-]{1,64}$/;
const IN_RANGE = 'journal = {journal:String} AND seq >= {fromSeq:UInt64} AND seq <= {toSeq:UInt64}';
const DAY = /^\d{4}-\d{2}-\d{2}$/;

const checked = ({ journal, fromSeq, toSeq }: FrameRange): FrameRange => {
  const numbers = Number.isSafeInteger(fromSeq) && Number.isSafeInteger(toSeq) && fromSeq >= 1 && fromSeq <= toSeq;
  if (!JOURNAL.test(journal) || !numbers)
    throw eventsError('events.bad-search', { field: 'frames', reason: 'no range' });
  return { journal, fromSeq, toSeq };
};

const daysSql = (table: FrameTable): string =>
  `SELECT toString(toDate(received)) AS day, countIf(${IN_RANGE}) AS inside, countIf(NOT (${IN_RANGE})) AS others
   FROM ${table} WHERE toDate(received) IN (SELECT DISTINCT toDate(received) FROM ${table} WHERE ${IN_RANGE})
   GROUP BY day ORDER BY day`;

interface Hands {
  readonly query: Events['query'];
  readonly change: (sql: string) => Promise<void>;
}

const UNFINISHED = `SELECT latest_fail_reason AS reason FROM system.mutations
  WHERE NOT is_done AND database = currentDatabase() AND table = {table:String}`;
const LOOK_MS = 200;
const PATIENCE_LOOKS = 3_000;

/** Waits until the engine has rewritten the table. */
const changed = async (query: Events['query'], table: FrameTable): Promise<void> => {
  for (let look = 0; look < PATIENCE_LOOKS; look += 1) {
    const [first] = await query<{ reason: string }>({ sql: UNFINISHED, params: { table } });
    if (first === undefined) return;
    if (first.reason !== '') throw eventsError('events.query-failed', { reason: first.reason.slice(0, 500) });
    await pause(LOOK_MS);
  }
  throw eventsError('events.query-failed', { reason: `rows of ${table} are still being removed` });
};

const removeDay = async (
  { query, change }: Hands,
  table: FrameTable,
  range: FrameRange,
  row: DayRow,
): Promise<void> => {
  if (!DAY.test(row.day)) throw eventsError('events.query-failed', { reason: `no day: ${row.day}` });
  const { journal, fromSeq, toSeq } = range;
  if (row.others > 0) {
    const rows = `journal = '${journal}' AND seq >= ${fromSeq} AND seq <= ${toSeq}`;
    // Inserts would wait behind a change that is waited for, so the engine works on it in the background.
    await change(`ALTER TABLE ${table} DELETE IN PARTITION '${row.day}' WHERE ${rows} SETTINGS mutations_sync = 0`);
    return changed(query, table);
  }
  await change(`ALTER TABLE ${table} DROP PARTITION '${row.day}'`);
  if (table === 'events') await change(`ALTER TABLE event_counts DROP PARTITION '${row.day}'`);
};

/**
 * Removes the rows of frames that the retention manager has removed from the journal: whole days where nothing else
 * remains, else the rows. Asking again does nothing. Counts per minute go with the whole day.
 */
export const removeFrames =
  (hands: Hands): Events['removeFrames'] =>
  async (asked) => {
    const range = checked(asked);
    const removed: RemovedRows[] = [];
    for (const table of TABLES) {
      const params = { ...range };
      const days = await hands.query<DayRow>({ sql: daysSql(table), params }, { maxMs: 600_000 });
      for (const day of days) await removeDay(hands, table, range, day);
      const wholeDays = days.filter(({ others }) => Number(others) === 0).map(({ day }) => day);
      removed.push({ table, rows: days.reduce((sum, { inside }) => sum + Number(inside), 0), wholeDays });
    }
    return removed;
  };

/** The rows of frames as one Parquet file, with every column of the table, in the order of the journal. */
export const exportFrames = (client: ClickHouseClient): Events['exportFrames'] =>
  async function* (table, asked) {
    try {
      const result = await client.exec({
        query: `SELECT * FROM ${table} WHERE ${IN_RANGE} ORDER BY seq, idx FORMAT Parquet`,
        query_params: { ...checked(asked) },
        clickhouse_settings: { max_execution_time: 600, max_result_rows: '50000000', use_query_condition_cache: 0 },
      });
      for await (const piece of result.stream) yield piece as Uint8Array;
    } catch (error) {
      throw queryError(error);
    }
  };
