import { describe, expect, it } from 'vitest';
import { describeChain, findUse, NO_EXTRACT, useKey } from './extract-model.ts';
import type { EventUse, FilterChain, SecurityExtract } from './extract-model.ts';

const use = (sensor: number | undefined, sensorName: string): EventUse => ({
  idsm: 1,
  sensor,
  event: 2,
  sensorName,
  severity: undefined,
  mode: undefined,
  persistent: false,
  chain: undefined,
});

const withUses = (...uses: readonly EventUse[]): SecurityExtract => ({
  ...NO_EXTRACT,
  uses: new Map(uses.map((each) => [useKey(each.idsm, each.sensor, each.event), each])),
});

describe('looking up how an event is reported', () => {
  const both = withUses(use(3, 'three'), use(undefined, 'any'));

  it('prefers the sensor to any sensor', () => {
    expect(findUse(both, { idsm: 1, sensor: 3, event: 2 })?.sensorName).toBe('three');
    expect(findUse(both, { idsm: 1, sensor: 4, event: 2 })?.sensorName).toBe('any');
  });

  it('needs the same IdsM and event', () => {
    expect(findUse(both, { idsm: 2, sensor: 3, event: 2 })).toBeUndefined();
    expect(findUse(both, { idsm: 1, sensor: 3, event: 1 })).toBeUndefined();
  });
});

describe('a chain in words', () => {
  const off: FilterChain = {
    name: 'c',
    path: '/c',
    blockedIn: [],
    everyNth: undefined,
    aggregation: undefined,
    threshold: undefined,
  };

  it.each<[string, Partial<FilterChain>]>([
    ['no filter', {}],
    ['blocked in A, B', { blockedIn: ['A', 'B'] }],
    ['1 of 10', { everyNth: 10 }],
    ['aggregated over 0.5 s', { aggregation: { seconds: 0.5, keeps: undefined } }],
    ['at least 3 in 60 s', { threshold: { events: 3, seconds: 60 } }],
    ['1 of 2; at least 3 in 1 s', { everyNth: 2, threshold: { events: 3, seconds: 1 } }],
  ])('is %j', (words, part) => {
    expect(describeChain({ ...off, ...part })).toBe(words);
  });
});
