import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { stixAt, valueAt } from './intel/population.ts';

interface Metric {
  readonly value: number;
  readonly unit: string;
  readonly peer?: string;
  readonly ratio?: number;
}

interface Measured {
  readonly count: number;
  readonly loadS: number;
  readonly loadCpuS: number;
  readonly ns: number;
  readonly hits: number;
  readonly rssMb: number;
  readonly pauseMs: number;
  readonly tablesMb: number;
  readonly lookups: number;
}

const INDICATORS = 1_000_000;
const LOOKUPS = 1_000_000;
/** The peer walks through every network for every address. */
const PEER_LOOKUPS = 400;
const CHILD = fileURLToPath(new URL('./intel/child.ts', import.meta.url));

/** The first half of the population, as one bundle of STIX. */
function* bundleText(count: number): Generator<string> {
  yield '{"type":"bundle","id":"bundle--5d0092c5-5f74-4287-9642-33f4c354e56d","objects":[';
  for (let at = 0; at < count; at += 100) {
    const objects = Array.from({ length: 100 }, (_, more) => stixAt(at + more));
    yield `${at === 0 ? '' : ','}${objects.join(',\n')}`;
  }
  yield ']}';
}

/** The second half, as a table. */
function* listText(from: number, to: number): Generator<string> {
  yield 'type,value,confidence,valid_until,comment\n';
  for (let at = from; at < to; at += 100) {
    yield Array.from({ length: 100 }, (_, more) => {
      const { type, value } = valueAt(at + more);
      return `${type},${value},${(at + more) % 101},2027-11-01,"seen, again"\n`;
    }).join('');
  }
}

const write = (file: string, text: Iterable<string>): Promise<void> =>
  pipeline(Readable.from(text), createWriteStream(file));

const measure = async (kind: 'packed' | 'naive', files: readonly string[], lookups: number): Promise<Measured> => {
  const { stdout } = await promisify(execFile)(process.execPath, [CHILD, kind, ...files, String(lookups)], {
    maxBuffer: 1e6,
  });
  return JSON.parse(stdout) as Measured;
};

const round = (value: number, digits = 0): number => Number(value.toFixed(digits));

/**
 * A million indicators from a bundle of STIX 2.1 and a table: time until they can be looked up (reading, patterns and
 * packing included), nanoseconds a look-up, and the most memory that a process of its own took for all of it. Beside a map
 * of texts and a list of networks, fed with the same files.
 */
export const run = async (): Promise<{ bench: string; metrics: Record<string, Metric> }> => {
  const folder = await mkdtemp(join(tmpdir(), 'chedun-intel-'));
  try {
    const files = [join(folder, 'bundle.json'), join(folder, 'list.csv')];
    await write(files[0] ?? '', bundleText(INDICATORS / 2));
    await write(files[1] ?? '', listText(INDICATORS / 2, INDICATORS));
    const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
    const ours = await measure('packed', files, LOOKUPS);
    const peer = await measure('naive', files, PEER_LOOKUPS);
    const beside = (value: number, other: number, unit: string): Metric => ({
      value,
      unit,
      peer: `map and list: ${round(other, 1)}`,
      ratio: round(value / other, 4),
    });
    return {
      bench: 'intel',
      metrics: {
        load_s: beside(round(ours.loadS, 2), peer.loadS, `s for ${ours.count} indicators`),
        load_cpu_s: { value: round(ours.loadCpuS, 2), unit: 's of processor time' },
        lookup_ns: beside(round(ours.ns), peer.ns, 'ns'),
        rss_mb: beside(round(ours.rssMb), peer.rssMb, 'MB'),
        tables_mb: { value: round(ours.tablesMb, 1), unit: 'MB shared by all threads' },
        longest_step_ms: { value: round(ours.pauseMs, 1), unit: 'ms' },
        hits: { value: ours.hits, unit: `of ${ours.lookups} look-ups` },
        input_mb: { value: round(sizes.reduce((sum, size) => sum + size, 0) / 1e6), unit: 'MB' },
      },
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
