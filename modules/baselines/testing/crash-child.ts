// A process that learns from a journal and is killed by a test: node crash-child.ts '{"url":…,"dir":…,"pauseMs":…,"until":…,"origin":…}'
import { openJournal } from '@chedun/journal';
import { createPipeline, journalReader, type FrameReader, type Stage } from '@chedun/pipeline';
import { lineDecoder } from '@chedun/pipeline/testing';
import { weekOnly } from '@chedun/behaviour';
import { openRecords } from '@chedun/records';
import { silentLog } from '@chedun/records/testing';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { oldFrames } from '../old-frames.ts';
import { ruleBook } from '../rule-book.ts';
import { openBaselineStage, STAGE } from '../stages/baselines.ts';
import { readWaiting } from '../store.ts';
import type { BaselineTables } from '../tables.ts';
import { BEGIN } from './crash-story.ts';

const { url, dir, pauseMs, until, origin, lateAt } = JSON.parse(process.argv[2] ?? '') as {
  url: string;
  dir: string;
  pauseMs: number;
  until: number;
  /** Real time that stands for the end of the story. */
  origin: number;
  /** The rules are switched on when the stage has come to this frame; absent = they are on. */
  lateAt?: number;
};

/** Reads a few frames at a time, so that there is time to be killed in. */
const slowly = (reader: FrameReader): FrameReader => ({
  stream: reader.stream,
  read: async (from, limits, signal) => {
    await sleep(pauseMs);
    return reader.read(from, pauseMs === 0 ? limits : { ...limits, frames: 6 }, signal);
  },
});

// Begins ten seconds after a bucket is over, and goes slowly, so that a busy machine closes no further one.
const end = BEGIN + (until - 1) * 60_000 + 70_000;
const SLOW = 10;
const clock = { now: () => end + Math.floor((Date.now() - origin) / SLOW), monotonic: () => performance.now() };
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
const pipeline = createPipeline({ workers: 1, log: silentLog });
const stage = openBaselineStage({
  records,
  book,
  budget: { used: 0, most: 64 * 1024 * 1024 },
  clock,
  log: silentLog,
  kindOf: weekOnly,
  old: oldFrames({ network: journal }, pipeline),
  lookBackDays: 184,
  // A place after every read to be killed at; where nobody kills, as seldom as in a server.
  snapshotMs: pauseMs === 0 ? 100 : 0,
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
pipeline.decodeWith(lineDecoder, async () => undefined);
pipeline.use(stage as Stage);
await pipeline.start([slowly(journalReader('network', journal, () => undefined))]);
process.stdout.write('ready\n');
const savedAtStart = stage.lanes()[0]?.savedSeq ?? 0;
const watch = setInterval(() => {
  if ((stage.lanes()[0]?.savedSeq ?? 0) <= savedAtStart) return;
  process.stdout.write('moved\n');
  clearInterval(watch);
}, 2);
/** Switches all rules on, as the console does; nothing happens when they are. */
const switchOn = async (): Promise<void> => {
  await records.transaction(async (tx) => {
    await tx.as<BaselineTables>().updateTable('baselines.rules').set({ enabled: true }).execute();
  });
  await book.load();
  await stage.replace();
  pipeline.broadcast(STAGE, book.pack());
};
while (lateAt !== undefined && (stage.lanes()[0]?.through ?? 0) < lateAt) await sleep(2);
if (lateAt !== undefined) {
  await switchOn();
  process.stdout.write('late\n');
}
const isDone = async (): Promise<boolean> => {
  const through = stage.lanes()[0]?.through ?? 0;
  if ((stage.lanes()[0]?.waiting.size ?? 0) > 0) return false;
  return through >= until && through >= journal.head().seq && (await readWaiting(records, 1)).length === 0;
};
// What a look-back tells is written down with its place: only then it is known whether records wait.
const isSaved = async (): Promise<boolean> => {
  if (!(await isDone())) return false;
  await stage.save();
  return isDone();
};
while (!(await isSaved())) await sleep(20);
clearInterval(watch);
process.stdout.write('done\n');
await pipeline.stop();
await stage.close();
await journal.close();
await records.close();
