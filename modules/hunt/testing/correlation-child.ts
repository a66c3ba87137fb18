// A process that backfills a correlation and is killed by a test: node correlation-child.ts '{"url":…,"dir":…,"id":…,"run":…,"from":…}'
import { correlation } from '@chedun/correlation';
import { detection } from '@chedun/detection';
import { governance } from '@chedun/governance';
import { openJobs } from '@chedun/jobs';
import { openJournal } from '@chedun/journal';
import { openMetrics } from '@chedun/log';
import { compose } from '@chedun/module';
import { createPipeline, journalReader } from '@chedun/pipeline';
import { lineDecoder } from '@chedun/pipeline/testing';
import { openRecords } from '@chedun/records';
import { silentLog } from '@chedun/records/testing';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { backfillCorrelation } from '../use-cases/backfill-correlation.ts';

const { url, dir, id, run, from, pauseMs } = JSON.parse(process.argv[2] ?? '') as {
  readonly url: string;
  readonly dir: string;
  readonly id: string;
  readonly run: string;
  readonly from: number;
  readonly pauseMs: number;
};
const clock = { now: () => Date.now(), monotonic: () => performance.now() };
const records = await openRecords({ dataDir: '', url, log: silentLog, clock, newId: randomUUID, poolSize: 4 });
const journal = await openJournal({ dir, stream: 'network', clock });
const pipeline = createPipeline({ workers: 1, log: silentLog });
pipeline.decodeWith(lineDecoder, async () => undefined);
const metrics = openMetrics();
const jobs = openJobs({ records, log: silentLog, metrics });
const config = {
  rules: { folders: [] },
  pipeline: { workers: 1 },
  correlation: { groups: 1_000_000, memoryMb: 256, latenessSeconds: 15 },
};
const app = await compose([governance, detection, correlation], {
  // Time stands still for the live windows: only the journal moves them.
  ...({ config, events: undefined, journals: { network: journal } } as never as object),
  clock: { ...clock, now: () => 0 },
  newId: randomUUID,
  log: silentLog,
  metrics,
  jobs,
  records,
  pipeline,
} as never);
await app.start();
await pipeline.start([journalReader('network', journal, () => undefined)]);
const asks = app.asksOf(correlation);
const later = asks.evaluateLater(id);
if (later === undefined) throw new Error('the correlation is not at work');
while ((later.through('network') ?? 0) < journal.head().seq) await sleep(20);
process.stdout.write('ready\n');
await backfillCorrelation(
  { id: run, from, correlation: later },
  { journals: { network: journal }, pipeline },
  {
    write: async () => sleep(pauseMs),
    written: () => void process.stdout.write('kept\n'),
    signal: new AbortController().signal,
  },
);
process.stdout.write('done\n');
await pipeline.stop();
await app.stop();
await journal.close();
await records.close();
