import type { Json } from '@chedun/kernel';
import type { Tx } from '@chedun/records';

/** Work that runs in the background, again after a crash, at least once. */
export interface JobDefinition {
  /** `[A-Za-z0-9_.-/]`, unique in the process. */
  readonly name: string;
  /** Five-field cron expression in Asia/Shanghai; absent = only on demand. At most one run of it waits and one runs. */
  readonly cron?: string;
  /** Must be idempotent: it runs again when it throws, when its time is over and when the process dies. */
  readonly run: (input: Json) => Promise<void>;
  /** Runs at the same time in this process; default 1. */
  readonly concurrency?: number;
  /** Attempts after the first one; default 5, with back-off from 1 s to 10 min. */
  readonly retries?: number;
  /** Seconds until a run counts as dead; default 900. */
  readonly timeLimitSeconds?: number;
}

/** How a job is sent. */
export interface SendOptions {
  /** Enqueues in this transaction: a rolled-back transaction leaves no job. */
  readonly tx?: Tx;
  /** Earliest start, seconds from now. */
  readonly delaySeconds?: number;
}

/** Jobs that failed in every attempt and wait for a person. */
export interface DeadJobs {
  readonly name: string;
  readonly count: number;
}

/** Background jobs on the records store. Define everything, then start. */
export interface Jobs {
  readonly define: (job: JobDefinition) => void;
  /** Makes the queues; from now on `send` works. */
  readonly prepare: () => Promise<void>;
  /** Prepares if need be and begins to run jobs. */
  readonly start: () => Promise<void>;
  readonly send: (name: string, input: Json, options?: SendOptions) => Promise<void>;
  readonly dead: () => Promise<readonly DeadJobs[]>;
  /** Sends the dead jobs of this name again; answers how many. */
  readonly redrive: (name: string) => Promise<number>;
  /** Lets running jobs end within the limit; what is cut off runs again later. */
  readonly stop: (limitMs?: number) => Promise<void>;
}
