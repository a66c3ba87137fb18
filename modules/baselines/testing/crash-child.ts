// A process that learns from a journal and is killed by a test: node crash-child.ts '{"url":…,"dir":…,"pauseMs":…,"until":…,"origin":…}'
import { openJournal } from '@chedun/journal';
import { createPipeline, journalReader, type FrameReader, type Stage } from '@chedun/pipeline';
import { lineDecoder } from '@chedun/pipeline/testing';
import { openRecords } from '@chedun/records';
import { silentLog } from '@chedun/records/testing';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ruleBook } from '../rule-book.ts';
import { openBaselineStage } from '../stages/baselines.ts';
import { readWaiting } from '../store.ts';
import { BEGIN } from './crash-story.ts';

const { url, dir, pauseMs, until, origin } = JSON.parse(process.argv[2] ?? '') as {
  url: string;
  dir: string;
  pauseMs: number;
  until: number;
  /** Real time that stands for the end of the story. */
  origin: number;
};

/** Reads a few frames at a time, so that there is time to be killed in. */
const slowly = (reader: FrameReader): FrameReader => ({
  stream: reader.stream,
  read: async (from, limits, signal) => {
    await sleep(pauseMs);
    return reader.read(from, pauseMs === 0 ? limits : { ...limits, frames: 6 }, signal);
  },
});

// Begins ten seconds after a bucket is over, so that real time closes no further one.
const end = BEGIN + (until - 1) * 60_000 + 70_000;
const clock = { now: () => end + Date.now() - origin, monotonic: () => performance.now() };
const records = await openRecords({
  dataDir: '',
  url,
  log: silentLog,
  clock: { ...clock, now: Date.now },
  newId: randomUUID,
  poolSize: 4,
});
const journal = await openJournal({ dir, stream: 'network', clock: { ...clock, now: Date.now } });
const book = ruleBook(records);
await book.load();
const stage = openBaselineStage({
  records,
  book,
  budget: { used: 0, most: 64 * 1024 * 1024 },
  clock,
  log: silentLog,
  head: () => journal.head().seq,
  snapshotMs: 0,
  record: async (source, lines) => {
    await journal.append({
      source: source.id,
      format: 'ndjson',
      count: lines.length,
      flags: 0,
      payload: Buffer.from(lines.map((line) => JSON.stringify(line)).join('\n')),
      receivedAt: clock.now(),
    });
  },
  onFailures: () => undefined,
  onEvaluated: () => undefined,
});
const pipeline = createPipeline({ workers: 1, log: silentLog });
pipeline.decodeWith(lineDecoder, async () => undefined);
pipeline.use(stage as Stage);
await pipeline.start([slowly(journalReader('network', journal, () => undefined))]);
process.stdout.write('ready\n');
const isDone = async (): Promise<boolean> => {
  const through = stage.lanes()[0]?.through ?? 0;
  return through >= until && through >= journal.head().seq && (await readWaiting(records, 1)).length === 0;
};
while (!(await isDone())) await sleep(20);
await stage.save();
process.stdout.write('done\n');
await pipeline.stop();
await stage.close();
await journal.close();
await records.close();
