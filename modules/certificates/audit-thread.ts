import { Worker } from 'node:worker_threads';
import type { AuditAnswer, AuditSetup, AuditWork } from './worker/audit-log.ts';

/** A thread that computes the log again. */
export interface AuditThread {
  /** Answers when the piece was worked through. */
  readonly work: (piece: AuditWork) => Promise<AuditAnswer>;
  readonly close: () => Promise<void>;
}

interface Waiting {
  readonly done: (answer: AuditAnswer) => void;
  readonly failed: (error: Error) => void;
}

/** Starts a thread. */
export const openAuditThread = (setup: AuditSetup): AuditThread => {
  const worker = new Worker(new URL('./worker/audit-log.ts', import.meta.url), { workerData: setup });
  const waiting: Waiting[] = [];
  let ended: Error | undefined;
  const end = (error: Error): void => {
    ended ??= error;
    for (const each of waiting.splice(0)) each.failed(error);
  };
  worker.on('message', (answer: AuditAnswer) => waiting.shift()?.done(answer));
  worker.on('error', end);
  worker.on('exit', (code) => end(new Error(`the thread that verifies the issuance log ended with code ${code}`)));
  return {
    work: (piece) =>
      new Promise((done, failed) => {
        if (ended !== undefined) return failed(ended);
        waiting.push({ done, failed });
        worker.postMessage(piece);
      }),
    close: async () => {
      await worker.terminate();
    },
  };
};
