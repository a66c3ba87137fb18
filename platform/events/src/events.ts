import type { FrameRange, FrameTable, RemovedRows } from './frame-range.ts';

/** The part of a logger that the store uses; the one of `@chedun/log` fits. */
export interface EventsLog {
  readonly debug: (message: string, fields?: Readonly<Record<string, unknown>>) => void;
  readonly info: (message: string, fields?: Readonly<Record<string, unknown>>) => void;
  readonly warn: (message: string, fields?: Readonly<Record<string, unknown>>) => void;
  readonly error: (message: string, fields?: Readonly<Record<string, unknown>>) => void;
}

/** A table that takes Native blocks: its name and the columns of its blocks. */
export interface BlockTable {
  readonly name: string;
  readonly columns: readonly string[];
}

/** Values of bound parameters; `{name:Type}` in the SQL says how ClickHouse reads them. */
export type QueryParams = Readonly<Record<string, string | number | boolean | readonly string[] | readonly number[]>>;

/** SQL with its parameters, as the builders in `search/` make it. */
export interface BoundQuery {
  readonly sql: string;
  readonly params: QueryParams;
}

/** Limits of one read; what is absent has the default of the store (10 s, 100,000 rows). */
export interface QueryLimits {
  /** Longest running time in milliseconds, at most 600,000. Rounded up to whole seconds. */
  readonly maxMs?: number;
  /** Most rows of the result. */
  readonly maxRows?: number;
  /** Ends waiting for the result; the store itself goes on until `maxMs`. */
  readonly signal?: AbortSignal;
  /**
   * Files of `cold` that stand for the table of events in this read, at most 500. The embedded store alone can do this; a
   * server refuses with `events.query-failed`.
   */
  readonly coldFiles?: readonly string[];
  /** For measurements: the store must not remember which parts of a table a condition excluded. */
  readonly cache?: 'off';
}

/** State of the store for /readyz and the metrics. */
export interface EventsHealth {
  readonly version: string;
  readonly events: number;
  readonly bytesOnDisk: number;
  readonly parts: number;
  /** Parts set aside as broken; above 0 a person must look, and rebuild from the journal. */
  readonly detachedParts: number;
  /** Restarts of the embedded process since the start. */
  readonly restarts: number;
}

/** The event store: embedded or a ClickHouse server, behind the same calls. */
export interface Events {
  /**
   * Stores Native blocks as one insert. The same token stores the same rows once, however often it is sent; while the
   * store is away they are sent again for up to 60 s. Rejects with `events.unavailable` or `events.insert-refused`.
   */
  readonly insertBlocks: (
    table: BlockTable,
    blocks: readonly Uint8Array[],
    insert: { readonly token: string },
  ) => Promise<void>;
  /** Folder for the files of `insertFiles`; emptied when the store is opened. */
  readonly spool: string;
  /**
   * The same with blocks that lie in files of `spool`, in the order of the names. The embedded store reads them where
   * they are, so that their bytes pass through no other process. The files stay. `rows` is how many they hold together.
   */
  readonly insertFiles: (
    table: BlockTable,
    names: readonly string[],
    insert: { readonly token: string; readonly rows: number },
  ) => Promise<void>;
  /** All rows of a result. Rejects with `events.query-*`, `events.busy` or `events.unavailable`. */
  readonly query: <Row>(query: BoundQuery, limits?: QueryLimits) => Promise<readonly Row[]>;
  /** Rows in pieces, for exports; holds a reader for as long as it runs. */
  readonly stream: <Row>(query: BoundQuery, limits?: QueryLimits) => AsyncIterable<readonly Row[]>;
  /** Folder for Parquet files of the cold tier that a read names in `coldFiles`; names are `[a-z0-9-]*.parquet`. */
  readonly cold: string;
  /** The rows of these frames as a Parquet file. */
  readonly exportFrames: (table: FrameTable, range: FrameRange) => AsyncIterable<Uint8Array>;
  /** Removes the rows of these frames; for the retention manager alone. Says what was there. */
  readonly removeFrames: (range: FrameRange) => Promise<readonly RemovedRows[]>;
  /** Runs the `.sql` files of a folder that have not run yet, in the order of their names. */
  readonly migrate: (folder: string) => Promise<readonly string[]>;
  /** Removes every row of the tables, for a rebuild from the journal. */
  readonly clear: () => Promise<void>;
  /**
   * Merges each day into one part, after which every event is in the text index. Takes minutes on a large store, which
   * does the same by itself ten minutes after the last insert into a day.
   */
  readonly consolidate: () => Promise<void>;
  /** Rejects with `events.unavailable` while the store is away. */
  readonly health: () => Promise<EventsHealth>;
  /** Process id of the embedded store while it is up. */
  readonly pid: () => number | undefined;
  /** Waits for running inserts and stops the embedded process. */
  readonly close: () => Promise<void>;
}
