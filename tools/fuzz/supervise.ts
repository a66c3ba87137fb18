import { Worker } from 'node:worker_threads';
import { loadTargets } from './load.ts';
import { makeInput } from './mutate.ts';
import { IDLE } from './protocol.ts';
import type { Done, Failure, FailureKind, Order, Place, Said } from './protocol.ts';
import { createRandom } from './random.ts';

/** What to fuzz. */
export interface FuzzOptions {
  readonly modules: readonly string[];
  readonly only: readonly string[];
  readonly seed: number;
  /** Inputs a target. */
  readonly inputs: number;
  /** Runs only this input. */
  readonly at?: number;
  /** Longest time for one input, milliseconds of processor; default 1,000. */
  readonly mostMs?: number;
  /** Most memory, MB of heap; default 512. */
  readonly mostMb?: number;
  readonly onDone?: (done: Done) => void;
  readonly onFailure?: (failure: Failure) => void;
}

/** How it went. */
export interface FuzzResult {
  readonly done: readonly Done[];
  readonly failures: readonly Failure[];
}

const WORKER = new URL('worker.ts', import.meta.url);
const MOST_MS = 1000;
const POLL_MS = 50;
/** Without using the processor. */
const STALLED_MS = 120_000;
const MOST_MB = 512;
/** Collecting garbage can hold up any input: a hang is one that hangs again, alone. */
const CONFIRMATIONS = 2;

/** Why a worker stopped before its end, and where. */
interface Stop extends Place {
  readonly kind: FailureKind;
  readonly reason: string;
}

/** Milliseconds of processor that this process has used: on a busy machine the clock says nothing about a decoder. */
const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Calls back when the place has not changed for too long: of processor time, or of anything at all. */
const watchPlace = (shared: SharedArrayBuffer, mostMs: number, onHang: () => void): NodeJS.Timeout => {
  const place = new Int32Array(shared);
  let last = '';
  let since = { cpu: cpuMs(), clock: performance.now() };
  return setInterval(() => {
    const index = Atomics.load(place, 1);
    const now = `${Atomics.load(place, 0)} ${index}`;
    if (now !== last || index === IDLE) {
      last = now;
      since = { cpu: cpuMs(), clock: performance.now() };
    } else if (cpuMs() - since.cpu > mostMs || performance.now() - since.clock > STALLED_MS) onHang();
  }, POLL_MS);
};

/** Longest time for one input, most memory. */
interface Bounds {
  readonly mostMs: number;
  readonly mostMb: number;
}

const runWorker = async (order: Order, bounds: Bounds, hear: (said: Said) => void): Promise<Stop | undefined> => {
  const { mostMs, mostMb } = bounds;
  const worker = new Worker(WORKER, { workerData: order, resourceLimits: { maxOldGenerationSizeMb: mostMb } });
  const place = new Int32Array(order.place);
  const here = (): Place => ({ target: Atomics.load(place, 0), index: Atomics.load(place, 1) });
  const ended = Promise.withResolvers<Stop | undefined>();
  const timer = watchPlace(order.place, mostMs, () =>
    ended.resolve({ ...here(), kind: 'hung', reason: `took more than ${mostMs} ms of processor time` }),
  );
  worker.on('message', (said: Said) => (said.say === 'end' ? ended.resolve(undefined) : hear(said)));
  worker.on('error', (error: unknown) => {
    const stop = here();
    if (stop.index === IDLE) ended.reject(error);
    else ended.resolve({ ...stop, kind: 'memory', reason: error instanceof Error ? error.message : String(error) });
  });
  try {
    return await ended.promise;
  } finally {
    clearInterval(timer);
    await worker.terminate();
  }
};

const newPlace = ({ target }: Place): SharedArrayBuffer => {
  const shared = new SharedArrayBuffer(8);
  const place = new Int32Array(shared);
  place[0] = target;
  place[1] = IDLE;
  return shared;
};

const hangsAgain = async (order: Order, bounds: Bounds, hear: (said: Said) => void): Promise<boolean> => {
  for (let times = 0; times < CONFIRMATIONS; times += 1) {
    const stop = await runWorker({ ...order, single: true, place: newPlace(order.from) }, bounds, hear);
    if (stop === undefined) return false;
  }
  return true;
};

const failureOf = async (order: Order, { kind, target: number, index, reason }: Stop): Promise<Failure> => {
  const target = (await loadTargets(order.modules, order.only))[number];
  if (target === undefined) throw new Error(`there is no target ${number}`);
  const input = makeInput(target, createRandom(order.seed, target.name, index));
  const { name, keep } = target;
  return { kind, target: name, index, reason, hex: Buffer.from(input).toString('hex'), keep };
};

/**
 * Sends inputs through decoders in a worker. One that hangs or fills the memory is told and skipped; the run goes on behind
 * it. Rejects when a target cannot be loaded.
 */
export const fuzz = async (options: FuzzOptions): Promise<FuzzResult> => {
  const { modules, only, seed, inputs, at } = options;
  const bounds = { mostMs: options.mostMs ?? MOST_MS, mostMb: options.mostMb ?? MOST_MB };
  const done: Done[] = [];
  const failures: Failure[] = [];
  const fail = (failure: Failure): void => {
    failures.push(failure);
    options.onFailure?.(failure);
  };
  const hear = (said: Said): void => {
    if (said.say === 'failure') fail(said);
    if (said.say !== 'done') return;
    done.push(said);
    options.onDone?.(said);
  };
  const single = at !== undefined;
  let from: Place | undefined = { target: 0, index: at ?? 0 };
  while (from !== undefined) {
    const order: Order = { modules, only, seed, inputs: single ? at + 1 : inputs, from, single, place: newPlace(from) };
    const stop: Stop | undefined = await runWorker(order, bounds, hear);
    if (stop === undefined) break;
    const { target, index } = stop;
    if (stop.kind !== 'hung' || (await hangsAgain({ ...order, from: { target, index } }, bounds, hear)))
      fail(await failureOf(order, stop));
    from = single ? undefined : { target, index: index + 1 };
  }
  return { done, failures };
};
