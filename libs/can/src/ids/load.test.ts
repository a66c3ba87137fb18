import { isDomainError } from '@chedun/kernel';
import { describe, expect, it } from 'vitest';
import { cleanTraffic, modelOf, verdictsOn } from '../../testing/bus.ts';
import { CAR_MESSAGES } from '../../testing/car-dbc.ts';
import { loadIdsModel } from './load.ts';
import type { IdModel } from './model.ts';

const model = modelOf(cleanTraffic(20), { messages: CAR_MESSAGES });
const json = (): Record<string, unknown> => JSON.parse(JSON.stringify(model)) as Record<string, unknown>;

const fieldOf = (value: unknown): unknown => {
  try {
    loadIdsModel(value);
    return 'loaded';
  } catch (error) {
    return isDomainError(error, 'can.bad_model') ? error.detail.field : error;
  }
};
const withId = (change: Partial<Record<keyof IdModel, unknown>>): unknown => ({
  ...json(),
  ids: [model.ids[0], { ...model.ids[1], ...change }],
});

describe('model', () => {
  it('goes through JSON unchanged and judges the same', () => {
    const loaded = loadIdsModel(json());
    expect(loaded).toEqual(model);
    const traffic = cleanTraffic(5, 3);
    expect(verdictsOn(loaded, traffic)).toEqual(verdictsOn(model, traffic));
  });

  it('of another version or shape is refused with the field', () => {
    expect(fieldOf(null)).toBe('');
    expect(fieldOf([])).toBe('');
    expect(fieldOf({ ...json(), version: 2 })).toBe('version');
    expect(fieldOf({ ...json(), frames: -1 })).toBe('frames');
    expect(fieldOf({ ...json(), seconds: '1' })).toBe('seconds');
    expect(fieldOf({ ...json(), busiest: 1.5 })).toBe('busiest');
    expect(fieldOf({ ...json(), oddOrders: null })).toBe('oddOrders');
    expect(fieldOf({ ...json(), ids: {} })).toBe('ids');
    expect(fieldOf({ ...json(), ids: Array.from({ length: 5000 }, () => model.ids[0]) })).toBe('ids');
    expect(fieldOf({ ...json(), ids: [1] })).toBe('ids.0.is no object');
  });

  it('with an identifier that is not as it must be is refused with its place', () => {
    const bad: readonly [keyof IdModel, unknown][] = [
      ['channel', 1],
      ['id', 0x800],
      ['count', -1],
      ['lengths', [1.5]],
      ['timing', { kind: 'periodic', period: 0, sigma: 1, reach: 1 }],
      ['timing', { kind: 'often' }],
      ['timing', null],
      ['base', 'xyz'],
      ['flips', [1]],
      ['mostFlips', '1'],
      ['neverRepeats', 1],
      ['counters', [{ start: 0, width: 5, step: 1 }]],
      ['signals', [{ name: 'A', low: 0, high: 1 }]],
      ['before', [[0, 1, 2]]],
    ];
    for (const [field, value] of bad) expect(fieldOf(withId({ [field]: value })), field).toBe(`ids.1.${field}`);
    expect(fieldOf(withId({}))).toBe('loaded');
  });
});
