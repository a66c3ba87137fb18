import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Prng } from '../prng.ts';

/** One frame on the bus: seconds, identifier, data. */
interface BusFrame {
  readonly at: number;
  readonly id: number;
  readonly data: Uint8Array;
}

/** A message that an ECU sends in a fixed period. */
interface Cyclic {
  readonly id: number;
  readonly period: number;
  readonly jitter: number;
  readonly data: (count: number, at: number) => readonly number[];
}

/** A trace to be uploaded. */
export interface CanTrace {
  readonly file: string;
  readonly zh: string;
  readonly en: string;
  /** Seconds of the trace in which the attack runs; absent for clean traffic. */
  readonly attack?: { readonly from: number; readonly to: number };
  readonly text: string;
}

const SECONDS = 60;
const ATTACK = { from: 20, to: 30 } as const;
const FLOOD_PERIOD = 0.0005;
const FUZZ_PERIOD = 0.002;

const wave = (at: number, period: number, size: number): number =>
  Math.round((0.5 + 0.5 * Math.sin((2 * Math.PI * at) / period)) * size);

const MESSAGES: readonly Cyclic[] = [
  {
    id: 0x0c1,
    period: 0.01,
    jitter: 0.0004,
    data: (n, at) => [n & 15, wave(at, 40, 250), 0, 0x10, wave(at, 7, 90), 0, 0, 0x55],
  },
  {
    id: 0x120,
    period: 0.02,
    jitter: 0.0006,
    data: (n, at) => [wave(at, 60, 120), 0x20, n & 255, 0, 0, wave(at, 60, 120)],
  },
  { id: 0x1a4, period: 0.02, jitter: 0.0006, data: (n, at) => [0x80, wave(at, 12, 60), 0, (n & 3) << 6] },
  { id: 0x2b0, period: 0.05, jitter: 0.001, data: (n, at) => [wave(at, 25, 200), 0x0f, 0xa0, 0, n & 15, 0, 0, 0] },
  { id: 0x33d, period: 0.1, jitter: 0.002, data: (_n, at) => [Math.floor(at) & 1, 0, 0x7f, 0xff] },
  { id: 0x4f1, period: 0.2, jitter: 0.003, data: (n) => [0x11, 0x22, n & 7, 0x44, 0x55, 0x66, 0x77, 0x88] },
  { id: 0x5e8, period: 1, jitter: 0.01, data: () => [0x02, 0x01, 0, 0] },
];

const cleanFrames = (random: Prng): BusFrame[] =>
  MESSAGES.flatMap(({ id, period, jitter, data }, place) => {
    // the schedule of the gateway is the same after each start
    const phase = (period * (place + 1)) / (MESSAGES.length + 2);
    return Array.from({ length: Math.floor(SECONDS / period) }, (_, count): BusFrame => {
      const at = phase + count * period + random.between(-jitter, jitter);
      return { at: Math.max(0, at), id, data: Uint8Array.from(data(count, at)) };
    });
  });

const injected = (period: number, make: () => Omit<BusFrame, 'at'>): BusFrame[] =>
  Array.from({ length: Math.floor((ATTACK.to - ATTACK.from) / period) }, (_, n) => ({
    at: ATTACK.from + n * period,
    ...make(),
  }));

const textOf = (frames: readonly BusFrame[], start: number): string =>
  frames
    .toSorted((left, right) => left.at - right.at)
    .map(({ at, id, data }) => {
      const seconds = (start / 1000 + at).toFixed(6);
      const hex = Buffer.from(data).toString('hex').toUpperCase();
      return `(${seconds}) can0 ${id.toString(16).toUpperCase().padStart(3, '0')}#${hex}\n`;
    })
    .join('');

/** Three candump logs of one minute: clean, a flood of the highest priority, and random identifiers and data. */
export const canTraces = (random: Prng, start: number): readonly CanTrace[] => {
  const clean = (name: string): BusFrame[] => cleanFrames(random.fork(name));
  const flood = injected(FLOOD_PERIOD, () => ({ id: 0, data: new Uint8Array(8) }));
  const fuzz = random.fork('fuzzing');
  const fuzzing = injected(FUZZ_PERIOD, () => ({
    id: fuzz.int(0, 0x7ff),
    data: Uint8Array.from({ length: fuzz.int(0, 8) }, () => fuzz.int(0, 255)),
  }));
  return [
    { file: 'can-clean.log', zh: '正常总线', en: 'clean bus', text: textOf(clean('clean'), start) },
    {
      file: 'can-dos.log',
      zh: '拒绝服务：高优先级报文洪泛',
      en: 'denial of service: a flood of the highest priority',
      attack: ATTACK,
      text: textOf([...clean('dos'), ...flood], start),
    },
    {
      file: 'can-fuzzing.log',
      zh: '模糊攻击：随机标识符与数据',
      en: 'fuzzing: random identifiers and data',
      attack: ATTACK,
      text: textOf([...clean('fuzz'), ...fuzzing], start),
    },
  ];
};

/** Writes the traces, and `can-traces.json` that says when each attack runs; answers the names of the files. */
export const writeTraces = async (folder: string, random: Prng, start: number): Promise<readonly string[]> => {
  const traces = canTraces(random, start);
  await mkdir(folder, { recursive: true });
  for (const { file, text } of traces) await writeFile(join(folder, file), text);
  const truth = traces.map(({ text: _text, ...trace }) => ({ ...trace, start: new Date(start).toISOString() }));
  await writeFile(join(folder, 'can-traces.json'), `${JSON.stringify(truth, undefined, 2)}\n`);
  return traces.map(({ file }) => file);
};
