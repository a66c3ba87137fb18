import { fileURLToPath } from 'node:url';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { compile, parseRules, type RuleEntry, type SigmaRule } from '../libs/sigma/src/index.ts';
import { huntEvents, huntRule, withSegment, type HuntSink } from '../modules/hunt/engine.ts';
import type { Events } from '../platform/events/src/index.ts';
import { loadRules } from '../conformance/sigma.ts';
import { FIRST_TIME, STEP_MS } from './search/events.ts';
import { loadStore } from './search/load.ts';
import { loadWindows } from './hunt/windows.ts';

interface Metric {
  readonly value: number;
  readonly unit: string;
  readonly peer?: string;
  readonly ratio?: number;
}

const TWENTY_MILLION = 20_000_000;
/** Stored events; the first may be made smaller for a quick run. */
const MANY = Number(process.env['CHEDUN_BENCH_EVENTS'] ?? TWENTY_MILLION);
const MILLION = 1_000_000;
const FOLDER = fileURLToPath(new URL('../.chedun/bench/', import.meta.url));

/** A program that the generated hosts run, with a part of the line that one event in ten thousand has. */
const ONE_RULE = `title: Service host with a rare token
logsource:
  product: windows
detection:
  sel:
    Image|endswith: '\\svchost.exe'
    CommandLine|contains|all:
      - '-p 4242 '
      - 'netsvcs'
  condition: sel
`;

const entryOf = (rule: SigmaRule, at: number): RuleEntry => ({ id: `${at}`, rule, exceptions: [] });

interface Measured {
  readonly seconds: number;
  readonly hits: number;
}

const hunt = async (
  events: Pick<Events, 'query' | 'stream'>,
  rules: readonly RuleEntry[],
  range: { readonly from: number; readonly to: number },
  reading: 'by index' | 'every row' = 'by index',
): Promise<Measured> => {
  let hits = 0;
  const sink: HuntSink = {
    hit: () => {
      hits += 1;
    },
    uncounted: (_rule, more) => {
      hits += more;
    },
    pieceDone: async () => undefined,
    coldRead: () => undefined,
    signal: new AbortController().signal,
  };
  const started = performance.now();
  await huntEvents(
    events,
    rules.map(huntRule),
    range,
    { thorough: reading === 'every row', skip: 0, segments: [] },
    sink,
  );
  return { seconds: (performance.now() - started) / 1000, hits };
};

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
};

const metric = (value: number, peer: number, what: string): Metric => ({
  value: Number(value.toFixed(2)),
  unit: 's',
  peer: `${what} ${peer.toFixed(1)} s`,
  ratio: Number((value / peer).toFixed(3)),
});

const oneRule = async (): Promise<Readonly<Record<string, Metric>>> => {
  // The store of 20 million is that of the search bench; a quick run leaves it alone.
  const { events } = await loadStore(join(FOLDER, MANY === TWENTY_MILLION ? 'search' : 'hunt-quick'), MANY);
  try {
    const [rule] = parseRules(ONE_RULE, { file: 'bench.yml' }).documents;
    if (rule?.kind !== 'rule') throw new Error('the rule of the bench is wrong');
    const range = { from: FIRST_TIME, to: FIRST_TIME + MANY * STEP_MS };
    const runs: Measured[] = [];
    for (let run = 0; run < 3; run += 1) runs.push(await hunt(events, [entryOf(rule, 0)], range));
    const [median] = runs.toSorted((a, b) => a.seconds - b.seconds).slice(1);
    const sql = `SELECT count() FROM events WHERE positionCaseInsensitive(body, '-p 4242 ') > 0 AND positionCaseInsensitive(body, 'svchost.exe') > 0`;
    console.error(
      `one rule over ${MANY.toLocaleString('en')} events: ${median?.seconds.toFixed(2)} s, ${median?.hits} hits`,
    );
    const scan = await timed(() => events.query({ sql, params: {} }, { maxMs: 300_000, cache: 'off' }));
    return {
      one_rule_20m_s: metric(median?.seconds ?? Number.NaN, scan, 'reading every body for two texts'),
      one_rule_events: { value: MANY, unit: 'events' },
      one_rule_hits: { value: median?.hits ?? 0, unit: 'hits' },
    };
  } finally {
    await events.close();
  }
};

const allRules = async (dataDir: string): Promise<Readonly<Record<string, Metric>>> => {
  const rules = compile(loadRules(join(dataDir, 'sigma'))).engine.rules.map(entryOf);
  const { events, range } = await loadWindows(join(FOLDER, 'hunt'), dataDir, MILLION);
  try {
    const measured = await hunt(events, rules, range);
    const sql = 'SELECT sum(length(body)) AS n, sum(length(JSONExtractKeysAndValuesRaw(body))) AS k FROM events';
    const read = await timed(() => events.query({ sql, params: {} }, { maxMs: 300_000, cache: 'off' }));
    return {
      all_rules_1m_s: metric(measured.seconds, read, 'the store parsing every body once'),
      all_rules: { value: rules.length, unit: 'rules' },
      all_rules_hits: { value: measured.hits, unit: 'hits' },
    };
  } finally {
    await events.close();
  }
};

const COLD_RULE = `title: A shell with an encoded command
logsource:
  product: windows
detection:
  sel:
    Image|endswith: '\\\\powershell.exe'
    CommandLine|contains: ' -enc'
  condition: sel
`;
const FILE_ROWS = 250_000;

/** The rows of the store as Parquet files of a quarter of a million rows, as the retention manager makes them. */
const parquetFiles = async (events: Events, rows: number): Promise<readonly string[]> => {
  await mkdir(events.cold, { recursive: true });
  const names: string[] = [];
  for (let first = 1; first <= rows; first += FILE_ROWS) {
    const name = `bench-${first}-events.parquet`;
    const frames = { journal: 'bench', fromSeq: first, toSeq: Math.min(rows, first + FILE_ROWS - 1) };
    await pipeline(events.exportFrames('events', frames), createWriteStream(join(events.cold, name)));
    names.push(name);
  }
  return names;
};

/** One rule over the same million events in Parquet files of the cold tier and in the event store; nothing is looked up in an index. */
const coldTier = async (dataDir: string): Promise<Readonly<Record<string, Metric>>> => {
  const [rule] = parseRules(COLD_RULE, { file: 'bench.yml' }).documents;
  if (rule?.kind !== 'rule') throw new Error('the rule of the bench is wrong');
  const { events, range } = await loadWindows(join(FOLDER, 'hunt'), dataDir, MILLION);
  try {
    const files = await parquetFiles(events, MILLION);
    const segment = { id: 'bench', ...range, open: async () => ({ files, close: () => undefined }) };
    const entry = [entryOf(rule, 0)];
    const runs: { hot: Measured; cold: Measured }[] = [];
    for (let run = 0; run < 3; run += 1)
      runs.push({
        hot: await hunt(events, entry, range, 'every row'),
        cold: await withSegment(events, segment, (cold) => hunt(cold, entry, range, 'every row')),
      });
    const median = (each: 'hot' | 'cold'): number =>
      runs.map((run) => run[each].seconds).toSorted((a, b) => a - b)[1] ?? Number.NaN;
    const hits = new Set(runs.flatMap(({ hot, cold }) => [hot.hits, cold.hits]));
    if (hits.size !== 1) throw new Error(`the tiers differ: ${[...hits].join(', ')} hits`);
    const [hot, cold] = [MILLION / median('hot'), MILLION / median('cold')];
    return {
      cold_rows_per_s: {
        value: Math.round(cold),
        unit: 'rows/s',
        peer: `the same rows in the event store, read without an index: ${Math.round(hot)} rows/s`,
        ratio: Number((cold / hot).toFixed(3)),
      },
      cold_hits: { value: [...hits][0] ?? 0, unit: 'hits' },
    };
  } finally {
    await events.close();
  }
};

/**
 * Hunts as the server runs them: one selective rule over 20 million stored events (as SQL, hits confirmed by the engine;
 * median of three), every rule of SigmaHQ over a million real Windows events (by the engine in its thread), and one rule over
 * these as Parquet files of the cold tier, beside the event store.
 * `CHEDUN_BENCH_EVENTS` makes the first store smaller.
 */
export const run = async (options: {
  readonly dataDir: string;
}): Promise<{ readonly bench: 'hunt'; readonly metrics: Readonly<Record<string, Metric>> }> => ({
  bench: 'hunt',
  metrics: { ...(await oneRule()), ...(await allRules(options.dataDir)), ...(await coldTier(options.dataDir)) },
});
