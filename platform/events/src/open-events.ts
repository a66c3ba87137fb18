import type { ClickHouseClient } from '@clickhouse/client';
import type { Clock } from '@chedun/kernel';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type StoreChild, startChild } from './child.ts';
import { isConnectionError, openClient, queryError, writeError } from './client.ts';
import type { BlockTable, BoundQuery, Events, EventsHealth, EventsLog, QueryLimits } from './events.ts';
import { runMigrations } from './migrate.ts';

/** Where the events are, and what the store may use. */
export interface OpenEventsOptions {
  /** `folder`: embedded, below the data folder. `url`: a ClickHouse server. */
  readonly store:
    | { readonly kind: 'folder'; readonly dataDir: string }
    | { readonly kind: 'url'; readonly url: string };
  /** Memory cap of the embedded store in MiB. */
  readonly memoryMb: number;
  /** Queries at the same time in the embedded store, default 4. */
  readonly readers?: number;
  readonly log: EventsLog;
  readonly clock: Clock;
}

const INSERT_PATIENCE_MS = 60_000;
const RETRY_MS = 100;
const TABLES = ['events', 'event_counts'] as const;

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

const insertOnce = async (
  client: ClickHouseClient,
  table: BlockTable,
  block: Uint8Array,
  token: string,
): Promise<void> => {
  const result = await client.exec({
    query: `INSERT INTO ${table.name} (${table.columns.join(', ')}) FORMAT Native`,
    values: Readable.from([block], { objectMode: false }),
    clickhouse_settings: { async_insert: 0, insert_deduplication_token: token },
  });
  await result.stream.resume().toArray();
};

const settingsOf = (limits: QueryLimits): Record<string, string | number> => ({
  // With it, ClickHouse 26.7 cuts the text of parts without a text index by the wrong rule (search.test.ts shows it).
  use_top_k_dynamic_filtering: 0,
  ...(limits.maxMs === undefined ? {} : { max_execution_time: Math.ceil(limits.maxMs / 1000) }),
  ...(limits.maxRows === undefined ? {} : { max_result_rows: String(limits.maxRows) }),
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
  (SELECT sum(bytes_on_disk) FROM system.parts WHERE active AND database = currentDatabase() AND table IN ('events', 'event_counts')) AS bytes,
  (SELECT count() FROM system.parts WHERE active AND database = currentDatabase() AND table = 'events') AS parts,
  (SELECT count() FROM system.detached_parts WHERE database = currentDatabase() AND table IN ('events', 'event_counts')) AS detached`;

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
  const insertPatiently = async (table: BlockTable, block: Uint8Array, token: string): Promise<void> => {
    const deadline = clock.monotonic() + INSERT_PATIENCE_MS;
    for (;;) {
      try {
        return await insertOnce(client, table, block, token);
      } catch (error) {
        if (!isConnectionError(error) || clock.monotonic() > deadline) throw writeError(error);
        await pause(RETRY_MS);
      }
    }
  };
  const insertBlock: Events['insertBlock'] = async (table, block, { token }) => {
    const work = insertPatiently(table, block, token);
    running.add(work);
    await work.finally(() => running.delete(work));
  };
  const change = async (sql: string): Promise<void> => {
    await client.command({ query: sql }).catch((error: unknown) => {
      throw writeError(error);
    });
  };
  return { insertBlock, change, settled: () => Promise.allSettled(running) };
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
  const { insertBlock, change, settled } = writer(client, options.clock);
  return {
    insertBlock,
    query,
    stream,
    migrate: (folder) => runMigrations(folder, { query, insertBlock, change }),
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
      await settled();
      await client.close();
      await child?.stop();
    },
  };
};
