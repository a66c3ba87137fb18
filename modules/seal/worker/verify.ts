// Entry of the thread that verifies one log, so that the server goes on answering meanwhile.
import { parentPort, workerData } from 'node:worker_threads';
import { verifyLog, type LogVerdict, type VerifyTask } from '@chedun/journal/seal';

/** A frame that is as it was sealed, as the event store is compared with it. */
export interface SealedFrame {
  readonly seq: number;
  readonly rows: number;
  readonly format: string;
  readonly receivedAt: number;
}

/** What the thread answers: one message. */
export type VerifyAnswer =
  | { readonly kind: 'done'; readonly verdict: LogVerdict; readonly frames: readonly SealedFrame[] }
  | { readonly kind: 'failed'; readonly reason: string };

/** Frames that the event store is compared with; more would not fit into memory. */
const MOST_COMPARED = 2_000_000;

const port = parentPort;
if (!port) throw new Error('verify.ts runs as a worker thread only');
const frames: SealedFrame[] = [];
const answer = await verifyLog({
  ...(workerData as VerifyTask),
  onFrame: ({ seq, count, format, receivedAt }) => {
    if (frames.length < MOST_COMPARED) frames.push({ seq, rows: count, format, receivedAt });
  },
})
  .then((verdict): VerifyAnswer => ({ kind: 'done', verdict, frames }))
  .catch((error: unknown): VerifyAnswer => ({
    kind: 'failed',
    reason: error instanceof Error ? error.message : String(error),
  }));
port.postMessage(answer);
