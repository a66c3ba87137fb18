import { expect, it } from 'vitest';
import { createRandom, createTraffic } from './testing/traffic.ts';

it('makes the same traffic of the same seed', () => {
  const options = { seed: 3, vehicles: 4, seconds: 10, beaconInterval: 1 };
  expect(createTraffic(options)).toEqual(createTraffic(options));
  expect(createTraffic({ ...options, seed: 4 })).not.toEqual(createTraffic(options));
});

it('sends at the pace asked for, in the order of time', () => {
  const { own, messages } = createTraffic({ seed: 3, vehicles: 4, seconds: 10, beaconInterval: 0.5 });
  expect(own).toHaveLength(20);
  expect(messages).toHaveLength(60);
  expect(messages).toEqual(messages.toSorted((first, second) => first.sentAt - second.sentAt));
});

it('has random numbers in their range', () => {
  const random = createRandom(1);
  const row = Array.from({ length: 1000 }, random);
  expect(Math.min(...row)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...row)).toBeLessThan(1);
});
