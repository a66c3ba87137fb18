// A process that works on a batch and is killed by a test: node batch-child.ts '{"url":…,"keys":…,"id":…}'
import { openFileKeys } from '@chedun/keys';
import { openRecords, type Records } from '@chedun/records';
import { silentLog } from '@chedun/records/testing';
import { randomBytes, randomUUID } from 'node:crypto';
import { workBatch } from '../use-cases/batches.ts';
import { batchNeeds } from './batch-needs.ts';

const {
  url,
  keys: folder,
  id,
} = JSON.parse(process.argv[2] ?? '') as {
  readonly url: string;
  readonly keys: string;
  readonly id: string;
};
const clock = { now: () => Date.now(), monotonic: () => performance.now() };
const log = silentLog;
const records = await openRecords({ dataDir: '', url, log, clock, newId: randomUUID, poolSize: 4 });
const keys = await openFileKeys({ folder, passphrase: 'test', clock, randomBytes, log });
const say = (word: string): void => void process.stdout.write(`${word}\n`);

/** Says when a transaction begins and when it is durable, so that the test can kill in between. */
const told: Records = {
  ...records,
  transaction: (work) =>
    records
      .transaction(async (tx) => {
        say('begin');
        const result = await work(tx);
        say('ready');
        return result;
      })
      .finally(() => say('end')),
};
await workBatch(batchNeeds({ records: told, keys, clock, newId: randomUUID }))(id);
say('done');
await records.close();
