import { hash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openJournal, type Journal } from '@chedun/journal';
import { LogSealer, publishCheckpoint, verifyLog } from '@chedun/journal/seal';
import { collectFrames, writeFrames, type ReadyFrame } from '../modules/ingest/intake/frames.ts';
import { openDecoder } from '../modules/ingest/worker/decode.ts';
import { testSigner, type TestSigner } from '../platform/journal/src/testing/sealed.ts';

interface Metric {
  readonly value: number;
  readonly unit: string;
  readonly peer?: string;
  readonly ratio?: number;
}

/** Rows that are taken, packed, journalled, decoded and sealed while processor time is measured. */
const ROWS = 600_000;
const ROWS_PER_BATCH = 2_000;
const BATCHES = 20;
const ROWS_PER_FRAME = 200;
/** Rows of the large log in which one byte is changed. */
const LARGE = 20_000_000;
/** Ten seconds at 10,000 rows/s. */
const PER_CHECKPOINT = 100_000;
const DAY = '2026-11-23';

const clock = { now: () => Date.now(), monotonic: () => performance.now() };

/** Lines as a gateway writes them: 330 bytes, of which a third differs from line to line. */
const lineOf = (number: number): Buffer =>
  Buffer.from(
    JSON.stringify({
      time: new Date(1_795_395_600_000 + number).toISOString(),
      host: `tsp-gw-${number % 13}`,
      user: `svc-${(number * 7919) % 997}`,
      vin: `LSVAA49J${String(132_000_000 + ((number * 104_729) % 900_000))}`,
      src_ip: `10.${number % 250}.${(number * 31) % 250}.${(number * 17) % 250}`,
      dst_ip: '203.0.113.7',
      dst_port: 8883,
      request: hash('md5', String(number)),
      message: `session ${hash('md5', `session ${number}`).slice(0, 16)} of the vehicle was renewed by the gateway`,
      bytes: (number * 48_271) % 65_536,
      status: number % 97 === 0 ? 'refused' : 'accepted',
    }),
  );

const cpuMs = (since: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
};

interface Spent {
  /** CPU of taking, packing, journalling and decoding. */
  readonly ingest: number;
  /** CPU of the journal alone: appending packed frames. */
  readonly journal: number;
  /** CPU of adding the same frames to both trees, tiles and checkpoints included. */
  readonly sealing: number;
}

interface Taken {
  readonly ingest: number;
  readonly journal: number;
  /** The packed frames of one batch after the other. */
  readonly ready: readonly (readonly ReadyFrame[])[];
}

/** Takes the rows as ingest does: framed and packed, journalled and acknowledged, then decoded. */
const ingestAll = async (journal: Journal): Promise<Taken> => {
  const decoder = openDecoder(undefined);
  const batches = Array.from({ length: BATCHES }, (_, batch) =>
    Array.from({ length: ROWS_PER_BATCH }, (__, at) => lineOf(batch * ROWS_PER_BATCH + at)),
  );
  const packed: ReadyFrame[][] = [];
  let journalled = 0;
  const start = process.cpuUsage();
  for (let done = 0; done < ROWS / ROWS_PER_BATCH; done += 1) {
    const frames = collectFrames('ndjson');
    for (const line of batches[done % BATCHES] ?? []) frames.add(line);
    const ready = await frames.finish();
    packed[done % BATCHES] = ready;
    const before = process.cpuUsage();
    const { fromSeq } = await writeFrames(journal, clock, 'bench', ready);
    journalled += cpuMs(before);
    for (const frame of await journal.read({ from: fromSeq })) decoder.decode({ ...frame, stream: 'network' });
  }
  return { ingest: cpuMs(start), journal: journalled, ready: packed };
};

/** Appends the same packed frames until the log is large. */
const enlarge = async (journal: Journal, ready: Taken['ready']): Promise<void> => {
  for (let batch = 0; journal.head().seq * ROWS_PER_FRAME < LARGE; batch += 1)
    await writeFrames(journal, clock, 'bench', ready[batch % BATCHES] ?? []);
};

/** Seals up to the newest frame, with a checkpoint after every 100,000 rows; answers the CPU that it took. */
const sealAll = async (sealer: LogSealer, logFolder: string, signer: TestSigner, upTo: number): Promise<number> => {
  const start = process.cpuUsage();
  for (let to = sealer.size; to < upTo;) {
    to = Math.min(upTo, to + PER_CHECKPOINT / ROWS_PER_FRAME);
    const before = sealer.size;
    await sealer.advance(to, () => Promise.resolve());
    await publishCheckpoint(logFolder, signer.note(sealer.flush(), new Date().toISOString()), DAY);
    sealer.dropPartials(before, to);
  }
  return cpuMs(start);
};

/** Changes the lowest bit of one byte in the middle of a segment. */
const changeByte = async (journalFolder: string): Promise<void> => {
  const names = (await readdir(journalFolder)).filter((name) => name.endsWith('.seg')).toSorted();
  const handle = await open(join(journalFolder, names[Math.floor(names.length / 2)] ?? ''), 'r+');
  try {
    const at = Math.floor((await handle.stat()).size / 2);
    const byte = Buffer.alloc(1);
    await handle.read(byte, 0, 1, at);
    await handle.write(Buffer.of((byte[0] ?? 0) ^ 1), 0, 1, at);
  } finally {
    await handle.close();
  }
};

const round = (value: number): number => Number(value.toFixed(2));

const metricsOf = (spent: Spent, rate: number, found: number, mib: number): Readonly<Record<string, Metric>> => ({
  ingest_overhead_pct: {
    value: round((100 * spent.sealing) / spent.ingest),
    unit: '%',
    peer: 'CPU of framing, packing, journal and decoding of the same rows in the same run',
  },
  journal_overhead_pct: {
    value: round((100 * spent.sealing) / spent.journal),
    unit: '%',
    peer: 'CPU of appending the packed frames alone',
  },
  sealing_us_per_row: { value: round((spent.sealing * 1000) / ROWS), unit: 'µs' },
  ingest_us_per_row: { value: round((spent.ingest * 1000) / ROWS), unit: 'µs' },
  verify_rows_per_s: { value: Math.round(rate), unit: 'rows/s' },
  log_mib: { value: round(mib), unit: 'MiB' },
  changed_byte_found: { value: found, unit: `of 1, in ${LARGE.toLocaleString('en')} rows` },
});

/**
 * What sealing adds to the processor time of ingest: 600,000 rows of about 330 bytes in frames of 200, taken, packed,
 * journalled and decoded, then sealed in the same run. Storing and detecting are left out, so the share is an upper bound. Then the
 * log grows to 20 million rows, is verified, and again with one changed byte.
 */
export const run = async (): Promise<{ bench: 'seal'; metrics: Readonly<Record<string, Metric>> }> => {
  const parent = fileURLToPath(new URL('../.chedun/bench', import.meta.url));
  await mkdir(parent, { recursive: true });
  const dir = await mkdtemp(join(parent, 'seal-'));
  try {
    const folders = { dir, journalFolder: join(dir, 'journal/network'), logFolder: join(dir, 'seal/network') };
    await mkdir(folders.logFolder, { recursive: true });
    const journal = await openJournal({
      dir: join(dir, 'journal'),
      stream: 'network',
      clock,
      limits: { segmentBytes: 16 * 1024 * 1024 },
    });
    const { ready, ...taken } = await ingestAll(journal);
    const signer = testSigner(`chedun/network/${journal.id}`);
    const { journalFolder, logFolder } = folders;
    const sealer = await LogSealer.open({
      journalFolder,
      logFolder,
      firstSeq: 1,
      last: undefined,
      durable: journal.head().seq,
    });
    const sealing = await sealAll(sealer, logFolder, signer, journal.head().seq);
    await enlarge(journal, ready);
    await sealAll(sealer, logFolder, signer, journal.head().seq);
    const mib = journal.stats().bytes / 1024 / 1024;
    await journal.close();
    const keys = [signer.key];
    const start = performance.now();
    const verdict = await verifyLog({ ...folders, keys });
    const rate = verdict.rows / ((performance.now() - start) / 1000);
    if (verdict.problems.length > 0 || verdict.rows !== LARGE) throw new Error(`untouched: ${JSON.stringify(verdict)}`);
    await changeByte(folders.journalFolder);
    const after = await verifyLog({ ...folders, keys });
    const found = after.problems.length === 1 && after.problems[0]?.seq !== undefined ? 1 : 0;
    return { bench: 'seal', metrics: metricsOf({ ...taken, sealing }, rate, found, mib) };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
};
