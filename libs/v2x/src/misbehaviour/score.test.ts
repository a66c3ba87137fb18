import { expect, it } from 'vitest';
import { counted, NO_CONFUSION, ratesOf } from './score.ts';

it('counts each message in its field', () => {
  const rows = [
    ['attack', 'misbehaving', 'hits'],
    ['attack', 'plausible', 'misses'],
    ['honest', 'misbehaving', 'falseAlarms'],
    ['honest', 'malformed', 'falseAlarms'],
    ['honest', 'plausible', 'passes'],
  ] as const;
  for (const [truth, judged, field] of rows)
    expect(counted(NO_CONFUSION, truth, judged)).toEqual({ ...NO_CONFUSION, [field]: 1 });
});

it('gives the rates', () => {
  const rates = ratesOf({ hits: 6, misses: 2, falseAlarms: 3, passes: 97 });
  expect(rates.precision).toBeCloseTo(6 / 9);
  expect(rates.recall).toBe(0.75);
  expect(rates.f1).toBeCloseTo(12 / 17);
  expect(rates.falseAlarmRate).toBe(0.03);
});

it('has no rate over nothing', () => {
  expect(ratesOf(NO_CONFUSION)).toEqual({ precision: 0, recall: 0, f1: 0, falseAlarmRate: 0 });
});
