import { openPool, type VerifyPool } from '@chedun/v2x-trust/pool';
import { createJudge } from '../modules/v2x-trust/domain/judge.ts';
import { driveFast, driveSteady, type Wrong } from './v2x/drive.ts';
import { makeLoad, MICRO, NOW, verifyByNode, type Load, type Loaded } from './v2x/load.ts';

interface Metric {
  readonly value: number;
  readonly unit: string;
  readonly peer?: string;
  readonly ratio?: number;
}

const VEHICLES = 256;
const MESSAGES = 8192;
const ROUNDS = 5;
const WARM_UP = 2;
const STEADY_ROUNDS = 12;
/** Seconds between two rounds as the messages see it: longer than replays are remembered. */
const APART = 30;
const LOAD = 0.8;

const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

const rateOf = (operations: number, work: () => void): number => {
  const started = cpuSeconds();
  work();
  return operations / (cpuSeconds() - started);
};

const middle = (values: readonly number[], share = 0.5): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;

/** Moves on the time of the messages, so that no round is a replay of the one before. */
const rounder = (fresh: Load['fresh']) => {
  let round = 0;
  return (): { readonly shift: number; readonly before: readonly Loaded[] } => {
    round += 1;
    return { shift: round * APART, before: fresh[round - 1] ?? [] };
  };
};

/** One core: judged by a judge in this thread; beside it node:crypto over the same signatures, in turns. */
const measureCore = (
  { messages, fresh, setup }: Load,
  wrong: Wrong,
): { readonly ours: number; readonly node: number } => {
  const judge = createJudge(setup);
  const next = rounder(fresh);
  const pass = (): void => {
    const { shift, before } = next();
    const at = (NOW + shift) * MICRO;
    for (const { bytes, isRight } of [...before, ...messages])
      if ((judge.judge(bytes, at, undefined).verdict === 'valid') !== isRight) wrong.count += 1;
  };
  const few = messages.slice(0, MESSAGES / 4);
  const native = (): void => {
    for (const message of few) if (verifyByNode(message) !== message.isRight) wrong.count += 1;
  };
  for (let round = 0; round < WARM_UP; round += 1) pass();
  native();
  const rounds = Array.from({ length: ROUNDS }, () => ({
    ours: rateOf(messages.length + (fresh[0]?.length ?? 0), pass),
    node: rateOf(few.length, native),
  }));
  return { ours: middle(rounds.map(({ ours }) => ours)), node: middle(rounds.map(({ node }) => node)) };
};

const withPool = async <T>({ setup }: Load, work: (pool: VerifyPool) => Promise<T>): Promise<T> => {
  const onBroken = (error: Error): void => {
    throw error;
  };
  const pool = openPool({ threads: 2, setup, crls: [], onBroken });
  try {
    return await work(pool);
  } finally {
    await pool.close();
  }
};

/** Two threads as the service runs them: as fast as they go, then at 80 % of that. */
const measureTwo = (load: Load, wrong: Wrong) =>
  withPool(load, async (pool) => {
    const next = rounder(load.fresh);
    const turn = async (): Promise<number> => {
      const { shift, before } = next();
      await driveFast(pool, before, shift, wrong);
      return shift;
    };
    const { messages } = load;
    const rates: number[] = [];
    const costs: number[] = [];
    for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
      const shift = await turn();
      const started = cpuSeconds();
      rates.push(await driveFast(pool, messages, shift, wrong));
      costs.push(((cpuSeconds() - started) / messages.length) * 1e6);
    }
    const rate = middle(rates.slice(WARM_UP));
    const cost = middle(costs.slice(WARM_UP));
    const late: number[] = [];
    for (let round = 0; round < WARM_UP + STEADY_ROUNDS; round += 1) {
      const delays = await driveSteady(pool, messages, await turn(), LOAD * rate);
      if (round >= WARM_UP) late.push(...delays);
    }
    return { rate, cost, p50: middle(late), p99: middle(late, 0.99) };
  });

const hundredths = (value: number): number => Math.round(value * 100) / 100;

/**
 * Whole signed messages of 256 vehicles, every fifth with its certificate and every sixteenth forged: form, chain from the
 * cache, application, time, region, replay, SM3 and SM2. On one core (processor time), on two threads of the pool of the
 * service (time of the clock, this process handing out the messages on the same two cores), and how late verdicts come at
 * 80 % of that; `two_cpu_us_per_message` is what a message costs there in all threads, which a busy machine does not change
 * as much. Beside it node:crypto, which only checks the signatures. `mismatches` counts answers that are not the truth.
 */
export const run = async (): Promise<{ bench: string; metrics: Record<string, Metric> }> => {
  const load = await makeLoad(VEHICLES, MESSAGES, 2 * WARM_UP + ROUNDS + STEADY_ROUNDS);
  const wrong: Wrong = { count: 0 };
  const { ours, node } = measureCore(load, wrong);
  // What the peer left behind is not to be collected while delays are measured.
  globalThis.gc?.();
  const { rate, cost, p50, p99 } = await measureTwo(load, wrong);
  const peer = `node:crypto, signatures alone, one core: ${Math.round(node)}`;
  const beside = (value: number): Metric => ({
    value: Math.round(value),
    unit: '/s',
    peer,
    ratio: hundredths(value / node),
  });
  return {
    bench: 'v2x',
    metrics: {
      messages_per_s_core: beside(ours),
      messages_per_s_two: beside(rate),
      p99_ms: { value: hundredths(p99), unit: 'ms at 80 % load' },
      p50_ms: { value: hundredths(p50), unit: 'ms at 80 % load' },
      two_cpu_us_per_message: { value: hundredths(cost), unit: 'µs of processor time, all threads' },
      mismatches: { value: wrong.count, unit: 'answers' },
    },
  };
};
