import { describe, expect, it } from 'vitest';
import { leftOf, partOf, toneOf } from './remaining.ts';

const HOUR = 3_600_000;
const start = Date.parse('2026-11-23T01:00:00Z');
const clock = {
  startedAt: new Date(start).toISOString(),
  dueAt: new Date(start + 4 * HOUR).toISOString(),
  overdue: false,
  elapsed: 0,
  dueKind: 'moment',
} as const;

describe('what is left of a clock', () => {
  it.each([
    [0, 0, 'good', { count: 4, unit: 'hours' }],
    [2, 0.5, 'medium', { count: 2, unit: 'hours' }],
    [3.5, 0.875, 'high', { count: 30, unit: 'minutes' }],
    [9, 1, 'high', { count: 5, unit: 'hours' }],
  ] as const)('after %d hours', (hours, part, tone, left) => {
    const now = start + hours * HOUR;
    expect([partOf(clock, now), toneOf(clock, now), leftOf(clock, now)]).toEqual([part, tone, left]);
  });

  it('is red when the server says that it is overdue, and counts days when there are many', () => {
    expect(toneOf({ ...clock, overdue: true }, start)).toBe('critical');
    expect(leftOf(clock, start - 240 * HOUR)).toEqual({ count: 10, unit: 'days' });
    expect(partOf({ ...clock, dueKind: 'immediate', elapsed: 0.3 }, start)).toBe(0.3);
  });
});
