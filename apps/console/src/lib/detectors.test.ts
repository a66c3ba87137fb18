import type { Detector } from '@chedun/watch/contract';
import { describe, expect, it } from 'vitest';
import { changedLimits, fittingDetectors, hoursUntil, isUnit, rateText, recordsQuery } from './detectors.ts';

const detector = (given: Partial<Detector>): Detector => ({
  id: 'watch.port-fan-out',
  family: 'traffic',
  title: { zh: '端口扫描', en: 'Many ports' },
  about: { zh: '', en: '' },
  level: 'high',
  category: 'flow',
  limits: [],
  changeable: true,
  enabled: true,
  state: 'watching',
  reason: null,
  looked: 0,
  spoken24h: 0,
  spokenTotal: 0,
  lastSpoken: null,
  alerts: { truePositive: 0, falsePositive: 0, open: 0 },
  falseAlarmRate: null,
  ...given,
});
const limit = (name: string, value: number, standard: number) => ({
  name,
  title: { zh: name, en: name },
  unit: 's',
  value,
  standard,
  min: 1,
  max: 1000,
});

describe('the list of detectors', () => {
  const all = [detector({}), detector({ id: 'can.ids.replay', family: 'can', level: 'low', state: 'learning' })];
  const ids = (given: Partial<Parameters<typeof fittingDetectors>[1]>) =>
    fittingDetectors(all, { family: undefined, find: undefined, levels: [], states: [], ...given }).map(({ id }) => id);

  it('is narrowed by family, level, state and text of either language', () => {
    expect(ids({})).toHaveLength(2);
    expect(ids({ family: 'can' })).toEqual(['can.ids.replay']);
    expect(ids({ levels: ['high'] })).toEqual(['watch.port-fan-out']);
    expect(ids({ states: ['learning', 'off'] })).toEqual(['can.ids.replay']);
    expect(ids({ find: '端口', family: 'traffic' })).toEqual(['watch.port-fan-out']);
    expect(ids({ find: 'MANY' })).toHaveLength(2);
    expect(ids({ find: 'nothing' })).toEqual([]);
  });

  it('leads to the records of a detector by the field of its family', () => {
    expect(recordsQuery(detector({}))).toBe('signal:"watch.port-fan-out"');
    expect(recordsQuery(detector({ id: 'v2x-range', family: 'v2x' }))).toBe('v2x.rules:"v2x-range"');
    expect(recordsQuery(detector({ id: 'can.ids.replay', family: 'can' }))).toBe('can.rule:can.ids.replay');
  });
});

describe('limits', () => {
  it('send what differs, and null for the standard', () => {
    const limits = [limit('a', 5, 5), limit('b', 7, 5), limit('c', 5, 5)];
    expect(changedLimits(limits, { a: 9, b: 5, c: 5 })).toEqual({ a: 9, b: null });
    expect(changedLimits(limits, { a: null, b: undefined })).toEqual({});
  });

  it('know the units that have a name', () => {
    expect([isUnit('km/h'), isUnit('parsec'), isUnit('toString')]).toEqual([true, false, false]);
  });
});

describe('a rate', () => {
  it('is per cent with one decimal place, or nothing', () => {
    expect([rateText(0.1234), rateText(0), rateText(null)]).toEqual(['12.3%', '0%', '–']);
  });
});

describe('the hours of the last days', () => {
  it('are all there, the quiet ones as zero', () => {
    const now = Date.parse('2026-11-27T11:48:00Z');
    const hours = hoursUntil(
      [
        { at: '2026-11-27T10:00:00Z', count: 4 },
        { at: '2020-01-01T00:00:00Z', count: 9 },
      ],
      now,
      2,
    );
    expect(hours).toHaveLength(48);
    expect(hours.slice(-3).map(({ count }) => count)).toEqual([0, 4, 0]);
    expect(new Date(hours.at(-1)?.at ?? 0).toISOString()).toBe('2026-11-27T11:00:00.000Z');
    expect(hours.reduce((sum, { count }) => sum + count, 0)).toBe(4);
  });
});
