import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';
import { isDomainError } from '@chedun/kernel';
import { loadTargets } from './load.ts';
import { makeInput } from './mutate.ts';
import { IDLE } from './protocol.ts';
import type { Order, Said } from './protocol.ts';
import { createRandom } from './random.ts';
import type { Target } from './target.ts';

const order = workerData as Order;
const place = new Int32Array(order.place);

/** Growth that is no leak: code that V8 compiles, caches of fixed size. */
const MOST_GROWTH = 24 * 1024 * 1024;
/** Different errors of one target that are told. */
const MOST_TOLD = 5;
/** Slow readers get this part of the inputs. */
const SLOW_SHARE = 5;
/** Fewer inputs say nothing about growth. */
const LEAST_FOR_GROWTH = 200;
const TURN_EVERY = 256;
const STACK = 10;

const say = (said: Said): void => parentPort?.postMessage(said);

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Lets zlib and others free what they free after a call. */
const turn = (): Promise<void> => new Promise((done) => void setImmediate(done));

const heapBytes = async (): Promise<number> => {
  await turn();
  collect();
  await turn();
  collect();
  const { used_heap_size: heap, external_memory: outside } = getHeapStatistics();
  return heap + outside;
};

/** Where an error came from: the same bug tells the same. */
const originOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message).split('\n').slice(0, 3).join(' ') : String(error);

/**
 * The same error with its stack. Most inputs are refused with an error, and stacks cost more than many decoders: they are
 * taken only of errors that are told.
 */
const errorAgain = (target: Target, input: Uint8Array, error: unknown): unknown => {
  Error.stackTraceLimit = STACK;
  try {
    target.run(input);
    return error;
  } catch (again) {
    return again;
  } finally {
    Error.stackTraceLimit = 0;
  }
};

interface Tally {
  refused: number;
  readonly told: Set<string>;
}

const runOne = (target: Target, index: number, tally: Tally): void => {
  const input = makeInput(target, createRandom(order.seed, target.name, index));
  Atomics.store(place, 1, index);
  try {
    target.run(input);
  } catch (error) {
    if (isDomainError(error, ...target.codes) && target.codes.length > 0) {
      tally.refused += 1;
      return;
    }
    const origin = originOf(errorAgain(target, input, error));
    const where = origin.slice(origin.indexOf(' at '));
    if (tally.told.has(where) || tally.told.size >= MOST_TOLD) return;
    tally.told.add(where);
    const hex = Buffer.from(input).toString('hex');
    say({ say: 'failure', kind: 'threw', target: target.name, index, reason: origin, hex, keep: target.keep });
  }
};

const runTarget = async (target: Target, from: number): Promise<void> => {
  const tally: Tally = { refused: 0, told: new Set() };
  const cpu = process.threadCpuUsage();
  const most = target.isSlow === true && !order.single ? Math.ceil(order.inputs / SLOW_SHARE) : order.inputs;
  const warm = from + Math.floor((most - from) / 4);
  let before = 0;
  for (let index = from; index < most; index += 1) {
    if (index === warm) {
      Atomics.store(place, 1, IDLE);
      before = await heapBytes();
    }
    if (index % TURN_EVERY === 0) await turn();
    runOne(target, index, tally);
    if (order.single) return;
  }
  Atomics.store(place, 1, IDLE);
  const { user, system } = process.threadCpuUsage(cpu);
  const inputs = most - from;
  const grewBytes = inputs < LEAST_FOR_GROWTH ? 0 : (await heapBytes()) - before;
  const { name, keep } = target;
  if (grewBytes > MOST_GROWTH) {
    const reason = `the heap grew by ${grewBytes} bytes over ${most - warm} inputs`;
    say({ say: 'failure', kind: 'grew', target: name, index: most - 1, reason, hex: '', keep });
  }
  say({
    say: 'done',
    target: name,
    inputs: most,
    refused: tally.refused,
    cpuMs: (user + system) / 1000,
    grewBytes,
  });
};

Error.stackTraceLimit = 0;
const targets = await loadTargets(order.modules, order.only);
for (const [number, target] of targets.entries()) {
  if (number < order.from.target) continue;
  Atomics.store(place, 1, IDLE);
  Atomics.store(place, 0, number);
  await runTarget(target, number === order.from.target ? order.from.index : 0);
  if (order.single) break;
}
Atomics.store(place, 1, IDLE);
say({ say: 'end' });
