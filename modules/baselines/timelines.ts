import { createDecoder } from '@chedun/logs';
import type { LogSource } from '@chedun/sigma';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readRule } from './domain/read-rule.ts';
import { OWN_BASELINES, readRuleFiles } from './rule-files.ts';
import { runTrial, type TrialEvent } from './use-cases/trial.ts';

const Duration = z.string().regex(/^\d{1,6}[smhd]$/);

/** Events of a timeline: a template, what is set in it, and how often; `{n}` in texts is the number of the repeat from 1. */
const Event = z.strictObject({
  at: Duration,
  of: z.string(),
  set: z.record(z.string(), z.unknown()).optional(),
  times: z.number().int().positive().max(50_000).optional(),
  every: Duration.optional(),
});
const Expected = z.strictObject({ entity: z.string(), value: z.string().optional() });

/** The file `x.tests.json` of a behaviour rule `x.yml`. */
const Timelines = z.strictObject({
  templates: z.record(z.string(), z.strictObject({ record: z.record(z.string(), z.unknown()) })),
  fires: z.array(z.strictObject({ name: z.string(), events: z.array(Event), expect: z.array(Expected).min(1) })).min(1),
  quiet: z.array(z.strictObject({ name: z.string(), events: z.array(Event) })).min(1),
});
type Timelines = z.output<typeof Timelines>;

/** What came of the timelines of one rule. */
export interface Replayed {
  readonly id: string;
  readonly path: string;
  readonly title: string;
  readonly cases: number;
  /** What did not come as expected; empty when all is well. */
  readonly faults: readonly { readonly case: string; readonly expected: string; readonly got: string }[];
}

/** Begin of every timeline: Monday 2026-11-02 00:00 in China. */
const BEGIN = Date.UTC(2026, 10, 1, 16);
const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const msOf = (text: string): number => Number(text.slice(0, -1)) * (UNITS[text.slice(-1)] ?? 0);

const numbered = (value: unknown, n: number): unknown =>
  typeof value === 'string' ? value.replaceAll('{n}', String(n)) : value;

const setIn = (record: Readonly<Record<string, unknown>>, path: string, value: unknown): Record<string, unknown> => {
  const [first = '', ...rest] = path.split('.');
  const below = record[first];
  if (rest.length === 0 || typeof below !== 'object' || below === null) return { ...record, [path]: value };
  return { ...record, [first]: setIn(below as Record<string, unknown>, rest.join('.'), value) };
};

const eventsOf = (templates: Timelines['templates'], events: Timelines['quiet'][number]['events']): TrialEvent[] => {
  const decoder = createDecoder('ndjson');
  return events
    .flatMap(({ at, of, set = {}, times = 1, every = '0s' }) =>
      Array.from({ length: times }, (_, n) => {
        const time = BEGIN + msOf(at) + n * msOf(every);
        const stamp = new Date(time).toISOString();
        let record: Record<string, unknown> = { ...templates[of]?.record, ts: stamp, timestamp: stamp, time: stamp };
        for (const [path, value] of Object.entries(set)) record = setIn(record, path, numbered(value, n + 1));
        const decoded = decoder.decode(JSON.stringify(record));
        if (!decoded) throw new Error(`the template ${of} holds no record`);
        return { fields: decoded.fields, logsource: decoded.logsource as LogSource, at: time };
      }),
    )
    .toSorted((a, b) => a.at - b.at);
};

const textOf = (entity: string, value: string | undefined): string =>
  `${entity}${value === undefined ? '' : ` ${value}`}`;

const replayOne = (yaml: string, path: string, timelines: Timelines): Replayed => {
  const { read, lint } = readRule(yaml, path);
  const named = { id: read?.document.id ?? path, path, title: read?.document.title ?? path };
  if (!read)
    return { ...named, cases: 1, faults: [{ case: 'loads', expected: 'a rule', got: lint[0]?.message ?? 'nothing' }] };
  const faults: Replayed['faults'][number][] = [];
  for (const one of [...timelines.fires, ...timelines.quiet.map((quiet) => ({ ...quiet, expect: [] }))]) {
    const { verdicts } = runTrial(read, eventsOf(timelines.templates, one.events));
    const expected = one.expect.map(({ entity, value }) => textOf(entity, value)).join('; ');
    const got = verdicts
      .map(({ entity, value }, n) => textOf(entity, one.expect[n]?.value === undefined ? undefined : value))
      .join('; ');
    if (got !== expected) faults.push({ case: one.name, expected: expected || 'nothing', got: got || 'nothing' });
  }
  return { ...named, cases: timelines.fires.length + timelines.quiet.length, faults };
};

/** Plays the timelines of every behaviour rule of ours. */
export const replayOwn = async (folder: string = OWN_BASELINES): Promise<Replayed[]> => {
  const results: Replayed[] = [];
  for (const { path, yaml } of await readRuleFiles(folder)) {
    const file = join(folder, path.replace(/\.yml$/, '.tests.json'));
    results.push(replayOne(yaml, path, Timelines.parse(JSON.parse(await readFile(file, 'utf8')))));
    // Requests are answered in between.
    await new Promise((done) => setImmediate(done));
  }
  return results;
};
