import type { ClickHouseClient } from '@clickhouse/client';
import type { Clock } from '@chedun/kernel';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { type StoreChild, startChild } from './child.ts';
import { isConnectionError, openClient, queryError, writeError } from './client.ts';
import type { BlockTable, BoundQuery, Events, EventsHealth, EventsLog, QueryLimits } from './events.ts';
import { COLD, coldFolder } from './cold-files.ts';
import { exportFrames, removeFrames } from './frames.ts';
import { mergePace } from './merge-pace.ts';
import { runMigrations } from './migrate.ts';
import { eventsError } from './errors.ts';
import { emptySpool, spooledFile, SPOOLED } from './spool.ts';

/** Where the events are, and what the store may use. */
export interface OpenEventsOptions {
  /** `folder`: embedded, below the data folder. `url`: a ClickHouse server. */
  readonly store:
    | { readonly kind: 'folder'; readonly dataDir: string }
    | { readonly kind: 'url'; readonly url: string; readonly dataDir: string };
  /** Memory cap of the embedded store in MiB. */
  readonly memoryMb: number;
  /** Queries at the same time in the embedded store, default 4. */
  readonly readers?: number;
  readonly log: EventsLog;
  readonly clock: Clock;
}

const INSERT_PATIENCE_MS = 60_000;
const RETRY_MS = 100;
/** Above this many rows a second merges wait, see {@link mergePace}. */
const FLOOD_ROWS_PER_CORE = 2000;
const LOOK_MS = 10_000;
const TABLES = ['events', 'event_counts', 'telemetry'] as const;

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/** Where the rows of an insert come from. */
type Rows =
  | { readonly kind: 'memory'; readonly blocks: readonly Uint8Array[] }
  /** Files that are sent. */
  | { readonly kind: 'sent'; readonly paths: readonly string[] }
  /** Files that the embedded store reads itself. */
  | { readonly kind: 'shared'; readonly names: readonly string[] };

const PIECE = 1 << 20;

async function* contents(paths: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const path of paths) yield* createReadStream(path, { highWaterMark: PIECE });
}

const bodyOf = (rows: Rows): Readable => {
  switch (rows.kind) {
    case 'memory':
      return Readable.from(rows.blocks, { objectMode: false });
    case 'sent':
      return Readable.from(contents(rows.paths), { objectMode: false });
    case 'shared':
      return Readable.from([]);
  }
};

const insertOnce = async (client: ClickHouseClient, table: BlockTable, rows: Rows, token: string): Promise<void> => {
  const result = await client.exec({
    query: `INSERT INTO ${table.name} (${table.columns.join(', ')}) FORMAT Native`,
    values: bodyOf(rows),
    clickhouse_settings: {
      async_insert: 0,
      insert_deduplication_token: token,
      ...(rows.kind === 'shared' ? { [SPOOLED]: rows.names.join(',') } : {}),
    },
  });
  await result.stream.resume().toArray();
};

/** Names come from us and the files are ours; a wrong one would be asked for again and again. */
const checkSpooled = async (spool: string, names: readonly string[]): Promise<void> => {
  for (const name of names) {
    const found = spooledFile(name) !== undefined && (await stat(join(spool, name)).catch(() => undefined));
    if (!found) throw eventsError('events.insert-refused', { reason: `no file of the spool: ${name.slice(0, 80)}` });
  }
};

const settingsOf = (limits: QueryLimits): Record<string, string | number> => ({
  // With it, ClickHouse 26.7 cuts the text of parts without a text index by the wrong rule (search.test.ts shows it).
  use_top_k_dynamic_filtering: 0,
  ...(limits.maxMs === undefined ? {} : { max_execution_time: Math.ceil(limits.maxMs / 1000) }),
  ...(limits.maxRows === undefined ? {} : { max_result_rows: String(limits.maxRows) }),
  ...(limits.coldFiles === undefined ? {} : { [COLD]: limits.coldFiles.join(',') }),
  ...(limits.cache === 'off' ? { use_query_condition_cache: 0 } : {}),
});

const requestOf = ({ sql, params }: BoundQuery, limits: QueryLimits) => ({
  query: sql,
  query_params: params,
  format: 'JSONEachRow' as const,
  clickhouse_settings: settingsOf(limits),
  ...(limits.signal === undefined ? {} : { abort_signal: limits.signal }),
});

const HEALTH = `SELECT version() AS version,
  (SELECT sum(rows) FROM system.parts WHERE active AND database = currentDatabase() AND table = 'events') AS events,
  (SELECT sum(bytes_on_disk) FROM system.parts WHERE active AND database = currentDatabase() AND table IN ('events', 'event_counts', 'telemetry')) AS bytes,
  (SELECT count() FROM system.parts WHERE active AND database = currentDatabase() AND table = 'events') AS parts,
  (SELECT count() FROM system.detached_parts WHERE database = currentDatabase() AND table IN ('events', 'event_counts', 'telemetry')) AS detached`;

const UNMERGED = `SELECT partition_id AS id FROM system.parts
  WHERE active AND database = currentDatabase() AND table = 'events' GROUP BY id HAVING count() > 1 ORDER BY id`;

interface HealthRow {
  readonly version: string;
  readonly events: number;
  readonly bytes: number;
  readonly parts: number;
  readonly detached: number;
}

const reader = (client: ClickHouseClient) => {
  const query = async <Row>(bound: BoundQuery, limits: QueryLimits = {}): Promise<readonly Row[]> => {
    const attempt = async (): Promise<readonly Row[]> => (await client.query(requestOf(bound, limits))).json<Row>();
    try {
      return await attempt().catch((error: unknown) => {
        // A kept-alive connection to a store that was restarted fails once; reading twice does no harm.
        if (isConnectionError(error) && limits.signal?.aborted !== true) return attempt();
        throw error;
      });
    } catch (error) {
      throw queryError(error);
    }
  };
  const stream = async function* <Row>(bound: BoundQuery, limits: QueryLimits = {}): AsyncIterable<readonly Row[]> {
    try {
      const result = await client.query(requestOf(bound, limits));
      for await (const rows of result.stream<Row>()) yield rows.map((row) => row.json());
    } catch (error) {
      throw queryError(error);
    }
  };
  return { query, stream };
};

const writer = (client: ClickHouseClient, clock: Clock) => {
  const running = new Set<Promise<void>>();
  const insertPatiently = async (table: BlockTable, rows: Rows, token: string): Promise<void> => {
    const deadline = clock.monotonic() + INSERT_PATIENCE_MS;
    for (;;) {
      try {
        return await insertOnce(client, table, rows, token);
      } catch (error) {
        if (!isConnectionError(error) || clock.monotonic() > deadline) throw writeError(error);
        await pause(RETRY_MS);
      }
    }
  };
  const insert = async (table: BlockTable, rows: Rows, token: string): Promise<void> => {
    const work = insertPatiently(table, rows, token);
    running.add(work);
    await work.finally(() => running.delete(work));
  };
  const change = async (sql: string): Promise<void> => {
    await client.command({ query: sql }).catch((error: unknown) => {
      throw writeError(error);
    });
  };
  return { insert, change, settled: () => Promise.allSettled(running) };
};

const healthOf = (row: HealthRow | undefined, restarts: number): EventsHealth => ({
  version: row?.version ?? '',
  events: row?.events ?? 0,
  bytesOnDisk: row?.bytes ?? 0,
  parts: row?.parts ?? 0,
  detachedParts: row?.detached ?? 0,
  restarts,
});

const startEmbedded = (options: OpenEventsOptions, dataDir: string): Promise<StoreChild> =>
  startChild({
    folder: join(dataDir, 'events'),
    memoryMb: options.memoryMb,
    readers: options.readers ?? 4,
    log: options.log,
  });

/**
 * Opens the event store: starts the embedded process, or connects to the server. Rejects with `events.locked` or
 * `events.start-failed`. Tables exist only after `migrate`.
 */
export const openEvents = async (options: OpenEventsOptions): Promise<Events> => {
  const { store } = options;
  const child = store.kind === 'folder' ? await startEmbedded(options, store.dataDir) : undefined;
  const client = openClient(
    store.kind === 'url' ? { kind: 'url', url: store.url } : { kind: 'socket', path: child?.socket ?? '' },
  );
  const { query, stream } = reader(client);
  const { insert, change, settled } = writer(client, options.clock);
  const spool = child?.spool ?? emptySpool(join(store.dataDir, 'events'));
  const pace = mergePace({
    change,
    monotonic: options.clock.monotonic,
    floodRowsPerSecond: FLOOD_ROWS_PER_CORE * availableParallelism(),
    onError: (error) => options.log.warn('the pace of merges could not be set', { error }),
  });
  const looker = setInterval(pace.look, LOOK_MS).unref();
  const insertBlocks: Events['insertBlocks'] = (table, blocks, { token }) =>
    insert(table, { kind: 'memory', blocks }, token);
  return {
    insertBlocks,
    spool,
    insertFiles: async (table, names, { token, rows }) => {
      await checkSpooled(spool, names);
      // A server has cores of its own for its merges.
      if (child !== undefined && table.name === 'events') pace.note(rows);
      const sent = { kind: 'sent', paths: names.map((name) => join(spool, name)) } as const;
      await insert(table, child === undefined ? sent : { kind: 'shared', names }, token);
    },
    query,
    stream,
    cold: coldFolder(join(store.dataDir, 'events')),
    exportFrames: exportFrames(client),
    removeFrames: removeFrames({ query, change }),
    migrate: (folder) => runMigrations(folder, { query, insertBlocks, change }),
    clear: async () => {
      for (const table of TABLES) await change(`TRUNCATE TABLE IF EXISTS ${table}`);
    },
    consolidate: async () => {
      for (const { id } of await query<{ id: string }>({ sql: UNMERGED, params: {} })) {
        await change(`OPTIMIZE TABLE events PARTITION ID '${id}' FINAL`);
      }
    },
    health: async () => {
      const [row] = await query<HealthRow>({ sql: HEALTH, params: {} });
      return healthOf(row, child?.restarts() ?? 0);
    },
    pid: () => child?.pid(),
    close: async () => {
      clearInterval(looker);
      await settled();
      await pace.settled();
      await client.close();
      await child?.stop();
    },
  };
};
