import type { Worker } from 'node:worker_threads';
import type { Logger } from '@chedun/log';
import type { ChunkResult, FromWorker, ToWorker, WorkerSetup } from './protocol.ts';
import { newWorker } from './spares.ts';
import type { PipelineFrame } from './stage.ts';

interface Task {
  readonly id: number;
  readonly frames: readonly PipelineFrame[];
  readonly stages: readonly string[];
  readonly done: (result: ChunkResult) => void;
  readonly failed: (error: Error) => void;
  crashes: number;
}

interface Slot {
  worker: Worker;
  readonly tasks: Map<number, Task>;
}

/** A chunk took its worker down this often: it is refused, see {@link PoisonError}. */
const CRASHES_ALLOWED = 2;

/** A chunk that ends the worker thread each time it is tried. */
export class PoisonError extends Error {
  override readonly name = 'PoisonError';
}

/** Worker threads that all run the same decoder and stages. */
export interface WorkerPool {
  /** Resolves when all workers are ready; nothing may be run before. */
  readonly started: Promise<void>;
  /** Runs one chunk on the least busy worker. */
  readonly run: (frames: readonly PipelineFrame[], stages: readonly string[]) => Promise<ChunkResult>;
  /** Sends a message to a stage in every worker, before any chunk that is run later; also to workers that are starting. */
  readonly broadcast: (stage: string, message: unknown) => void;
  readonly close: () => Promise<void>;
}

/** Options of {@link openPool}. */
export interface PoolOptions {
  readonly size: number;
  /** Read anew whenever a worker starts, so that a replaced worker knows the newest rules. */
  readonly setup: () => Promise<WorkerSetup>;
  /** Threads that have begun to load their code. */
  readonly spare?: () => Worker;
  readonly log: Logger;
}

const startWorker = async (worker: Worker, setup: WorkerSetup): Promise<Worker> => {
  worker.postMessage(setup);
  await new Promise<void>((ready, failed) => {
    worker.once('message', () => ready());
    worker.once('error', failed);
    worker.once('exit', (code) => failed(new Error(`pipeline worker ended at start with code ${code}`)));
  });
  worker.removeAllListeners('exit');
  worker.removeAllListeners('error');
  return worker;
};

const post = (slot: Slot, task: Task): void => {
  slot.tasks.set(task.id, task);
  slot.worker.postMessage({ kind: 'chunk', id: task.id, frames: task.frames, stages: task.stages } satisfies ToWorker);
};

const hear = ({ tasks }: Slot, message: FromWorker): void => {
  if (message.kind !== 'done') return;
  const task = tasks.get(message.id);
  tasks.delete(message.id);
  task?.done(message);
};

/** Starts workers; what is told after the setup of one was asked for reaches it before anything else. */
const startingWith = ({ setup, spare = newWorker }: PoolOptions) => {
  const starting = new Set<ToWorker[]>();
  return {
    begin: async (take: (worker: Worker) => void): Promise<void> => {
      const messages: ToWorker[] = [];
      starting.add(messages);
      try {
        const worker = await startWorker(spare(), await setup());
        for (const message of messages) worker.postMessage(message);
        take(worker);
      } finally {
        starting.delete(messages);
      }
    },
    tell: (message: ToWorker): void => {
      for (const messages of starting) messages.push(message);
    },
  };
};

/** Starts the workers and keeps them running: a worker that dies is replaced and its chunks are tried again. */
export const openPool = (options: PoolOptions): WorkerPool => {
  const { size, log } = options;
  let nextId = 1;
  let closing = false;
  const slots: Slot[] = [];
  const starter = startingWith(options);

  const revive = async (slot: Slot, error: unknown): Promise<void> => {
    if (closing) return;
    log.warn('a pipeline worker died and is replaced', { error, chunks: slot.tasks.size });
    const tasks = [...slot.tasks.values()];
    slot.tasks.clear();
    await starter.begin((worker) => watch(slot, worker));
    const [first, ...rest] = tasks;
    if (first) first.crashes += 1;
    if (first && first.crashes > CRASHES_ALLOWED) first.failed(new PoisonError(String(error)));
    else if (first) post(slot, first);
    for (const task of rest) post(slot, task);
  };

  const watch = (slot: Slot, worker: Worker): void => {
    slot.worker = worker;
    let ended = false;
    const end = (error: unknown): void => {
      if (ended) return;
      ended = true;
      revive(slot, error).catch((reason: unknown) =>
        log.error('no pipeline worker could be started', { error: reason }),
      );
    };
    worker.on('error', end);
    worker.on('exit', (code) => end(new Error(`exit code ${code}`)));
    worker.on('message', (message: FromWorker) => hear(slot, message));
  };

  const startAll = async (): Promise<void> => {
    for (let at = 0; at < size; at += 1)
      await starter.begin((worker) => {
        const slot: Slot = { worker, tasks: new Map() };
        slots.push(slot);
        watch(slot, worker);
      });
  };

  return {
    started: startAll(),
    run: (frames, stages) =>
      new Promise((done, failed) => {
        const slot = slots.reduce((least, each) => (each.tasks.size < least.tasks.size ? each : least));
        post(slot, { id: nextId++, frames, stages, done, failed, crashes: 0 });
      }),
    broadcast: (stage, message) => {
      const told: ToWorker = { kind: 'message', stage, message };
      for (const { worker } of slots) worker.postMessage(told);
      starter.tell(told);
    },
    close: async () => {
      closing = true;
      await Promise.all(slots.map(({ worker }) => worker.terminate()));
    },
  };
};
