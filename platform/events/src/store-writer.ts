import { openPosition, type Position } from '@chedun/journal';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlockTable, Events, EventsLog } from './events.ts';

/** Encoded events of a closed range of journal frames. */
export interface JournalBlock {
  readonly fromSeq: number;
  readonly toSeq: number;
  /** Events in `block`; 0 = the frames held none, and nothing is inserted. */
  readonly rows: number;
  /** Files of the spool with its Native blocks, in order. They are removed once they are stored. */
  readonly files: readonly string[];
}

/** Fills a table from one journal, each event exactly once. */
export interface StoreWriter {
  /** First frame that is not stored yet. */
  readonly nextSeq: () => number;
  /**
   * Last frame of a block that was under way when the last run ended. The first `write` must then cover exactly
   * `nextSeq()` to this frame; undefined when there is none.
   */
  readonly unfinished: () => number | undefined;
  /** Stores a block that begins at `nextSeq()`; retries until it is stored or `close` was called. One at a time. */
  readonly write: (block: JournalBlock) => Promise<void>;
  /** Lets a write that is being retried give up. */
  readonly close: () => void;
}

/** What a writer needs. */
export interface StoreWriterOptions {
  readonly events: Pick<Events, 'insertFiles' | 'spool'>;
  readonly table: BlockTable;
  /** Id of the journal. */
  readonly journal: string;
  /** Folder of the two position files. */
  readonly folder: string;
  /**
   * How many events of these frames the table holds. Asked once, for a range that was under way when the last run ended:
   * after a power cut a part can be on disk while the record of its token is not.
   */
  readonly countStored: (fromSeq: number, toSeq: number) => Promise<number>;
  readonly log: EventsLog;
}

const FIRST_RETRY_MS = 200;
const LAST_RETRY_MS = 10_000;

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

/** Deduplication token of a range; the same range always has the same token. */
export const rangeToken = (journal: string, fromSeq: number, toSeq: number): string => `${journal}:${fromSeq}-${toSeq}`;

const checkRange = (done: Position, intent: Position, block: JournalBlock): void => {
  const expected = done.seq() + 1;
  if (block.fromSeq !== expected || block.toSeq < block.fromSeq) {
    throw new RangeError(`the block is ${block.fromSeq} to ${block.toSeq}, but the next frame is ${expected}`);
  }
  if (intent.seq() > done.seq() && block.toSeq !== intent.seq()) {
    throw new RangeError(`frames ${expected} to ${intent.seq()} were under way and must be sent as one block again`);
  }
};

/**
 * Opens the bookkeeping of one journal and table: two position files, the last stored frame and the end of the block
 * under way. The second is made durable before the insert, so that after a crash the same range goes out with the same
 * token and the store drops what it already has.
 */
export const openStoreWriter = async (options: StoreWriterOptions): Promise<StoreWriter> => {
  const { events, table, journal, folder, countStored, log } = options;
  const done = await openPosition(join(folder, `${table.name}.position`), journal);
  const intent = await openPosition(join(folder, `${table.name}.intent`), journal);
  const closing = new AbortController();

  /** True when the block that was under way at the last end is in the table already. */
  const isStored = async (block: JournalBlock): Promise<boolean> => {
    if (intent.seq() <= done.seq()) return false;
    for (let wait = FIRST_RETRY_MS; !closing.signal.aborted; wait = Math.min(wait * 2, LAST_RETRY_MS)) {
      try {
        return (await countStored(block.fromSeq, block.toSeq)) >= block.rows;
      } catch (error) {
        log.warn('the store cannot tell yet what it holds', { error });
        await pause(wait, closing.signal);
      }
    }
    return false;
  };

  const insert = async (block: JournalBlock): Promise<void> => {
    const token = rangeToken(journal, block.fromSeq, block.toSeq);
    for (let wait = FIRST_RETRY_MS; ; wait = Math.min(wait * 2, LAST_RETRY_MS)) {
      try {
        return await events.insertFiles(table, block.files, { token, rows: block.rows });
      } catch (error) {
        if (closing.signal.aborted) throw error;
        log.warn('events wait in the journal for the store', { token, rows: block.rows, error });
        await pause(wait, closing.signal);
      }
    }
  };

  return {
    nextSeq: () => done.seq() + 1,
    unfinished: () => (intent.seq() > done.seq() ? intent.seq() : undefined),
    write: async (block) => {
      checkRange(done, intent, block);
      if (block.rows > 0 && !(await isStored(block))) {
        await intent.save(block.toSeq);
        await insert(block);
      }
      await done.save(block.toSeq);
      await Promise.all(block.files.map((name) => rm(join(events.spool, name), { force: true })));
    },
    close: () => closing.abort(),
  };
};
