import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  eventsTable,
  openStoreWriter,
  telemetryTable,
  type BlockTable,
  type Events,
  type StoreWriter,
} from '@chedun/events';
import type { Journal } from '@chedun/journal';
import type { Logger } from '@chedun/log';
import { batchingStage, type Stage } from '@chedun/pipeline';
import type { StoreResult, StoreStageInit } from '../worker/store-stage.ts';

/** A stage that fills a table of the event store. */
export interface StoreStage {
  readonly stage: Stage<StoreResult>;
  /** Acceptance time of the newest stored frame, by source of truth of this process; undefined before the first. */
  readonly newestStored: () => number | undefined;
  /** Frames of all streams that are not durably in the store yet. */
  readonly behind: () => number;
  readonly close: () => Promise<void>;
}

const MEGABYTE = 1024 * 1024;
const FLUSH_MS = 1000;
/** Blocks of about a second at full speed; far below what one insert may hold. */
const FLUSH_BYTES = 24 * MEGABYTE;
/** At most this much waits in the spool; beyond it the store catches up from the journal. */
const MOST_BYTES = 256 * MEGABYTE;

/** What is kept of the frames: a table, and the worker that makes its blocks. */
interface Kept {
  readonly stage: string;
  readonly table: BlockTable;
  readonly worker: URL;
  readonly countSql: string;
}

const EVENTS: Kept = {
  stage: 'ingest.store',
  table: eventsTable,
  worker: new URL('../worker/store-stage.ts', import.meta.url),
  countSql: `SELECT count() AS stored FROM events
    WHERE journal = {journal:String} AND seq >= {from:UInt64} AND seq <= {to:UInt64}`,
};

const TELEMETRY: Kept = {
  stage: 'ingest.telemetry',
  table: telemetryTable,
  worker: new URL('../worker/telemetry-stage.ts', import.meta.url),
  countSql: `SELECT count() AS stored FROM telemetry
    WHERE journal = {journal:String} AND seq >= {from:UInt64} AND seq <= {to:UInt64}`,
};

const countStored = async (events: Events, sql: string, journal: string, from: number, to: number): Promise<number> => {
  const [row] = await events.query<{ stored: number }>({ sql, params: { journal, from, to } });
  return Number(row?.stored ?? 0);
};

const framesBehind = (journals: Readonly<Record<string, Journal>>, nextSeq: (stream: string) => number): number =>
  Object.entries(journals).reduce(
    (sum, [stream, journal]) => sum + Math.max(0, journal.head().seq + 1 - nextSeq(stream)),
    0,
  );

/** What a store stage stands on; positions lie in `folder`. */
interface StoreStageOptions {
  readonly events: Events;
  readonly journals: Readonly<Record<string, Journal>>;
  readonly folder: (stream: string) => string;
  readonly onStored: (rows: number) => void;
  readonly log: Logger;
}

/** Opens the stage that keeps every event. */
export const openStoreStage = (options: StoreStageOptions): Promise<StoreStage> => openTableStage(EVENTS, options);

/** Opens the stage that keeps the columns of every report of a vehicle. */
export const openTelemetryStage = (options: StoreStageOptions): Promise<StoreStage> =>
  openTableStage(TELEMETRY, options);

const openTableStage = async (kept: Kept, options: StoreStageOptions): Promise<StoreStage> => {
  const { events, journals, folder, onStored, log } = options;
  const writers = new Map<string, StoreWriter>();
  for (const [stream, journal] of Object.entries(journals)) {
    const writer = await openStoreWriter({
      events,
      table: kept.table,
      journal: journal.id,
      folder: folder(stream),
      countStored: (fromSeq, toSeq) => countStored(events, kept.countSql, stream, fromSeq, toSeq),
      log,
    });
    writers.set(stream, writer);
  }
  const writerOf = (stream: string): StoreWriter => {
    const writer = writers.get(stream);
    if (!writer) throw new Error(`no journal stream ${stream}`);
    return writer;
  };
  let newest: number | undefined;

  const stage = batchingStage<StoreResult>({
    name: kept.stage,
    worker: kept.worker,
    init: async (): Promise<StoreStageInit> => ({ spool: events.spool }),
    position: async (stream) => writerOf(stream).nextSeq() - 1,
    fence: (stream) => writerOf(stream).unfinished(),
    commit: async (stream, batches) => {
      const [first] = batches;
      const last = batches.at(-1);
      if (!first || !last) return;
      const rows = batches.reduce((sum, batch) => sum + batch.result.rows, 0);
      const blocks = batches.flatMap((batch) => batch.result.blocks);
      for (const block of blocks)
        if (block.kind === 'memory') await writeFile(join(events.spool, block.name), block.bytes);
      const files = blocks.map((block) => block.name);
      await writerOf(stream).write({ fromSeq: first.fromSeq, toSeq: last.toSeq, rows, files });
      newest = last.newestReceivedAt;
      onStored(rows);
    },
    size: (batch) => batch.result.size,
    flush: { size: FLUSH_BYTES, afterMs: FLUSH_MS },
    maxSize: MOST_BYTES,
    log,
  });
  return {
    stage,
    newestStored: () => newest,
    behind: () => framesBehind(journals, (stream) => writerOf(stream).nextSeq()),
    close: async () => {
      for (const writer of writers.values()) writer.close();
      await stage.close();
    },
  };
};
