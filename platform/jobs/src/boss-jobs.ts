import { DomainError } from '@chedun/kernel';
import type { Json } from '@chedun/kernel';
import type { Logger, Metrics } from '@chedun/log';
import type { Records } from '@chedun/records';
import { fromKysely, PgBoss } from 'pg-boss';
import type { JobDefinition, Jobs } from './jobs.ts';

/** What the runner needs from outside. */
export interface JobsOptions {
  readonly records: Pick<Records, 'connection'>;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Seconds between looks for retries and for work whose notification was lost; default 5, least 0.5. */
  readonly pollSeconds?: number;
  /** Seconds without a sign of life after which a run counts as dead and its job runs again; default 30, least 10. */
  readonly heartbeatSeconds?: number;
}

const TIME_ZONE = 'Asia/Shanghai';
const DEAD = 'chedun.dead';
const NAME = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,199}$/;
const YEAR_SECONDS = 365 * 24 * 3_600;
const DAY_SECONDS = 24 * 3_600;

/** What travels in the queue. */
interface Envelope {
  readonly input: Json;
}

/** Opens background jobs over pg-boss, in the schema `pgboss` of the records store. */
export const openJobs = (options: JobsOptions): Jobs => {
  const { log, pollSeconds = 5, heartbeatSeconds = 30 } = options;
  const definitions = new Map<string, JobDefinition>();
  const boss = new PgBoss({
    ...options.records.connection,
    application_name: 'chedun jobs',
    max: 4,
    schema: 'pgboss',
    useListenNotify: true,
    superviseIntervalSeconds: Math.max(1, Math.round(heartbeatSeconds / 2)),
    monitorIntervalSeconds: Math.max(1, Math.round(heartbeatSeconds / 2)),
    openTelemetry: { enabled: false },
  });
  boss.on('error', (error) => log.warn('background jobs', { error }));
  const watch = makeWatch(options);
  let prepared: Promise<void> | undefined;

  const prepare = (): Promise<void> => (prepared ??= prepareQueues(boss, definitions, heartbeatSeconds));
  return {
    define: (job) => {
      if (prepared !== undefined) throw new DomainError('jobs.too-late', { reason: job.name });
      if (!NAME.test(job.name) || definitions.has(job.name))
        throw new DomainError('jobs.duplicate', { reason: job.name });
      definitions.set(job.name, job);
    },
    prepare,
    start: async () => {
      await prepare();
      for (const job of definitions.values()) await startWorker(boss, job, watch(job), pollSeconds);
    },
    send: async (name, input, { tx, delaySeconds } = {}) => {
      if (!definitions.has(name)) throw new DomainError('jobs.unknown', { reason: name });
      await boss.send(name, { input } satisfies Envelope, {
        ...(delaySeconds === undefined ? {} : { startAfter: delaySeconds }),
        ...(tx === undefined ? {} : { db: fromKysely(tx.as<unknown>()) }),
      });
    },
    dead: async () => {
      const { rows } = await boss
        .getDb()
        .executeSql(
          'select source_name, count(*)::int as count from pgboss.job where name = $1 group by 1 order by 1',
          [DEAD],
        );
      return rows.map((row: { source_name: string; count: number }) => ({ name: row.source_name, count: row.count }));
    },
    redrive: (name) => boss.redrive(DEAD, { sourceName: name }),
    stop: async (limitMs = 10_000) => {
      if (prepared === undefined) return;
      await prepared.catch(() => undefined);
      await boss.stop({ graceful: true, timeout: limitMs });
    },
  };
};

/** Makes the queues of all definitions and brings the schedules in line with them. */
const prepareQueues = async (
  boss: PgBoss,
  definitions: ReadonlyMap<string, JobDefinition>,
  heartbeatSeconds: number,
): Promise<void> => {
  await boss.start();
  await boss.createQueue(DEAD, { retentionSeconds: YEAR_SECONDS });
  const known = new Set((await boss.getQueues()).map((queue) => queue.name));
  for (const job of definitions.values()) {
    const settings = { ...queueSettings(job), heartbeatSeconds };
    if (known.has(job.name)) await boss.updateQueue(job.name, settings);
    else await boss.createQueue(job.name, { ...settings, policy: job.cron === undefined ? 'standard' : 'stately' });
  }
  for (const { name } of await boss.getSchedules()) {
    if (definitions.get(name)?.cron === undefined) await boss.unschedule(name);
  }
  for (const { name, cron } of definitions.values()) {
    if (cron !== undefined) await boss.schedule(name, cron, { input: null } satisfies Envelope, { tz: TIME_ZONE });
  }
};

const queueSettings = (job: JobDefinition) => ({
  deadLetter: DEAD,
  notify: true,
  retryLimit: job.retries ?? 5,
  retryBackoff: true,
  retryDelay: 1,
  retryDelayMax: 600,
  expireInSeconds: job.timeLimitSeconds ?? 900,
  retentionSeconds: YEAR_SECONDS,
  deleteAfterSeconds: DAY_SECONDS,
});

type Run = (input: Json) => Promise<void>;

/** Counts and logs the runs of a job. */
const makeWatch = ({ log, metrics }: JobsOptions): ((job: JobDefinition) => Run) => {
  const runs = metrics.counter({
    name: 'chedun_job_runs_total',
    help: 'Ended runs of background jobs',
    labels: ['job', 'outcome'],
  });
  return (job) => async (input) => {
    try {
      await job.run(input);
      runs.add(1, { job: job.name, outcome: 'done' });
    } catch (error) {
      runs.add(1, { job: job.name, outcome: 'failed' });
      log.warn('a background job failed and will be tried again or given up', { job: job.name, error });
      throw error;
    }
  };
};

const startWorker = async (boss: PgBoss, job: JobDefinition, run: Run, pollSeconds: number): Promise<void> => {
  const polling = {
    pollingIntervalSeconds: Math.min(pollSeconds, 2),
    notifyPollingIntervalSeconds: pollSeconds,
    // Jobs whose notification was lost (PostgreSQL died) would be taken one a poll; while two wait, it goes on at once.
    batchSize: 2,
    burstWhenBatchFull: true,
  };
  await boss.work<Envelope>(job.name, { ...polling, localConcurrency: job.concurrency ?? 1 }, async (batch) => {
    for (const { data } of batch) await run(data.input);
  });
};
