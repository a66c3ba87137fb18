import { mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openJournal } from '../platform/journal/src/index.ts';

const WRITERS = 1024;
const PAYLOAD_BYTES = 300;
const ROUNDS = 3;
const WARM_UP_MS = 1000;
const JOURNAL_MS = 4000;
const RAW_MS = 2000;
/** Header, source id and format tag of the frames below. */
const FRAME_BYTES = 72 + 6 + 6 + PAYLOAD_BYTES;

interface Metric {
  readonly value: number;
  readonly unit: string;
  readonly peer?: string;
  readonly ratio?: number;
}

/** Outcome of the journal benchmark. */
export interface JournalBench {
  readonly bench: 'journal';
  readonly metrics: Readonly<Record<string, Metric>>;
}

interface Round {
  readonly recordsPerSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly cpuMicros: number;
  readonly recordsPerFlush: number;
  readonly rawRecordsPerSecond: number;
}

/**
 * 1,024 callers append records of 300 bytes one by one, each waiting for its acknowledgement (fdatasync and SM3 chain
 * included) before the next. The limit beside it: the same bytes in groups of the same size, written and flushed in
 * one loop, without frames, CRC, chain and acknowledgements. The median of three rounds counts.
 */
export const run = async (): Promise<JournalBench> => {
  // A real disk: /tmp is memory on many machines.
  const parent = fileURLToPath(new URL('../.chedun/bench', import.meta.url));
  await mkdir(parent, { recursive: true });
  const rounds: Round[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const dir = await mkdtemp(join(parent, 'journal-'));
    try {
      rounds.push(await measure(dir));
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  }
  const median = rounds.toSorted((a, b) => a.recordsPerSecond - b.recordsPerSecond)[Math.floor(ROUNDS / 2)];
  if (median === undefined) throw new Error('no round was run');
  return { bench: 'journal', metrics: metricsOf(median) };
};

const metricsOf = (round: Round): JournalBench['metrics'] => {
  const ratio = Number((round.recordsPerSecond / round.rawRecordsPerSecond).toFixed(3));
  const peer = 'the same bytes, raw write + fdatasync in one loop';
  return {
    records_per_s: { value: Math.round(round.recordsPerSecond), unit: 'records/s', peer, ratio },
    raw_records_per_s: { value: Math.round(round.rawRecordsPerSecond), unit: 'records/s' },
    ack_p50_ms: { value: Number(round.p50.toFixed(2)), unit: 'ms' },
    ack_p99_ms: { value: Number(round.p99.toFixed(2)), unit: 'ms' },
    cpu_us_per_record: { value: Number(round.cpuMicros.toFixed(2)), unit: 'µs' },
    records_per_flush: { value: Math.round(round.recordsPerFlush), unit: 'records' },
  };
};

const measure = async (dir: string): Promise<Round> => {
  const clock = { now: () => Date.now(), monotonic: () => performance.now() };
  const journal = await openJournal({ dir, stream: 'network', clock });
  const payload = Buffer.alloc(PAYLOAD_BYTES, 'x');
  const record = { source: 'tsp-01', format: 'ndjson', count: 1, flags: 0, payload, receivedAt: Date.now() };
  const latencies: number[] = [];
  const append = async (until: number, note: (ms: number) => void): Promise<void> => {
    for (let sent = performance.now(); sent < until;) {
      await journal.append(record);
      const now = performance.now();
      note(now - sent);
      sent = now;
    }
  };
  const load = async (ms: number, note: (ms: number) => void): Promise<number> => {
    const start = performance.now();
    await Promise.all(Array.from({ length: WRITERS }, () => append(start + ms, note)));
    return (performance.now() - start) / 1000;
  };
  await load(WARM_UP_MS, () => undefined);
  const before = journal.stats();
  const cpu = process.cpuUsage();
  const seconds = await load(JOURNAL_MS, (ms) => latencies.push(ms));
  const { user, system } = process.cpuUsage(cpu);
  const flushes = journal.stats().flushes - before.flushes;
  await journal.close();
  const records = latencies.length;
  const sorted = Float64Array.from(latencies).toSorted();
  const recordsPerFlush = records / flushes;
  return {
    recordsPerSecond: records / seconds,
    p50: sorted[Math.floor(records * 0.5)] ?? 0,
    p99: sorted[Math.floor(records * 0.99)] ?? 0,
    cpuMicros: (user + system) / records,
    recordsPerFlush,
    rawRecordsPerSecond: await rawRate(join(dir, 'raw'), Math.round(recordsPerFlush)),
  };
};

/** Records per second of the bare disk, with as many records in one flush as the journal had. */
const rawRate = async (path: string, recordsPerFlush: number): Promise<number> => {
  const file = await open(path, 'wx');
  try {
    const group = Buffer.alloc(recordsPerFlush * FRAME_BYTES, 'x');
    const start = performance.now();
    let groups = 0;
    while (performance.now() - start < RAW_MS) {
      await file.write(group, 0, group.length, groups * group.length);
      await file.datasync();
      groups += 1;
    }
    return (groups * recordsPerFlush) / ((performance.now() - start) / 1000);
  } finally {
    await file.close();
  }
};
