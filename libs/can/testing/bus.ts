import type { CanFrame } from '../src/frame.ts';
import type { IdsVerdict } from '../src/ids/detector.ts';
import { createIds } from '../src/ids/detect.ts';
import type { IdsOptions } from '../src/ids/detector.ts';
import type { IdsModel } from '../src/ids/model.ts';
import { createIdsTrainer } from '../src/ids/train.ts';
import { frameOf } from './frames.ts';

/** Numbers from 0 to 1 that are the same in each run (a linear congruential generator). */
export const createRandom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
};

/** Identifiers of the simulated car. */
export const ENGINE = 0x110;
export const SPEED = 0x120;
export const BODY = 0x300;
export const DOOR = 0x4a0;
export const RARE = 0x7a0;

/** Engine frame: a counter (low nibble of byte 0), a slow walk in bytes 2 and 3, the rest constant. */
const engine = (count: number): Uint8Array => {
  const walk = Math.round(2000 + 800 * Math.sin(count / 700));
  return Uint8Array.of(0x40 | (count & 15), 0x12, walk >> 8, walk & 255, 0xaa, 0x55, 0, 0xff);
};

/** Speed frame: counter byte 7 that grows by 3, speed in bytes 0 and 1 (0.01 km/h). */
const speed = (count: number): Uint8Array => {
  const value = Math.round(3000 + 2000 * Math.sin(count / 300) + (count % 7));
  return Uint8Array.of(value >> 8, value & 255, 0, 0, 0x80, 0, 0, (count * 3) & 255);
};

/**
 * Clean traffic of a simulated car: 10 ms, 20 ms and 100 ms identifiers with 4 % jitter, one sent about every 2 s, one that comes
 * once. In order of time, from 0 to `seconds`.
 */
export const cleanTraffic = (seconds: number, seed = 1): CanFrame[] => {
  const random = createRandom(seed);
  const frames: CanFrame[] = [];
  const periodic = (id: number, period: number, phase: number, data: (count: number) => Uint8Array): void => {
    for (let count = 0; phase + count * period < seconds; count += 1) {
      const jitter = (random() + random() - 1) * 0.04 * period;
      frames.push(frameOf({ id, time: Math.max(0, phase + count * period + jitter), data: data(count) }));
    }
  };
  periodic(ENGINE, 0.01, 0.001, engine);
  periodic(SPEED, 0.02, 0.004, speed);
  periodic(BODY, 0.1, 0.0075, () => Uint8Array.of(1, 2, 3, 4));
  let flag = 0;
  for (let time = 0.5; time < seconds; time += 0.6 + random() * 2.8) {
    flag = flag === 0 ? 0x80 : 0;
    frames.push(frameOf({ id: DOOR, time, data: Uint8Array.of(flag, 0) }));
  }
  frames.push(frameOf({ id: RARE, time: 0.25, data: Uint8Array.of(1) }));
  return frames.toSorted((left, right) => left.time - right.time);
};

/** Model of clean traffic. */
export const modelOf = (frames: readonly CanFrame[], options: IdsOptions = {}): IdsModel => {
  const trainer = createIdsTrainer(options);
  for (const frame of frames) trainer.push(frame);
  return trainer.finish();
};

/** Puts frames into traffic at their times. */
export const inject = (traffic: readonly CanFrame[], added: readonly CanFrame[]): CanFrame[] =>
  [...traffic, ...added].toSorted((left, right) => left.time - right.time);

/** Verdicts on a stream, optionally of one rule only. */
export const verdictsOn = (
  model: IdsModel,
  frames: readonly CanFrame[],
  rule?: string,
  options: IdsOptions = {},
): IdsVerdict[] => {
  const ids = createIds(model, options);
  return frames
    .flatMap((frame) => [...ids.push(frame)])
    .filter((verdict) => rule === undefined || verdict.rule === rule);
};
