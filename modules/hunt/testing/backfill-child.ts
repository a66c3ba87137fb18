// A process that fills a rule up and is killed by a test: node backfill-child.ts '{"url":…,"dir":…,"hunt":…,"rule":…,"from":…,"to":…}'
import { detection } from '@chedun/detection';
import { governance } from '@chedun/governance';
import { openJobs } from '@chedun/jobs';
import { openJournal } from '@chedun/journal';
import { openMetrics } from '@chedun/log';
import { compose } from '@chedun/module';
import { createPipeline } from '@chedun/pipeline';
import { lineDecoder } from '@chedun/pipeline/testing';
import { openRecords } from '@chedun/records';
import { silentLog } from '@chedun/records/testing';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { backfill } from '../use-cases/run-backfill.ts';

const { url, dir, rule, from, to, pauseMs } = JSON.parse(process.argv[2] ?? '') as {
  readonly url: string;
  readonly dir: string;
  readonly rule: string;
  readonly from: number;
  readonly to: number;
  readonly pauseMs: number;
};
const clock = { now: () => Date.now(), monotonic: () => performance.now() };
const records = await openRecords({ dataDir: '', url, log: silentLog, clock, newId: randomUUID, poolSize: 4 });
const journal = await openJournal({ dir, stream: 'network', clock });
const pipeline = createPipeline({ workers: 1, log: silentLog });
pipeline.decodeWith(lineDecoder, async () => undefined);
const metrics = openMetrics();
const jobs = openJobs({ records, log: silentLog, metrics });
const config = { rules: { folders: [] }, pipeline: { workers: 1 } };
const app = await compose([governance, detection], {
  ...({ config, events: undefined, journals: { network: journal } } as never as object),
  clock,
  newId: randomUUID,
  log: silentLog,
  metrics,
  jobs,
  records,
  pipeline,
} as never);
await app.start();
const asks = app.asksOf(detection);
const evaluation = asks.evaluateLater(rule);
if (evaluation === undefined) throw new Error('the rule is not at work');
process.stdout.write('ready\n');
await backfill(
  { id: rule, evaluation },
  { from, to },
  {
    journals: { network: journal },
    pipeline,
    judged: asks.judged,
    judgedBefore: asks.judgedBefore,
    judgedThrough: asks.judgedThrough,
  },
  {
    write: async () => sleep(pauseMs),
    written: () => void process.stdout.write('kept\n'),
    signal: new AbortController().signal,
  },
);
process.stdout.write('done\n');
await app.stop();
await pipeline.stop();
await journal.close();
await records.close();
