import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  acceptsDays,
  addMonths,
  deletableFrom,
  FLOOR_DAYS,
  shanghaiDay,
  shanghaiTime,
  sixMonthsAfter,
} from './calendar.ts';

const LEGAL = { days: FLOOR_DAYS, legal: true };
const DAY = 86_400_000;

describe('six calendar months in Asia/Shanghai', () => {
  it.each([
    ['2026-03-01T00:00:00+08:00', '2026-09-01', '2026-09-01T00:00:00+08:00'],
    ['2026-01-31T00:00:00+08:00', '2026-07-31', '2026-08-03T00:00:00+08:00'],
    ['2026-08-31T00:00:00+08:00', '2027-02-28', '2027-03-03T00:00:00+08:00'],
    ['2023-08-31T23:59:59+08:00', '2024-02-29', '2024-03-02T23:59:59+08:00'],
  ])('%s: six months end on %s, may go from %s', (record, day, from) => {
    expect(shanghaiDay(sixMonthsAfter(Date.parse(record)))).toBe(day);
    expect(shanghaiTime(deletableFrom(Date.parse(record), LEGAL))).toBe(from);
  });

  it('takes the day of Shanghai, not of UTC', () => {
    // 00:30 on 1 March in Shanghai is still February in UTC.
    expect(shanghaiTime(addMonths(Date.parse('2026-02-28T16:30:00Z'), 6))).toBe('2026-09-01T00:30:00+08:00');
  });

  it('never lets a legal log go before 184 days, whatever the policy', () => {
    const moments = fc.integer({ min: Date.UTC(1992, 0), max: Date.UTC(2100, 0) });
    fc.assert(
      fc.property(moments, fc.integer({ min: 0, max: 400 }), (at, days) => {
        const from = deletableFrom(at, { days, legal: true });
        expect(from - at).toBeGreaterThanOrEqual(FLOOR_DAYS * DAY);
        expect(from).toBeGreaterThanOrEqual(sixMonthsAfter(at));
        expect(from - at).toBeGreaterThanOrEqual(days * DAY);
      }),
    );
  });

  it('lets the operator choose for telemetry alone', () => {
    expect(deletableFrom(0, { days: 7, legal: false })).toBe(7 * DAY);
    expect(acceptsDays({ days: 7, legal: false })).toBe(true);
    expect(acceptsDays({ days: 0, legal: false })).toBe(false);
    expect(acceptsDays({ days: 183, legal: true })).toBe(false);
    expect(acceptsDays({ days: 184, legal: true })).toBe(true);
    expect(acceptsDays({ days: 184.5, legal: true })).toBe(false);
  });
});
