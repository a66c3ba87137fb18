import { describe, expect, it } from 'vitest';
import { addDays, addYear, addYears, dayOf, daysBetween } from './days.ts';

describe('days of the law', () => {
  it('are those of Shanghai', () => {
    expect(dayOf(Date.parse('2026-11-27T15:59:59.999Z'))).toBe('2026-11-27');
    expect(dayOf(Date.parse('2026-11-27T16:00:00.000Z'))).toBe('2026-11-28');
  });

  it('are counted over ends of months and leap days', () => {
    expect(addDays('2026-11-02', 30)).toBe('2026-12-02');
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
    expect(daysBetween('2026-11-27', '2026-12-01')).toBe(4);
    expect(daysBetween('2026-12-01', '2026-11-27')).toBe(-4);
  });

  it('have an anniversary, which of 29 February is the 28th', () => {
    expect(addYear('2026-10-12')).toBe('2027-10-12');
    expect(addYear('2028-02-29')).toBe('2029-02-28');
    expect(addYears('2028-02-29', 4)).toBe('2032-02-29');
    expect(addYears('2026-11-23', 3)).toBe('2029-11-23');
  });
});
