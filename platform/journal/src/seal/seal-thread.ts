import { Worker } from 'node:worker_threads';
import type { FromThread, SealStream, ToThread } from './protocol.ts';

/** The thread that builds the trees of all streams. */
export interface SealThread {
  readonly open: (stream: SealStream) => void;
  readonly advance: (stream: string, upTo: number, publish: boolean) => void;
  readonly published: (stream: string, size: number) => void;
  readonly close: () => Promise<void>;
}

/** Starts the thread. `onMessage` hears what it tells; `onCrash` when it ends by itself. */
export const startSealThread = (
  onMessage: (message: FromThread) => void,
  onCrash: (error: Error) => void,
): SealThread => {
  const worker = new Worker(new URL('./thread/main.ts', import.meta.url));
  const send = (message: ToThread): void => worker.postMessage(message);
  worker.on('message', onMessage);
  worker.on('error', (error) => onCrash(error instanceof Error ? error : new Error(String(error))));
  return {
    open: (stream) => send({ kind: 'open', stream }),
    advance: (stream, upTo, publish) => send({ kind: 'advance', stream, upTo, publish }),
    published: (stream, size) => send({ kind: 'published', stream, size }),
    close: async () => void (await worker.terminate()),
  };
};
