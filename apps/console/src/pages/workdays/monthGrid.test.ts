import { describe, expect, it } from 'vitest';
import { monthGrid } from './monthGrid.ts';

describe('the weeks of a month', () => {
  it('begin on Monday and hold every day once', () => {
    const marked = new Map([['2026-10-10', { date: '2026-10-10', kind: 'make-up' as const, name: '' }]]);
    const october = monthGrid(2026, 9, marked);
    expect(october[0]?.slice(0, 4)).toEqual([undefined, undefined, undefined, expect.objectContaining({ number: 1 })]);
    const days = october.flat().flatMap((day) => day ?? []);
    expect(days.map(({ number }) => number)).toEqual(Array.from({ length: 31 }, (_, n) => n + 1));
    expect(days[9]).toEqual({ date: '2026-10-10', number: 10, kind: 'make-up', name: '' });
    expect(days[10]?.kind).toBe('weekend');
    expect(days[11]?.kind).toBe('workday');
  });

  it('know leap years', () => {
    expect(monthGrid(2028, 1, new Map()).flat().filter(Boolean)).toHaveLength(29);
  });
});
