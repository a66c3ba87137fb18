import { openMetrics } from '@chedun/log';
import { silentLog, testDatabase } from '@chedun/records/testing';
import type { TestDatabase } from '@chedun/records/testing';
import { spawn } from 'node:child_process';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openJobs } from './index.ts';
import type { JobDefinition, Jobs } from './index.ts';

let database: TestDatabase;
const opened: Jobs[] = [];
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(async () => {
  await Promise.all(opened.map((jobs) => jobs.stop(1_000)));
  await database.close();
});

const open = (...definitions: readonly JobDefinition[]) => {
  const metrics = openMetrics();
  const jobs = openJobs({ records: database.records, log: silentLog, metrics, pollSeconds: 0.5, heartbeatSeconds: 10 });
  for (const job of definitions) jobs.define(job);
  opened.push(jobs);
  return { jobs, metrics };
};

interface Queued {
  readonly 'pgboss.job': { name: string; state: string };
  readonly 'pgboss.schedule': { name: string; cron: string; timezone: string };
}

test('a job sent in a transaction runs once it commits and never when it rolls back', async () => {
  const seen: unknown[] = [];
  const { jobs, metrics } = open({ name: 'tx/echo', run: async (input) => void seen.push(input) });
  await jobs.start();
  const failed = database.records.transaction(async (tx) => {
    await jobs.send('tx/echo', 'rolled back', { tx });
    throw new Error('no');
  });
  await expect(failed).rejects.toThrow('no');
  await database.records.transaction((tx) => jobs.send('tx/echo', { kept: [1] }, { tx }));
  await jobs.send('tx/echo', null);
  await vi.waitFor(() => expect(seen).toHaveLength(2), 10_000);
  // Two jobs of a name may run at once, so either may end first.
  expect(new Set(seen)).toEqual(new Set([{ kept: [1] }, null]));
  expect(await metrics.render()).toContain('chedun_job_runs_total{job="tx/echo",outcome="done"} 2');
});

test('a backlog that nobody is notified of is worked off without waiting for a poll each', async () => {
  const seen = new Set<unknown>();
  const { jobs } = open({ name: 'backlog', run: async (input) => void seen.add(input) });
  await jobs.prepare();
  for (let at = 0; at < 40; at += 1) await jobs.send('backlog', at);
  await jobs.start();
  await vi.waitFor(() => expect(seen.size).toBe(40), 8_000);
});

test('a job that keeps failing is dead after its retries and runs again when redriven', async () => {
  let broken = true;
  let runs = 0;
  const { jobs } = open({
    name: 'fails',
    retries: 1,
    run: async () => {
      runs += 1;
      if (broken) throw new Error('broken');
    },
  });
  await jobs.start();
  await jobs.send('fails', { id: 7 });
  await vi.waitFor(async () => expect(await jobs.dead()).toEqual([{ name: 'fails', count: 1 }]), 20_000);
  expect(runs).toBe(2);
  broken = false;
  expect(await jobs.redrive('fails')).toBe(1);
  await vi.waitFor(() => expect(runs).toBe(3), 10_000);
  expect(await jobs.dead()).toEqual([]);
});

test('schedules follow the definitions: Shanghai time, and none stays behind', async () => {
  const run = async () => {};
  const schedules = () =>
    database.records.read<Queued>().selectFrom('pgboss.schedule').select(['name', 'cron', 'timezone']).execute();
  const first = open({ name: 'nightly', cron: '0 2 * * *', run }, { name: 'gone', cron: '* * * * *', run });
  await first.jobs.prepare();
  expect(await schedules()).toHaveLength(2);
  await first.jobs.stop(1_000);
  const second = open({ name: 'nightly', cron: '30 3 * * *', run }, { name: 'gone', run });
  await second.jobs.prepare();
  expect(await schedules()).toEqual([{ name: 'nightly', cron: '30 3 * * *', timezone: 'Asia/Shanghai' }]);
});

test('stopping lets the running job end', async () => {
  let ended = false;
  let begun = false;
  const run = async () => {
    begun = true;
    await new Promise((resolve) => setTimeout(resolve, 300));
    ended = true;
  };
  const { jobs } = open({ name: 'slow', run });
  await jobs.start();
  await jobs.send('slow', null);
  await vi.waitFor(() => expect(begun).toBe(true), 10_000);
  await jobs.stop(5_000);
  expect(ended).toBe(true);
});

test('what is sent while nothing runs waits for the next start', async () => {
  const seen: unknown[] = [];
  const first = open({ name: 'later', run: async () => void seen.push('first') });
  await first.jobs.prepare();
  await first.jobs.send('later', null);
  await first.jobs.stop(1_000);
  expect(seen).toEqual([]);
  const second = open({ name: 'later', run: async () => void seen.push('second') });
  await second.jobs.start();
  await vi.waitFor(() => expect(seen).toEqual(['second']), 10_000);
});

test('unknown, doubled, badly named and late definitions are refused', async () => {
  const run = async () => {};
  const { jobs } = open({ name: 'known', run });
  await expect(jobs.send('unknown', null)).rejects.toMatchObject({ code: 'jobs.unknown' });
  expect(() => jobs.define({ name: 'known', run })).toThrow('jobs.duplicate');
  expect(() => jobs.define({ name: 'bad name', run })).toThrow('jobs.duplicate');
  await jobs.prepare();
  expect(() => jobs.define({ name: 'late', run })).toThrow('jobs.too-late');
});

test('a job whose process is killed half-way runs again in the next process', { timeout: 90_000 }, async () => {
  const from = (file: string) => JSON.stringify(import.meta.resolve(file));
  const script = `
    const { openJobs } = await import(${from('./index.ts')});
    const { openMetrics } = await import(${from('@chedun/log')});
    const { silentLog } = await import(${from('@chedun/records/testing')});
    const connection = { connectionString: ${JSON.stringify(database.url)} };
    const jobs = openJobs({ records: { connection }, log: silentLog, metrics: openMetrics(), heartbeatSeconds: 10 });
    jobs.define({ name: 'killed', run: async () => { console.log('begun'); await new Promise(() => setInterval(() => {}, 1000)); } });
    await jobs.start();
    await jobs.send('killed', { id: 9 });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  child.kill('SIGKILL');
  const seen: unknown[] = [];
  const { jobs } = open({ name: 'killed', run: async (input) => void seen.push(input) });
  await jobs.start();
  await vi.waitFor(() => expect(seen).toEqual([{ id: 9 }]), 60_000);
});
