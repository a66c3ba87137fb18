import type { Bilingual } from '@chedun/kernel';
import { jsonb, toText, type Records, type Tx } from '@chedun/records';
import { type Insertable, type Selectable } from 'kysely';
import type { CaptureFault, CaptureStatus } from './contract.ts';
import { capturesError } from './errors.ts';
import type { CapturesTables, CaptureTable } from './tables.ts';
import type { Chunk, Outcome, ResultRow, Section } from './worker/protocol.ts';

/** A capture as it lies in the table. */
export type CaptureRow = Selectable<CaptureTable>;

/** Adds an uploaded recording. */
export const insertCapture = async (tx: Tx, row: Insertable<CaptureTable>): Promise<void> => {
  const clean = { ...row, name: toText(row.name), model: typeof row.model === 'string' ? toText(row.model) : null };
  await tx.as<CapturesTables>().insertInto('captures.captures').values(clean).execute();
};

/** The capture, locked until the transaction ends. */
export const lockCapture = async (tx: Tx, id: string): Promise<CaptureRow> => {
  const row = await tx
    .as<CapturesTables>()
    .selectFrom('captures.captures')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw capturesError('captures.unknown', { field: id });
  return row;
};

/** Begins a try: forgets what tries before it left. Undefined when nobody waits for this run any more. */
export const beginAttempt = (
  records: Pick<Records, 'transaction'>,
  run: { readonly id: string; readonly run: number; readonly attempt: string },
): Promise<CaptureRow | undefined> =>
  records.transaction(async (tx) => {
    const db = tx.as<CapturesTables>();
    const row = await db
      .updateTable('captures.captures')
      .set({ status: 'running', progress: 0, attempt: run.attempt, fault: null })
      .where('id', '=', run.id)
      .where('run', '=', run.run)
      .where('status', 'in', ['waiting', 'running'])
      .returningAll()
      .executeTakeFirst();
    if (row === undefined) return undefined;
    await db.deleteFrom('captures.result_rows').where('capture_id', '=', run.id).execute();
    await db.deleteFrom('captures.chunks').where('capture_id', '=', run.id).execute();
    return row;
  });

/** Adds result rows; `from` is the number of the first. */
export const putRows = async (
  records: Pick<Records, 'transaction'>,
  place: { readonly capture: string; readonly attempt: string; readonly section: Section; readonly from: number },
  rows: readonly ResultRow[],
): Promise<void> => {
  const { capture, attempt, section, from } = place;
  const values = rows.map(({ words, body }, at) => ({
    attempt,
    section,
    seq: from + at,
    capture_id: capture,
    words: toText(words),
    body: jsonb(body),
  }));
  await records.transaction((tx) =>
    tx.as<CapturesTables>().insertInto('captures.result_rows').values(values).execute(),
  );
};

/** Notes where a chunk lies. */
export const putChunk = async (
  records: Pick<Records, 'transaction'>,
  place: { readonly capture: string; readonly attempt: string; readonly seq: number; readonly blob: string },
  chunk: Chunk,
): Promise<void> => {
  const { series, firstNumber, count, fromTime, toTime, keys, marked } = chunk;
  const { capture, attempt, seq, blob } = place;
  const spans = { first_number: firstNumber, count, from_time: fromTime, to_time: toTime };
  const row = { attempt, series, seq, capture_id: capture, ...spans, keys: keys.map(toText), marked, blob };
  await records.transaction((tx) => tx.as<CapturesTables>().insertInto('captures.chunks').values(row).execute());
};

/** Notes how far a try has come; false when it is no longer the one that counts. */
export const noteProgress = async (
  records: Pick<Records, 'transaction'>,
  { id, attempt }: { readonly id: string; readonly attempt: string },
  progress: number,
): Promise<boolean> => {
  const { numUpdatedRows } = await records.transaction((tx) =>
    tx
      .as<CapturesTables>()
      .updateTable('captures.captures')
      .set({ progress })
      .where('id', '=', id)
      .where('attempt', '=', attempt)
      .where('status', '=', 'running')
      .executeTakeFirstOrThrow(),
  );
  return numUpdatedRows > 0n;
};

/** How a try ended. */
export type Ended =
  | { readonly status: 'done'; readonly outcome: Outcome; readonly at: Date }
  | {
      readonly status: 'failed';
      readonly fault: CaptureFault;
      readonly faults: readonly CaptureFault[];
      readonly at: Date;
    };

/** Notes the end of a try, unless a person cancelled it meanwhile. */
export const endAttempt = async (
  tx: Tx,
  { id, attempt }: { readonly id: string; readonly attempt: string },
  ended: Ended,
): Promise<boolean> => {
  const result =
    ended.status === 'done'
      ? {
          findings: ended.outcome.findings,
          faults: jsonb(ended.outcome.faults),
          unreadable: ended.outcome.unreadable,
          summary: jsonb(ended.outcome.summary),
          fault: null,
        }
      : {
          findings: 0,
          fault: jsonb(ended.fault),
          faults: jsonb(ended.faults),
          unreadable: ended.faults.length,
          summary: null,
        };
  const { numUpdatedRows } = await tx
    .as<CapturesTables>()
    .updateTable('captures.captures')
    .set({ status: ended.status, progress: 1, analysed_at: ended.at, ...result })
    .where('id', '=', id)
    .where('attempt', '=', attempt)
    .where('status', '=', 'running')
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
};

/** Puts a capture back in line, with another DBC or model where given. Gives the number of the new run. */
export const waitAgain = async (
  tx: Tx,
  id: string,
  change: { readonly dbcId?: string | null | undefined; readonly canModelId?: string | null | undefined },
): Promise<number> => {
  const { run } = await tx
    .as<CapturesTables>()
    .updateTable('captures.captures')
    .set((is) => ({
      status: 'waiting' as CaptureStatus,
      progress: 0,
      run: is('run', '+', 1),
      ...(change.dbcId === undefined ? {} : { dbc_id: change.dbcId }),
      ...(change.canModelId === undefined ? {} : { can_model_id: change.canModelId }),
    }))
    .where('id', '=', id)
    .returning('run')
    .executeTakeFirstOrThrow();
  return run;
};

/** Sets a status that a person decided. */
export const setStatus = async (tx: Tx, id: string, status: CaptureStatus): Promise<void> => {
  await tx.as<CapturesTables>().updateTable('captures.captures').set({ status }).where('id', '=', id).execute();
};

/** Takes a capture away with all its results. */
export const deleteCapture = async (tx: Tx, id: string): Promise<void> => {
  await tx.as<CapturesTables>().deleteFrom('captures.captures').where('id', '=', id).execute();
};

/** Notes how training ended. */
export const endTraining = async (
  tx: Tx,
  id: string,
  ended:
    | {
        readonly status: 'ready';
        readonly frames: number;
        readonly seconds: number;
        readonly ids: number;
        readonly size: number;
      }
    | { readonly status: 'failed'; readonly reason: Bilingual },
): Promise<void> => {
  const set = ended.status === 'ready' ? ended : { status: ended.status, reason: jsonb(ended.reason) };
  await tx.as<CapturesTables>().updateTable('captures.can_models').set(set).where('id', '=', id).execute();
};

/** Notes what a model said about a capture. */
export const putModelUse = async (
  tx: Tx,
  use: { readonly model_id: string; readonly capture_id: string; readonly seconds: number; readonly alerts: number },
): Promise<void> => {
  await tx
    .as<CapturesTables>()
    .insertInto('captures.model_uses')
    .values(use)
    .onConflict((conflict) =>
      conflict.columns(['model_id', 'capture_id']).doUpdateSet({ seconds: use.seconds, alerts: use.alerts }),
    )
    .execute();
};
