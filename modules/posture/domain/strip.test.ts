import { describe, expect, it } from 'vitest';
import { stripOf } from './strip.ts';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-11-23T12:00:00.000Z');
const seen = (hoursAgo: number, outcome: 'pass' | 'fail' | 'unknown', ttl = 2) => ({
  outcome,
  at: new Date(NOW - hoursAgo * HOUR).toISOString(),
  expiresAt: new Date(NOW - (hoursAgo - ttl) * HOUR).toISOString(),
});
const strip = (...all: ReturnType<typeof seen>[]) =>
  stripOf(all, NOW - 24 * HOUR, NOW).map(({ from, to, outcome }) => [
    (NOW - Date.parse(from)) / HOUR,
    (NOW - Date.parse(to)) / HOUR,
    outcome,
  ]);

describe('the history of a check', () => {
  it('joins what says the same and shows where evidence ran out', () => {
    expect(strip(seen(10, 'pass'), seen(9, 'pass'), seen(3, 'pass'))).toEqual([
      [10, 7, 'pass'],
      [7, 3, 'stale'],
      [3, 1, 'pass'],
      [1, 0, 'stale'],
    ]);
  });

  it('keeps a failure until a check passes', () => {
    expect(strip(seen(10, 'fail'), seen(1, 'pass'))).toEqual([
      [10, 1, 'fail'],
      [1, 0, 'pass'],
    ]);
  });

  it('is cut at the window and empty without evidence', () => {
    expect(strip(seen(40, 'fail'), seen(1, 'unknown'))).toEqual([
      [24, 1, 'fail'],
      [1, 0, 'unknown'],
    ]);
    expect(strip()).toEqual([]);
    expect(strip(seen(40, 'pass', 1))).toEqual([[24, 0, 'stale']]);
  });
});
