import { describe, expect, it } from 'vitest';
import { createRandom } from '../../testing/bus.ts';
import { CAR_MESSAGES } from '../../testing/car-dbc.ts';
import { fromHex } from '../../testing/frames.ts';
import { createBusLearner, createLoadMeter, createOddMeter, ORDER_WINDOW } from './learn-bus.ts';
import { createCounterLearner, fieldAt, stepBetween } from './learn-counters.ts';
import { createPayloadLearner } from './learn-payload.ts';
import { createSignalLearner } from './learn-signals.ts';
import { learnTiming } from './learn-timing.ts';

const every = (period: number, count: number, jitter = 0): number[] => {
  const random = createRandom(2);
  return Array.from({ length: count }, (_, at) => 5 + at * period + (random() - 0.5) * 2 * jitter);
};

describe('timing', () => {
  it('finds period, spread and reach', () => {
    const timing = learnTiming(every(0.02, 1000, 0.001));
    expect(timing.kind).toBe('periodic');
    if (timing.kind !== 'periodic') return;
    expect(timing.period).toBeCloseTo(0.02, 6);
    expect(timing.sigma).toBeGreaterThan(0.0004);
    expect(timing.sigma).toBeLessThan(0.0008);
    expect(timing.reach).toBeGreaterThanOrEqual(0.0009);
    expect(timing.reach).toBeLessThan(0.0014);
  });

  it('finds the period although frames are missing', () => {
    const times = every(0.02, 1000, 0.001).filter((_, at) => at % 7 !== 3 && at % 50 > 5);
    expect(learnTiming(times)).toMatchObject({ kind: 'periodic', period: expect.closeTo(0.02, 6) as number });
  });

  it('never takes a coarse clock for an exact one', () => {
    expect(learnTiming(every(0.5, 100))).toMatchObject({
      sigma: expect.closeTo(0.005, 6) as number,
      reach: expect.closeTo(0.02, 6) as number,
    });
  });

  it('calls the rest occasional or rare', () => {
    const random = createRandom(3);
    let time = 0;
    const wild = Array.from({ length: 200 }, () => (time += 0.1 + random() * 3));
    expect(learnTiming(wild)).toMatchObject({ kind: 'event', shortest: expect.closeTo(0.1, 1) as number });
    expect(learnTiming([1, 2, 3, 4, 5])).toEqual({ kind: 'event', shortest: 1 });
    expect(learnTiming([1, 2, 3])).toEqual({ kind: 'rare' });
    expect(learnTiming([])).toEqual({ kind: 'rare' });
    expect(learnTiming(Array.from({ length: 20 }, () => 1))).toEqual({ kind: 'event', shortest: 0 });
  });
});

describe('payload', () => {
  const learn = (...payloads: readonly string[]): ReturnType<ReturnType<typeof createPayloadLearner>['finish']> => {
    const learner = createPayloadLearner();
    for (const hex of payloads) learner.push(fromHex(hex));
    return learner.finish();
  };

  it('counts the changes of each bit', () => {
    const model = learn('00', '80', '81', '80');
    expect(model).toMatchObject({ lengths: [1], base: '00', mostFlips: 1, neverRepeats: false });
    expect(model.flips).toEqual([1, 0, 0, 0, 0, 0, 0, 2]);
  });

  it('learns several lengths', () => {
    const model = learn('01', '0102', '', '03');
    expect(model.lengths).toEqual([0, 1, 2]);
    expect(model.base).toBe('0102');
    expect(model.flips).toHaveLength(16);
  });

  it('tells payloads that never repeat only after enough of them', () => {
    const counts = (count: number, modulo: number): string[] =>
      Array.from({ length: count }, (_, at) => (at % modulo).toString(16).padStart(4, '0'));
    expect(learn(...counts(3500, 65536)).neverRepeats).toBe(true);
    expect(learn(...counts(2000, 65536)).neverRepeats).toBe(false);
    expect(learn(...counts(3500, 1000)).neverRepeats).toBe(false);
  });
});

describe('counters', () => {
  const learn = (make: (at: number) => readonly number[], count = 300): unknown => {
    const learner = createCounterLearner();
    for (let at = 0; at < count; at += 1) learner.push(Uint8Array.from(make(at)));
    return learner.finish();
  };

  it('of 8 and of 4 bits are found with their step', () => {
    expect(learn((at) => [at & 255, 0])).toEqual([{ start: 0, width: 8, step: 1 }]);
    expect(learn((at) => [0xa0 | (at & 15)])).toEqual([{ start: 4, width: 4, step: 1 }]);
    expect(learn((at) => [((at * 3) & 15) << 4])).toContainEqual(
      expect.objectContaining({ start: 0, step: expect.any(Number) as number }),
    );
    expect(learn((at) => [(256 - (at & 255)) & 255])).toEqual([{ start: 0, width: 8, step: 255 }]);
  });

  it('may lose a frame', () => {
    expect(learn((at) => [(at > 150 ? at + 1 : at) & 255])).toEqual([{ start: 0, width: 8, step: 1 }]);
  });

  it('are no toggles, constants, noise or short recordings', () => {
    const random = createRandom(5);
    expect(learn((at) => [(at & 1) * 8])).toEqual([]);
    expect(learn(() => [7])).toEqual([]);
    expect(learn(() => [Math.floor(random() * 256)])).toEqual([]);
    expect(learn((at) => [at & 255], 50)).toEqual([]);
  });

  it('read their fields', () => {
    expect(fieldAt(fromHex('ab'), 0, 8)).toBe(0xab);
    expect(fieldAt(fromHex('ab'), 0, 4)).toBe(0xa);
    expect(fieldAt(fromHex('ab'), 4, 4)).toBe(0xb);
    expect(fieldAt(fromHex('ab'), 8, 8)).toBeUndefined();
    expect(stepBetween(15, 0, 4)).toBe(1);
    expect(stepBetween(0, 255, 8)).toBe(255);
  });
});

describe('signals', () => {
  it('give range and largest step after enough values', () => {
    const learner = createSignalLearner(CAR_MESSAGES.get(288));
    for (let at = 0; at < 200; at += 1) learner.push(Uint8Array.of(at >> 1, 0, 3, 0, 0, 0, 0, 0));
    const [speed, spare] = learner.finish();
    expect(speed).toMatchObject({ name: 'Speed', low: 0 });
    expect(speed?.step).toBeCloseTo(2.56, 6);
    expect(speed?.high).toBeCloseTo(253.44, 6);
    expect(spare).toEqual({ name: 'Spare', low: 3, high: 3, step: 0 });
  });

  it('give nothing without a message or from few values', () => {
    const none = createSignalLearner(undefined);
    none.push(new Uint8Array(8));
    expect(none.finish()).toEqual([]);
    const few = createSignalLearner(CAR_MESSAGES.get(288));
    few.push(new Uint8Array(8));
    expect(few.finish()).toEqual([]);
  });
});

describe('bus', () => {
  it('counts the frames of a window', () => {
    const meter = createLoadMeter();
    expect([0, 0.05, 0.099, 0.1, 0.15, 0.35].map((time) => meter.push(time))).toEqual([1, 2, 3, 1, 2, 1]);
    expect(meter.push(0)).toBe(1);
  });

  it('counts odd frames of the last window', () => {
    const meter = createOddMeter();
    for (let at = 0; at < ORDER_WINDOW; at += 1) expect(meter.push(1)).toBe(at + 1);
    expect(meter.push(0)).toBe(ORDER_WINDOW - 1);
    for (let at = 0; at < ORDER_WINDOW; at += 1) meter.push(0);
    expect(meter.push(0)).toBe(0);
  });

  it('forgets the odd frames of the beginning, in which everything is new', () => {
    const learner = createBusLearner();
    for (let at = 0; at < 20_000; at += 1) learner.push('1', at * 0.001, at < 64 || at === 15_000);
    expect(learner.finish()).toEqual({ busiest: expect.closeTo(100, -1) as number, oddOrders: 1 });
    expect(createBusLearner().finish()).toEqual({ busiest: 0, oddOrders: 0 });
  });
});
