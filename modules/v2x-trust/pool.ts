import { hash } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { newSpduView, scanSpdu } from '@chedun/v2x-security';
import { BatchWriter, type Received } from './domain/batch.ts';
import type { JudgeSetup } from './domain/judge.ts';
import type { FromThread, ToThread } from './worker/protocol.ts';

/** Told with the answers of a batch and the place of the message in it. */
export type Answered = (answers: DataView<ArrayBuffer>, index: number) => void;

/** Threads that judge messages. */
export interface VerifyPool {
  /** Takes a message; false when so many wait that it has to be lost. */
  readonly submit: (message: Received, answered: Answered) => boolean;
  /** Replaces what is trusted; messages submitted later are judged with it. */
  readonly trust: (setup: JudgeSetup, crls: readonly Uint8Array[]) => void;
  /** Signers that are kept ready in all threads, as of their last answers. */
  readonly signers: () => number;
  /** Messages without an answer. */
  readonly waiting: () => number;
  readonly close: () => Promise<void>;
}

interface Lane {
  readonly worker: Worker;
  readonly writer: BatchWriter;
  /** Of the messages in the writer. */
  gathered: Answered[];
  /** Of batches on their way. */
  readonly sent: Answered[][];
  signers: number;
}

/** What a pool is opened with. */
export interface PoolOptions {
  readonly threads: number;
  readonly setup: JudgeSetup;
  readonly crls: readonly Uint8Array[];
  /** A thread died: everything that waited for it is lost, and the pool takes nothing more. */
  readonly onBroken: (error: Error) => void;
}

/** Most messages of a batch: about four milliseconds of a thread. */
const MOST_BATCH = 64;
/** So many batches are on their way to a thread: one that it works on and one that is ready. */
const MOST_SENT = 2;
/** Messages without an answer: more than a second of two threads. */
const MOST_WAITING = 32_768;
const MEMORY = { maxOldGenerationSizeMb: 1024 };

/**
 * A signer always goes to the same thread: there its key is ready, its messages by digest find its certificate, and a
 * message that comes twice meets itself.
 */
const laneOf = (lanes: number) => {
  const view = newSpduView();
  return (bytes: Uint8Array): number => {
    if (lanes === 1 || !scanSpdu(bytes, view, 'cn') || view.signerEnd < 0) return 0;
    const { signer, signerStart, signerEnd, curve } = view;
    if (signer === 'digest') return (bytes[signerEnd - 1] ?? 0) % lanes;
    const name = curve === 'sm2' ? 'sm3' : curve.includes('384') ? 'sha384' : 'sha256';
    // At once: thousands of hash objects that wait for the collector stop this thread for tens of milliseconds.
    const digest = hash(name, bytes.subarray(signerStart, signerEnd), 'buffer');
    return (digest.at(-1) ?? 0) % lanes;
  };
};

const openLane = ({ setup, crls }: PoolOptions, answered: (lane: Lane, message: FromThread) => void): Lane => {
  const workerData: ToThread = { kind: 'trust', setup, crls };
  const worker = new Worker(new URL('./worker/verify-worker.ts', import.meta.url), {
    workerData,
    resourceLimits: MEMORY,
  });
  const lane: Lane = { worker, writer: new BatchWriter(), gathered: [], sent: [], signers: 0 };
  worker.on('message', (message: FromThread) => answered(lane, message));
  return lane;
};

/** Sends what has gathered for a thread, unless it has enough to do. */
const send = (lane: Lane): void => {
  const { gathered, sent, worker, writer } = lane;
  if (gathered.length === 0 || sent.length >= MOST_SENT) return;
  const batch = writer.take();
  const message: ToThread = { kind: 'batch', batch, count: gathered.length };
  sent.push(gathered);
  lane.gathered = [];
  worker.postMessage(message, [batch]);
};

/** Opens threads that judge messages. Batches grow by themselves under load: what comes while a thread works goes together. */
export const openPool = (options: PoolOptions): VerifyPool => {
  let waiting = 0;
  let isClosed = false;
  let isDue = false;

  const answered = (lane: Lane, { answers, signers }: FromThread): void => {
    const batch = lane.sent.shift() ?? [];
    lane.signers = signers;
    waiting -= batch.length;
    send(lane);
    const view = new DataView(answers);
    for (const [index, told] of batch.entries()) told(view, index);
  };
  const lanes = Array.from({ length: options.threads }, () => openLane(options, answered));
  const place = laneOf(lanes.length);
  const broken = (error: Error): void => {
    if (isClosed) return;
    isClosed = true;
    options.onBroken(error);
  };
  for (const { worker } of lanes) {
    worker.on('error', broken);
    worker.on('exit', (code) => broken(new Error(`a thread of the verification ended with code ${code}`)));
  }
  const flush = (): void => {
    isDue = false;
    lanes.forEach(send);
  };

  return {
    submit: (message, told) => {
      const lane = lanes[place(message.bytes)];
      if (isClosed || lane === undefined || waiting >= MOST_WAITING) return false;
      waiting += 1;
      lane.writer.add(message);
      lane.gathered.push(told);
      if (lane.gathered.length >= MOST_BATCH) send(lane);
      if (!isDue) {
        isDue = true;
        setImmediate(flush);
      }
      return true;
    },
    trust: (setup, crls) => {
      for (const lane of lanes) lane.worker.postMessage({ kind: 'trust', setup, crls } satisfies ToThread);
    },
    signers: () => lanes.reduce((sum, { signers }) => sum + signers, 0),
    waiting: () => waiting,
    close: async () => {
      isClosed = true;
      await Promise.all(lanes.map(({ worker }) => worker.terminate()));
    },
  };
};
