import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { openJournal, parseFrame } from '@chedun/journal';
import {
  acceptsDays,
  deletableFrom,
  FLOOR_DAYS,
  gapsOf,
  shanghaiDay,
  shanghaiTime,
  sixMonthsAfter,
} from '@chedun/retention/rules';

interface Failure {
  readonly case: string;
  readonly expected: string;
  readonly got: string;
}

/** Result of a conformance suite. */
export interface SuiteResult {
  readonly suite: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly failures: readonly Failure[];
}

type Fields = Readonly<Record<string, unknown>>;

interface Case {
  readonly id: string;
  readonly input: Fields;
  readonly expect: Fields;
}

const DAY = 86_400_000;
const HOUR = 3_600_000;
const SEGMENT_HEADER = 128;
const LEGAL = { days: FLOOR_DAYS, legal: true };
/** How the vectors say that a deleted row was noticed. */
const NOTICED = 'fails and names the segment';

const timeOf = (input: Fields, name: string): number => {
  const at = Date.parse(String(input[name]));
  if (Number.isNaN(at)) throw new Error(`${name} is no time`);
  return at;
};

const numberOf = (input: Fields, name: string): number => {
  const value = input[name];
  if (typeof value !== 'number') throw new Error(`${name} is no number`);
  return value;
};

const deadline = (input: Fields): Fields => {
  const record = timeOf(input, 'record_at');
  const from = deletableFrom(record, LEGAL);
  return {
    six_calendar_months: shanghaiDay(sixMonthsAfter(record)),
    deletable_from: shanghaiTime(from),
    days: Math.floor((from - record) / DAY),
  };
};

const guard = (input: Fields): Fields => ({
  delete_allowed: timeOf(input, 'delete_at') >= deletableFrom(timeOf(input, 'record_at'), LEGAL),
});

const hourGap = (input: Fields): Fields => {
  const missing = numberOf(input, 'missing_hours');
  const hours = [0, 1, 2, 3].map((hour) => (hour < 2 ? hour : hour + missing) * HOUR);
  return { gap_reported: gapsOf(hours, { from: 0, to: (4 + missing) * HOUR }).length > 0 };
};

/** Takes whole frames out of the middle of a segment file. */
const cutFrames = async (path: string, count: number): Promise<void> => {
  const bytes = await readFile(path);
  const borders = [SEGMENT_HEADER];
  for (let at = SEGMENT_HEADER; at < bytes.length;) {
    const parsed = parseFrame(bytes, at, bytes.length);
    if (parsed.kind !== 'frame') break;
    at = parsed.end;
    borders.push(at);
  }
  const from = borders[1] ?? SEGMENT_HEADER;
  const to = borders[1 + count] ?? bytes.length;
  await writeFile(path, Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]));
};

/** Seals real segments one day apart, deletes rows of a sealed one behind the back of the journal, and verifies. */
const deletedRows = async (input: Fields): Promise<Fields> => {
  const days = numberOf(input, 'sealed_segments_days');
  const rows = numberOf(input, 'rows_deleted_afterwards');
  const dir = await mkdtemp(join(tmpdir(), 'chedun-retention-'));
  const start = Date.UTC(2026, 2, 1);
  let now = start;
  const clock = { now: () => now, monotonic: () => now };
  try {
    const journal = await openJournal({ dir, stream: 'network', clock });
    for (let day = 0; day <= days; day += 1) {
      now = start + day * DAY;
      for (let at = 0; at < 4; at += 1) {
        const payload = Buffer.from(`day ${day}, row ${at}`);
        await journal.append({ source: 'vector', format: 'ndjson', count: 1, flags: 0, payload, receivedAt: now });
      }
    }
    const sealed = journal.segments().filter((segment) => segment.sealed);
    const hit = sealed[sealed.length >> 1];
    if (hit === undefined) throw new Error('no segment was sealed');
    if (rows > 0) await cutFrames(hit.path, rows);
    const verdict = await journal.verify();
    await journal.close();
    if (verdict.kind === 'intact') return { seal_verification: 'passes' };
    const named = basename(verdict.segment) === basename(hit.path);
    return { seal_verification: named ? NOTICED : `fails and names ${basename(verdict.segment)}` };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
};

/** What the product says to the input of a case. */
export const answerRetention = async (input: Fields): Promise<Fields> => {
  if ('delete_at' in input) return guard(input);
  if ('record_at' in input) return deadline(input);
  if ('retention_days' in input) {
    return { accepted: acceptsDays({ days: numberOf(input, 'retention_days'), legal: true }) };
  }
  if ('rows_deleted_afterwards' in input) return deletedRows(input);
  if ('missing_hours' in input) return hourGap(input);
  throw new Error(`no such kind of case: ${Object.keys(input).join(', ')}`);
};

const judge = async (vector: Case): Promise<Failure | undefined> => {
  const expected = JSON.stringify(vector.expect);
  try {
    const got = await answerRetention(vector.input);
    const compared = Object.fromEntries(Object.keys(vector.expect).map((name) => [name, got[name]]));
    if (JSON.stringify(compared) === expected) return undefined;
    return { case: vector.id, expected, got: JSON.stringify(compared) };
  } catch (error) {
    return { case: vector.id, expected, got: error instanceof Error ? error.message : String(error) };
  }
};

/** Vector files: beside the data folder in `notice/`, in it, or any JSON file of its folder `retention/`. */
const filesOf = (dataDir: string): readonly string[] => {
  const folder = join(dataDir, 'retention');
  const own = existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
  const usual = ['../notice/vectors.json', 'notice/vectors.json', 'vectors.json'].map((name) => resolve(dataDir, name));
  return [...usual, ...own].filter((file) => file.endsWith('.json') && existsSync(file));
};

const casesOf = (file: string): readonly Case[] => {
  const { suites } = JSON.parse(readFileSync(file, 'utf8')) as {
    suites?: readonly { id: string; cases: readonly Case[] }[];
  };
  return (suites ?? []).filter(({ id }) => id.startsWith('retention')).flatMap(({ cases }) => cases);
};

/** Runs the acceptance vectors of log retention (notice 1.3-i), among them one over real sealed segments. */
export const run = async (options: { readonly dataDir: string }): Promise<SuiteResult> => {
  const cases = filesOf(options.dataDir).flatMap(casesOf);
  const failures: Failure[] = [];
  for (const vector of cases) {
    const failure = await judge(vector);
    if (failure) failures.push(failure);
  }
  const skipped = cases.length === 0 ? 1 : 0;
  return { suite: 'retention', passed: cases.length - failures.length, failed: failures.length, skipped, failures };
};
