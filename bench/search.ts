import { fileURLToPath } from 'node:url';
import {
  histogramSql,
  readNewest,
  type BoundQuery,
  type SearchNode,
  type SearchQuery,
} from '../platform/events/src/index.ts';
import {
  addressOf,
  FIRST_TIME,
  HOSTS,
  hostOf,
  sessionOf,
  STEP_MS,
  userOf,
  USERS,
  VEHICLES,
  vinOf,
} from './search/events.ts';
import { loadStore } from './search/load.ts';

/** One measured figure; `peer` says what was measured beside it, `ratio` is the value divided by that. */
export interface Metric {
  readonly value: number;
  readonly unit: string;
  readonly peer?: string;
  readonly ratio?: number;
}

/** Stored events of the benchmark. */
const EVENTS = 20_000_000;
/** Different queries of each kind. */
const QUERIES = 60;
const FOLDER = fileURLToPath(new URL('../.chedun/bench/search', import.meta.url));
const DAY = 86_400_000;
const PAGE = 100;

const end = (events: number): number => FIRST_TIME + events * STEP_MS;

// A range of `days` that ends somewhere in the stored time; number `n` is the same range on every machine.
const rangeOf = (n: number, days: number, events: number): Pick<SearchQuery, 'from' | 'to'> => {
  const span = Math.min(days * DAY, events * STEP_MS);
  const from = Math.floor(FIRST_TIME + ((n * 0.618034) % 1) * (events * STEP_MS - span));
  return { from, to: from + span };
};

const fieldNodes: readonly ((n: number) => SearchNode)[] = [
  (n) => ({ kind: 'term', field: 'vin', value: vinOf((n * 331) % VEHICLES) }),
  (n) => ({ kind: 'term', field: 'host', value: hostOf((n * 37) % HOSTS) }),
  (n) => ({ kind: 'term', field: 'user', value: userOf((n * 71) % USERS) }),
  (n) => ({ kind: 'term', field: 'src_ip', value: addressOf((n * 131) % VEHICLES) }),
  (n) => ({
    kind: 'and',
    nodes: [
      { kind: 'range', field: 'severity_id', from: { value: 4, inclusive: true } },
      { kind: 'term', field: 'ecu', value: ['TBOX', 'GW', 'OBD'][n % 3] ?? 'GW' },
    ],
  }),
  (n) => ({
    kind: 'and',
    nodes: [
      { kind: 'term', field: 'event_code', value: '4625' },
      { kind: 'term', field: 'host', value: hostOf(n % HOSTS) },
    ],
  }),
];

const textNodes: readonly ((n: number) => SearchNode)[] = [
  (n) => ({ kind: 'text', value: sessionOf(n * 312_345) }),
  (n) => ({ kind: 'text', value: ['quarantined', 'netsvcs', 'throttled', 'portscan'][n % 4] ?? 'netsvcs' }),
  (n) => ({
    kind: 'and',
    nodes: [
      { kind: 'text', value: 'rejected' },
      { kind: 'text', value: String((n * 7) % 500) },
    ],
  }),
  (n) => ({ kind: 'phrase', value: `policy ${(n * 13) % 500}` }),
  (n) => ({ kind: 'text', value: vinOf((n * 97) % VEHICLES) }),
  (n) => ({ kind: 'text', value: ['powershell.exe', '入侵检测', 'rundll32.exe'][n % 3] ?? '' }),
];

const histogramNodes: readonly ((n: number) => SearchNode)[] = [
  () => ({ kind: 'all' }),
  (n) => ({ kind: 'term', field: 'severity_id', value: [1, 3, 4, 5][n % 4] ?? 1 }),
  (n) => ({ kind: 'term', field: 'vin', value: vinOf((n * 733) % VEHICLES) }),
  (n) => ({ kind: 'term', field: 'host', value: hostOf((n * 41) % HOSTS) }),
  () => ({ kind: 'term', field: 'source', value: 'windows' }),
  (n) => ({ kind: 'text', value: sessionOf(n * 271_828) }),
];

const p95 = (samples: readonly number[]): number =>
  samples.toSorted((a, b) => a - b)[Math.ceil(samples.length * 0.95) - 1] ?? Number.NaN;

const LIMITS = { cache: 'off', maxMs: 60_000 } as const;

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now();
  await work();
  return performance.now() - started;
};

const measure = async (
  nodes: readonly ((n: number) => SearchNode)[],
  ask: (where: SearchNode, n: number) => Promise<unknown>,
): Promise<number> => {
  const samples: number[] = [];
  for (let n = 0; n < QUERIES; n += 1) {
    const node = nodes[n % nodes.length];
    if (node !== undefined) samples.push(await timed(() => ask(node(n), n)));
  }
  return p95(samples);
};

// What the same questions cost without an index: every value of the column is read.
const fullScans = async (
  scan: (sql: string, params?: BoundQuery['params']) => Promise<unknown>,
): Promise<{ readonly field: number; readonly text: number; readonly bars: number }> => ({
  field: await timed(() => scan("SELECT count() AS n FROM events WHERE concat(vin, '') = {v:String}", { v: vinOf(1) })),
  text: await timed(() =>
    scan('SELECT count() AS n FROM events WHERE positionCaseInsensitive(body, {t:String}) > 0', { t: sessionOf(1) }),
  ),
  bars: await timed(() =>
    scan(
      'SELECT intDiv(toUnixTimestamp(time), 3600) AS at, severity_id, count() AS n FROM events GROUP BY at, severity_id',
    ),
  ),
});

const against = (value: number, peer: number): Metric => ({
  value: Math.round(value),
  unit: 'ms',
  peer: `full scan ${Math.round(peer)} ms`,
  ratio: Number((value / peer).toFixed(3)),
});

/**
 * Searches 20 million stored events through the same calls as the console: newest 100 matches of a field filter over one
 * to seven days, of free text over all 30 days, and histograms of one to 30 days. The peer is a full scan in this run.
 */
export const run = async (): Promise<{
  readonly bench: 'search';
  readonly metrics: Readonly<Record<string, Metric>>;
}> => {
  const stored = EVENTS;
  const { events, loadRowsPerS } = await loadStore(FOLDER, stored);
  try {
    const list = (query: SearchQuery) => readNewest(events, query, { limit: PAGE }, LIMITS);
    const field = await measure(fieldNodes, (where, n) =>
      list({ where, ...rangeOf(n, [1, 3, 7][n % 3] ?? 1, stored) }),
    );
    const text = await measure(textNodes, (where) => list({ where, from: FIRST_TIME, to: end(stored) }));
    const histogram = await measure(histogramNodes, (where, n) => {
      const range = rangeOf(n, [1, 7, 30][n % 3] ?? 1, stored);
      return events.query(histogramSql({ where, ...range }, { bars: 120, series: 'severity_id' }), LIMITS);
    });
    const scan = await fullScans((sql, params = {}) => events.query({ sql, params }, LIMITS));
    const { events: rows, bytesOnDisk } = await events.health();
    return {
      bench: 'search',
      metrics: {
        field_p95_ms: against(field, scan.field),
        text_p95_ms: against(text, scan.text),
        histogram_p95_ms: against(histogram, scan.bars),
        bytes_per_event: { value: Number((bytesOnDisk / rows).toFixed(1)), unit: 'B' },
        load_rows_per_s: { value: loadRowsPerS, unit: 'events/s' },
        stored_events: { value: rows, unit: 'events' },
      },
    };
  } finally {
    await events.close();
  }
};
