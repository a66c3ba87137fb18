import { describe, expect, it } from 'vitest';
import { withGaps } from './dayBars.ts';

const DAY = 86_400_000;

describe('bars of days', () => {
  it('fill gaps with zeros up to today', () => {
    const points = [{ at: '2026-11-20T16:00:00.000Z', count: 3 }];
    const bars = withGaps(points, { stepMs: DAY, steps: 3, now: Date.parse('2026-11-23T01:00:00Z') });
    expect(bars).toEqual([
      { at: Date.parse('2026-11-20T16:00:00Z'), count: 3 },
      { at: Date.parse('2026-11-21T16:00:00Z'), count: 0 },
      { at: Date.parse('2026-11-22T16:00:00Z'), count: 0 },
    ]);
  });

  it('begin at midnight in Shanghai also when there is nothing', () => {
    const bars = withGaps([], { stepMs: DAY, steps: 1, now: Date.parse('2026-11-23T01:00:00Z') });
    expect(bars).toEqual([{ at: Date.parse('2026-11-22T16:00:00Z'), count: 0 }]);
  });
});
