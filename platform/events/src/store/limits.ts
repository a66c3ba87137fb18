/** Settings that a reader may be given for one query, each with its largest value. */
const BOUNDS: Readonly<Record<string, number>> = {
  max_execution_time: 600,
  max_result_rows: 50_000_000,
  max_memory_usage: Number.MAX_SAFE_INTEGER,
  max_threads: 64,
  use_query_condition_cache: 1,
  use_top_k_dynamic_filtering: 1,
};

const DEFAULTS: Readonly<Record<string, number>> = { max_execution_time: 10, max_result_rows: 100_000 };

/** Settings that a `@clickhouse/client` sends by itself and that mean nothing here. */
export const IGNORED_SETTINGS: ReadonlySet<string> = new Set([
  'query_id',
  'session_id',
  'database',
  'enable_http_compression',
  'send_progress_in_http_headers',
  'http_headers_progress_interval_ms',
  'wait_end_of_query',
  'role',
]);

/**
 * Settings of one reader session: the defaults, overridden within bounds by the request.
 * @param memoryBytes most memory that one query may take
 */
export const readerSettings = (
  asked: ReadonlyMap<string, string>,
  memoryBytes: number,
): Readonly<Record<string, number>> => {
  const settings: Record<string, number> = { ...DEFAULTS, max_memory_usage: memoryBytes };
  for (const [name, text] of asked) {
    const bound = BOUNDS[name];
    const value = Number(text);
    if (bound === undefined || !Number.isFinite(value) || value < 0) continue;
    const most = name === 'max_memory_usage' ? memoryBytes : bound;
    // Zero means "no limit" to ClickHouse for the first three, so it is never passed on for them.
    settings[name] = value === 0 && name.startsWith('max_') ? most : Math.min(value, most);
  }
  return settings;
};
