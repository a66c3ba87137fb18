import { Worker } from 'node:worker_threads';

/** Records live for milliseconds: a large young generation lets almost all of them die before anybody copies them. */
const MEMORY = { maxYoungGenerationSizeMb: 96 };

/** Starts a worker thread that waits for its setup, and meanwhile loads the code that it will need. */
export const newWorker = (load: readonly string[] = []): Worker =>
  new Worker(new URL('./worker.ts', import.meta.url), { resourceLimits: MEMORY, workerData: { load } });

/** Worker threads that load their code before anybody knows with which rules they will work. */
export interface Spares {
  /** A thread that waits for its setup; a new one when there is none left. */
  readonly take: () => Worker;
  readonly close: () => Promise<void>;
}

/** Starts `count` threads that load `urls`. One that dies is forgotten. */
export const openSpares = (count: number, urls: readonly string[]): Spares => {
  const waiting = new Set<Worker>();
  for (let at = 0; at < count; at += 1) {
    const worker = newWorker(urls);
    const forget = (): boolean => waiting.delete(worker);
    worker.once('error', forget);
    worker.once('exit', forget);
    waiting.add(worker);
  }
  return {
    take: () => {
      const [worker] = waiting;
      if (worker === undefined) return newWorker();
      waiting.delete(worker);
      worker.removeAllListeners();
      return worker;
    },
    close: async () => {
      await Promise.all([...waiting].map((worker) => worker.terminate()));
    },
  };
};
