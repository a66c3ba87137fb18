import type { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import { DomainError } from '@chedun/kernel';
import type { Logger } from '@chedun/log';
import type { Cut } from './cutter.ts';
import type { FromCutter, ToCutter } from './cutter-protocol.ts';
import type { SplitBatch } from './split.ts';

/** A thread that unpacks and cuts uploads. */
export interface CutterThread {
  readonly cut: Cut;
  readonly close: () => Promise<void>;
}

/** Parts of an upload are gathered to this size, so that most uploads are one message. */
const PART_BYTES = 256 * 1024;
/** Bytes of one upload that may be on their way to the thread. */
const MOST_UNDER_WAY = 4 * PART_BYTES;
/** What it allocates is gone a moment later; it keeps nothing. */
const MEMORY = { maxYoungGenerationSizeMb: 16 };

interface Upload {
  underWay: number;
  readonly settle: PromiseWithResolvers<SplitBatch>;
  /** Called when the thread took a part, and when the upload is settled. */
  onRoom: () => void;
  settled: boolean;
}

interface State {
  readonly uploads: Map<number, Upload>;
  readonly log: Logger;
  worker: Worker | undefined;
  nextId: number;
  closing: boolean;
}

const finish = (state: State, id: number, end: (upload: Upload) => void): void => {
  const upload = state.uploads.get(id);
  if (!upload) return;
  state.uploads.delete(id);
  upload.settled = true;
  end(upload);
  upload.onRoom();
};

const hear = (state: State, message: FromCutter): void => {
  switch (message.kind) {
    case 'taken': {
      const upload = state.uploads.get(message.id);
      if (!upload) return;
      upload.underWay -= message.bytes;
      upload.onRoom();
      return;
    }
    case 'done':
      return finish(state, message.id, ({ settle }) => settle.resolve(message.batch));
    case 'failed': {
      const error = new DomainError(message.code, message.detail);
      return finish(state, message.id, ({ settle }) => settle.reject(error));
    }
  }
};

/** Uploads that were in work are refused; the next one starts a new thread. */
const onEnd = (state: State, worker: Worker, reason: unknown): void => {
  if (state.worker !== worker) return;
  state.worker = undefined;
  if (!state.closing) state.log.error('the thread that cuts uploads ended', { error: reason });
  const lost = new DomainError('ingest.unavailable', { retryAfterSeconds: 1 }, reason);
  for (const id of state.uploads.keys()) finish(state, id, ({ settle }) => settle.reject(lost));
};

const workerOf = (state: State): Worker => {
  if (state.closing) throw new DomainError('ingest.unavailable', { retryAfterSeconds: 5 });
  if (state.worker) return state.worker;
  const worker = new Worker(new URL('./cutter-worker.ts', import.meta.url), { resourceLimits: MEMORY });
  state.worker = worker;
  worker.on('message', (message: FromCutter) => hear(state, message));
  worker.on('error', (error) => onEnd(state, worker, error));
  worker.on('exit', (code) => onEnd(state, worker, new Error(`exit code ${code}`)));
  return worker;
};

/** Chunks joined to parts of about {@link PART_BYTES}, each with memory of its own. */
async function* partsOf(body: Readable): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let gathered: Uint8Array[] = [];
  let size = 0;
  const join = (): Uint8Array<ArrayBuffer> => {
    const part = new Uint8Array(size);
    let at = 0;
    for (const chunk of gathered) {
      part.set(chunk, at);
      at += chunk.length;
    }
    gathered = [];
    size = 0;
    return part;
  };
  // A body that is refused before its end must stay open, or the sender never sees the answer.
  for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
    gathered.push(chunk);
    size += chunk.length;
    if (size >= PART_BYTES) yield join();
  }
  if (size > 0) yield join();
}

const room = (upload: Upload): Promise<void> =>
  new Promise((done) => {
    upload.onRoom = () => {
      if (upload.settled || upload.underWay < MOST_UNDER_WAY) done();
    };
    upload.onRoom();
  });

const sendParts = async (
  state: State,
  worker: Worker,
  id: number,
  upload: Upload,
  body: Readable,
  onBytes: (bytes: number) => void,
): Promise<void> => {
  const post = (message: ToCutter, transfer: ArrayBuffer[] = []): void => worker.postMessage(message, transfer);
  try {
    for await (const bytes of partsOf(body)) {
      if (upload.settled) {
        body.resume();
        return;
      }
      onBytes(bytes.length);
      upload.underWay += bytes.length;
      post({ kind: 'part', id, bytes, last: false }, [bytes.buffer]);
      if (upload.underWay >= MOST_UNDER_WAY) await room(upload);
    }
    post({ kind: 'part', id, bytes: new Uint8Array(0), last: true });
  } catch (error) {
    // The sender went away; nobody reads the answer.
    finish(state, id, ({ settle }) => settle.reject(error));
    post({ kind: 'abort', id });
  }
};

/**
 * Opens the thread with its first upload. Unpacking makes megabytes of garbage each second; in a thread that holds nothing else
 * collecting it costs next to nothing, in the main thread it costs a walk over the whole heap each time.
 */
export const openCutterThread = (log: Logger): CutterThread => {
  const state: State = { uploads: new Map(), log, worker: undefined, nextId: 1, closing: false };
  return {
    cut: async (body, options, onBytes) => {
      const worker = workerOf(state);
      const id = state.nextId++;
      const settle = Promise.withResolvers<SplitBatch>();
      const upload: Upload = { underWay: 0, settle, onRoom: () => undefined, settled: false };
      state.uploads.set(id, upload);
      worker.postMessage({ kind: 'begin', id, options } satisfies ToCutter);
      void sendParts(state, worker, id, upload, body, onBytes);
      return settle.promise;
    },
    close: async () => {
      state.closing = true;
      await state.worker?.terminate();
    },
  };
};
