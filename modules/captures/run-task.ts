import { Worker } from 'node:worker_threads';

import { capturesError } from './errors.ts';
import type { FromWorker, Task, ToWorker } from './worker/protocol.ts';

/** Last word of a worker. */
export type Ending = Extract<FromWorker, { kind: 'done' | 'trained' | 'failed' }>;

/** What the worker tells on its way. */
export type Telling = Extract<FromWorker, { kind: 'rows' | 'chunk' | 'records' }>;

/** What running a task needs. */
export interface TaskRun {
  readonly task: Task;
  readonly source: AsyncIterable<Uint8Array>;
  /** Takes what the worker tells, one after the other; the worker is held back meanwhile. */
  readonly take: (telling: Telling) => Promise<void>;
  /** Share of the recording that was handed over, 0 to 1. */
  readonly progress: (share: number) => Promise<void>;
  readonly signal: AbortSignal;
}

/** A recording whose structure makes us remember more than this is given up, not the server. */
const MEMORY = { maxOldGenerationSizeMb: 1024, maxYoungGenerationSizeMb: 64 };

const wasMemory = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';

const isEnding = (message: FromWorker): message is Ending =>
  message.kind === 'done' || message.kind === 'trained' || message.kind === 'failed';

/**
 * Runs a task in a thread of its own: hands over the bytes piece by piece, each when the one before is used up.
 * @throws captures.too-demanding; the reason of the signal when it is aborted; what `take` throws
 */
export const runTask = async ({ task, source, take, progress, signal }: TaskRun): Promise<Ending> => {
  signal.throwIfAborted();
  const worker = new Worker(new URL('./worker/worker.ts', import.meta.url), {
    workerData: task,
    resourceLimits: MEMORY,
  });
  const pieces = source[Symbol.asyncIterator]();
  let given = 0;
  const feed = async (): Promise<void> => {
    const { done, value } = await pieces.next();
    await progress(Math.min(1, given / Math.max(1, task.size)));
    if (done === true) return worker.postMessage({ kind: 'end' } satisfies ToWorker);
    given += value.length;
    return worker.postMessage({ kind: 'bytes', bytes: value } satisfies ToWorker);
  };
  let work = Promise.resolve();
  try {
    return await new Promise<Ending>((resolve, reject) => {
      const onMessage = async (message: FromWorker): Promise<void> => {
        if (isEnding(message)) resolve(message);
        else if (message.kind === 'more') await feed();
        else await take(message);
      };
      worker.on('message', (message: FromWorker) => {
        work = work.then(() => onMessage(message));
        work.catch(reject);
      });
      worker.on('error', (error) =>
        reject(wasMemory(error) ? capturesError('captures.too-demanding', {}, error) : error),
      );
      worker.on('exit', (code) => {
        if (code !== 0) reject(new Error(`the analysis ended with exit code ${code}`));
      });
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
  } finally {
    await worker.terminate();
    await pieces.return?.();
  }
};
