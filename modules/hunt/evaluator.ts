import { Worker } from 'node:worker_threads';
import type { StoredEvent } from './domain/stored-event.ts';
import type { HuntFound, HuntSetup } from './worker/hunt-worker.ts';

/** The engine in a thread of its own: the server answers while rules are compiled and evaluated. */
export interface Evaluator<Kind extends HuntFound['kind']> {
  /** Hits of some events; calls are answered in their order. Rejects when the thread ends. */
  readonly evaluate: (events: readonly StoredEvent[]) => Promise<Extract<HuntFound, { kind: Kind }>['found']>;
  readonly close: () => Promise<void>;
}

interface Waiting {
  readonly done: (found: HuntFound['found']) => void;
  readonly failed: (error: Error) => void;
}

/** Starts a thread with these rules. */
export const openEvaluator = <Kind extends HuntSetup['kind']>(
  setup: Extract<HuntSetup, { kind: Kind }>,
): Evaluator<Kind> => {
  const worker = new Worker(new URL('./worker/hunt-worker.ts', import.meta.url), { workerData: setup });
  const waiting: Waiting[] = [];
  let ended: Error | undefined;
  const end = (error: Error): void => {
    ended ??= error;
    for (const each of waiting.splice(0)) each.failed(error);
  };
  worker.on('message', ({ found }: HuntFound) => waiting.shift()?.done(found));
  worker.on('error', end);
  worker.on('exit', (code) => end(new Error(`the thread of the hunt ended with code ${code}`)));
  return {
    evaluate: (events) =>
      new Promise((done, failed) => {
        if (ended !== undefined) return failed(ended);
        waiting.push({ done: (found) => done(found as never), failed });
        worker.postMessage({ events });
      }),
    close: async () => {
      await worker.terminate();
    },
  };
};
