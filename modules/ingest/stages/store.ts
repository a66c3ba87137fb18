import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventsTable, openStoreWriter, type Events, type StoreWriter } from '@chedun/events';
import type { Journal } from '@chedun/journal';
import type { Logger } from '@chedun/log';
import { batchingStage, type Stage } from '@chedun/pipeline';
import type { StoreResult, StoreStageInit } from '../worker/store-stage.ts';

/** The stage that fills the event store. */
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

const COUNT_SQL = `SELECT count() AS events FROM events
  WHERE journal = {journal:String} AND seq >= {from:UInt64} AND seq <= {to:UInt64}`;

const countStored = async (events: Events, journal: string, from: number, to: number): Promise<number> => {
  const [row] = await events.query<{ events: number }>({ sql: COUNT_SQL, params: { journal, from, to } });
  return Number(row?.events ?? 0);
};

const framesBehind = (journals: Readonly<Record<string, Journal>>, nextSeq: (stream: string) => number): number =>
  Object.entries(journals).reduce(
    (sum, [stream, journal]) => sum + Math.max(0, journal.head().seq + 1 - nextSeq(stream)),
    0,
  );

/** Opens the store stage over the streams of the journal; positions lie in `folder`. */
export const openStoreStage = async (options: {
  readonly events: Events;
  readonly journals: Readonly<Record<string, Journal>>;
  readonly folder: (stream: string) => string;
  readonly onStored: (rows: number) => void;
  readonly log: Logger;
}): Promise<StoreStage> => {
  const { events, journals, folder, onStored, log } = options;
  const writers = new Map<string, StoreWriter>();
  for (const [stream, journal] of Object.entries(journals)) {
    const writer = await openStoreWriter({
      events,
      table: eventsTable,
      journal: journal.id,
      folder: folder(stream),
      countStored: (fromSeq, toSeq) => countStored(events, stream, fromSeq, toSeq),
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
    name: 'ingest.store',
    worker: new URL('../worker/store-stage.ts', import.meta.url),
    init: async (): Promise<StoreStageInit> => ({ spool: events.spool }),
    position: async (stream) => writerOf(stream).nextSeq() - 1,
    fence: (stream) => writerOf(stream).unfinished(),
    commit: async (stream, batches) => {
      const [first] = batches;
      const last = batches.at(-1);
      if (!first || !last) return;
      const rows = batches.reduce((sum, batch) => sum + batch.result.rows, 0);
      const blocks = batches.flatMap((batch) => batch.result.block ?? []);
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
