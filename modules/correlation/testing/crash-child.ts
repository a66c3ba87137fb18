// A process that correlates a journal and is killed by a test: node crash-child.ts '{"url":…,"dir":…,"pauseMs":…}'
import { openJournal } from '@chedun/journal';
import { createPipeline, journalReader, type FrameReader, type Stage } from '@chedun/pipeline';
import { lineDecoder } from '@chedun/pipeline/testing';
import { openRecords } from '@chedun/records';
import { silentLog } from '@chedun/records/testing';
import { createCorrelator } from '@chedun/sigma';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { correlationBook } from '../correlation-book.ts';
import { openCorrelationStage } from '../stages/rules.ts';
import { storySources } from './crash-story.ts';

const { url, dir, pauseMs } = JSON.parse(process.argv[2] ?? '') as { url: string; dir: string; pauseMs: number };

/** Reads a few frames at a time, so that there is time to be killed in. */
const slowly = (reader: FrameReader): FrameReader => ({
  stream: reader.stream,
  read: async (from, limits, signal) => {
    await sleep(pauseMs);
    return reader.read(from, pauseMs === 0 ? limits : { ...limits, frames: 4 }, signal);
  },
});

const clock = { now: () => Date.now(), monotonic: () => performance.now() };
const records = await openRecords({ dataDir: '', url, log: silentLog, clock, newId: randomUUID, poolSize: 4 });
const journal = await openJournal({ dir, stream: 'network', clock });
const book = correlationBook(records, async (references) => storySources(references));
await book.load();
const stage = openCorrelationStage({
  records,
  book,
  clock,
  log: silentLog,
  head: () => journal.head().seq,
  snapshotMs: pauseMs === 0 ? 1_000 : 60,
  open: () => createCorrelator(book.plan(), { groups: 100_000, latenessMs: 15_000 }),
  onFailures: () => undefined,
  onEvaluated: () => undefined,
});
const pipeline = createPipeline({ workers: 1, log: silentLog });
pipeline.decodeWith(lineDecoder, async () => undefined);
pipeline.use(stage as Stage);
await pipeline.start([slowly(journalReader('network', journal, () => undefined))]);
process.stdout.write('ready\n');
while ((stage.lanes()[0]?.through ?? 0) < journal.head().seq) await sleep(20);
// Ticks let the rest of event time pass: what still waits for late events fires.
while (stage.lanes().some(({ correlator }) => correlator.stats().held > 0)) await sleep(50);
await stage.save();
process.stdout.write('done\n');
await pipeline.stop();
await stage.close();
await journal.close();
await records.close();
