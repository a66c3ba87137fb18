import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDecoder } from '@chedun/logs';
import {
  compile,
  preparedValuesSql,
  reasonText,
  sqlStatement,
  toSqlRule,
  type Engine,
  type SqlRule,
} from '@chedun/sigma';
import { blankEvent, eventBlock, eventsTable, migrationsFolder, openEvents, type Events } from '@chedun/events';
import { readZip } from '../bench/sigma-data.ts';
import { loadRules } from './sigma.ts';

interface Failure {
  readonly case: string;
  readonly expected: string;
  readonly got: string;
}

interface SuiteResult {
  readonly suite: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly failures: readonly Failure[];
}

type Converted = Extract<SqlRule, { kind: 'sql' }>;

const SUITE = 'sigma-differential';
const BLOCK_ROWS = 20_000;
/** Characters of SQL and values in one statement; the store takes 262,144 of each. */
const MOST_SIZE = 110_000;
const MOST_RULES = 50;
const LIMITS = { maxMs: 170_000, maxRows: 1_000_000 } as const;

const silent = (): void => undefined;
const LOG = { debug: silent, info: silent, warn: silent, error: silent };

const openStore = async (folder: string): Promise<Events> => {
  const events = await openEvents({
    store: { kind: 'folder', dataDir: folder },
    memoryMb: 2_048,
    log: LOG,
    clock: { now: () => Date.now(), monotonic: () => performance.now() },
  });
  await events.migrate(migrationsFolder);
  return events;
};

/** Stores the lines as ingest does: the body of an event is the line; `seq` is the number of the line. */
const fill = async (events: Events, lines: readonly string[]): Promise<void> => {
  const decoder = createDecoder('ndjson', { now: () => 0 });
  const block = eventBlock();
  for (let from = 0; from < lines.length; from += BLOCK_ROWS) {
    for (let seq = from; seq < Math.min(lines.length, from + BLOCK_ROWS); seq += 1) {
      const event = decoder.decode(lines[seq] ?? '');
      if (event === undefined) continue;
      block.add({
        ...blankEvent,
        journal: 'data',
        seq,
        time: event.time ?? 0,
        received: 1,
        body: event.bodyJson ?? '',
      });
    }
    await events.insertBlocks(eventsTable, [new Uint8Array(block.finish())], { token: `data:${from}` });
  }
};

/** Lays the names and values of all events down once, by the same SQL that a hunt reads events with. */
const prepare = async (events: Events, folder: string): Promise<void> => {
  const migrations = join(folder, 'prepare');
  await mkdir(migrations);
  const select = preparedValuesSql({ table: 'events', columns: ['seq'], where: '1' });
  await writeFile(
    join(migrations, '9000_hunt_values.sql'),
    `CREATE TABLE hunt_values ENGINE = MergeTree ORDER BY (chan, eid, seq) AS ${select};\n`,
  );
  await events.migrate(migrations);
};

/** Events by rule, as the engine sees it; the log source is what the event itself shows. */
const streamHits = (engine: Engine, lines: readonly string[]): readonly Set<number>[] => {
  const hits = engine.rules.map(() => new Set<number>());
  const found: number[] = [];
  for (const [seq, line] of lines.entries()) {
    const count = engine.matchInto(JSON.parse(line) as object, undefined, found);
    for (let at = 0; at < count; at += 1) hits[found[at] ?? -1]?.add(seq);
  }
  return hits;
};

const sourceKey = ({ logsource: { product, category, service } }: Converted): string =>
  JSON.stringify([product, category, service]);

/** Rules in the order of their log sources, cut to what a statement holds. */
const batchesOf = (rules: readonly Converted[]): readonly (readonly Converted[])[] => {
  const batches: Converted[][] = [];
  let size = Infinity;
  for (const rule of rules.toSorted((a, b) => (sourceKey(a) < sourceKey(b) ? -1 : 1))) {
    if (size + rule.size > MOST_SIZE || (batches.at(-1)?.length ?? 0) >= MOST_RULES) {
      batches.push([]);
      size = 0;
    }
    batches.at(-1)?.push(rule);
    size += rule.size;
  }
  return batches;
};

/** Events of each rule of a batch, and those that the store reads differently. */
interface StoreHits {
  readonly left: readonly number[];
  readonly hits: readonly (readonly number[])[];
}

const storeHits = async (events: Events, batch: readonly Converted[]): Promise<StoreHits> => {
  const params: Record<string, string | number | readonly string[]> = {};
  const statement = sqlStatement({
    bind: (value, type) => {
      const name = `p${Object.keys(params).length}`;
      params[name] = value;
      return `{${name}:${type}}`;
    },
  });
  const sources = new Map(batch.map((rule) => [sourceKey(rule), statement.logsource(rule.logsource)]));
  const names = new Map([...sources.keys()].map((key, at) => [key, `s${at}`]));
  const conditions = batch.map(({ expression }, at) => `${statement.detection(expression)} AS c${at}`);
  const from = statement.from({
    kind: 'prepared',
    table: 'hunt_values',
    columns: ['seq'],
    where: '1',
    source: `(${[...sources.values()].join(' OR ')})`,
  });
  const sourced = [...sources].map(([key, sql]) => `${sql} AS ${names.get(key) ?? ''}`);
  const arrays = batch.map(
    (rule, at) => `groupArrayIf(seq, NOT odd AND ${names.get(sourceKey(rule)) ?? '1'} AND c${at})`,
  );
  const sql = `SELECT groupArrayIf(seq, odd) AS left, [${arrays.join(', ')}] AS hits FROM (SELECT seq, odd, ${[...sourced, ...conditions].join(', ')} FROM ${from})`;
  const [row] = await events.query<StoreHits>({ sql, params }, LIMITS);
  return row ?? { left: [], hits: [] };
};

const sample = (seqs: readonly number[]): string => seqs.slice(0, 3).join(', ');

const compareBatch = async (
  events: Events,
  batch: readonly Converted[],
  wanted: (rule: Converted) => ReadonlySet<number>,
): Promise<readonly Failure[]> => {
  const found = batch.map(() => new Set<number>());
  try {
    const { left, hits } = await storeHits(events, batch);
    hits.forEach((seqs, at) => seqs.forEach((seq) => found[at]?.add(seq)));
    // What the store reads differently is for the engine to say, by the contract of `odd`.
    for (const seq of left) batch.forEach((rule, at) => wanted(rule).has(seq) && found[at]?.add(seq));
  } catch (error) {
    if (batch.length > 1) {
      const half = batch.length >> 1;
      const parts = [batch.slice(0, half), batch.slice(half)];
      return (await Promise.all(parts.map((part) => compareBatch(events, part, wanted)))).flat();
    }
    const detail = error instanceof Error && 'detail' in error ? JSON.stringify(error.detail) : String(error);
    return batch.map(({ rule }) => ({ case: rule.file, expected: 'the store runs it', got: detail.slice(0, 300) }));
  }
  return batch.flatMap((rule, at): readonly Failure[] => {
    const stream = wanted(rule);
    const store = found[at] ?? new Set<number>();
    const missing = [...stream].filter((seq) => !store.has(seq));
    const extra = [...store].filter((seq) => !stream.has(seq));
    if (missing.length + extra.length === 0) return [];
    const got = `${store.size} hits in the store; missing ${missing.length} (${sample(missing)}), extra ${extra.length} (${sample(extra)})`;
    return [{ case: rule.rule.file, expected: `${stream.size} hits of the engine`, got }];
  });
};

const compareAll = async (folder: string, dataDir: string): Promise<SuiteResult> => {
  const { engine } = compile(loadRules(join(dataDir, 'sigma')));
  const lines = (await readZip(dataDir)).flatMap((file) => file.lines);
  const events = await openStore(folder);
  try {
    await fill(events, lines);
    await prepare(events, folder);
    const converted = engine.rules.map((rule) => toSqlRule(rule));
    const refused = converted.filter((rule) => rule.kind === 'not-convertible');
    const rules = converted.filter((rule) => rule.kind === 'sql');
    const hits = streamHits(engine, lines);
    const index = new Map(engine.rules.map((rule, at) => [rule, at]));
    const wanted = ({ rule }: Converted): ReadonlySet<number> => hits[index.get(rule) ?? -1] ?? new Set();
    const failures: Failure[] = [];
    const queue = [...batchesOf(rules)];
    const worker = async (): Promise<void> => {
      for (let batch = queue.shift(); batch !== undefined; batch = queue.shift())
        failures.push(...(await compareBatch(events, batch, wanted)));
    };
    await Promise.all([worker(), worker()]);
    const skipped = refused.map(({ rule, reason }) => ({
      case: rule.file,
      expected: 'SQL with the meaning of the rule',
      got: `skipped: ${reasonText(reason, 'en')}`,
    }));
    const total = hits.reduce((sum, set) => sum + set.size, 0);
    const share = ((rules.length / converted.length) * 100).toFixed(2);
    console.log(
      `${rules.length} of ${converted.length} rules (${share} %) convert; ${lines.length} events, ${total} hits of ${hits.filter((set) => set.size > 0).length} rules`,
    );
    return {
      suite: SUITE,
      passed: rules.length - failures.length,
      failed: failures.length,
      skipped: refused.length,
      failures: [...failures, ...skipped],
    };
  } finally {
    await events.close();
  }
};

/**
 * One rule, two engines: every rule that has an exact SQL form is evaluated by the stream engine and by the event store
 * over the real Windows events, and must hit the same events. One case is one rule.
 */
export const run = async (options: { readonly dataDir: string }): Promise<SuiteResult> => {
  const needed = [join(options.dataDir, 'sigma'), join(options.dataDir, 'logs')];
  const missing = needed.find((folder) => !existsSync(folder));
  if (missing !== undefined) {
    const failures = [{ case: missing, expected: 'folder', got: 'skipped: missing' }];
    return { suite: SUITE, passed: 0, failed: 0, skipped: 1, failures };
  }
  const folder = await mkdtemp(join(tmpdir(), 'chedun-differential-'));
  try {
    return await compareAll(folder, options.dataDir);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
