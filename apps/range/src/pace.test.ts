import { describe, expect, it } from 'vitest';
import { createPace } from './pace.ts';

const total = (rate: number, ticks: readonly number[], from = 0): number => {
  const due = createPace(rate, from);
  return ticks.reduce((sum, elapsed) => sum + due(elapsed), 0);
};
const seconds = (count: number, from = 0): number[] =>
  Array.from({ length: count * 10 + 1 }, (_, tick) => from + tick / 10);

describe('a pace', () => {
  it('keeps its rate, also far below one a tick', () => {
    expect(total(20, seconds(30))).toBe(600);
    expect(total(0.2, seconds(30))).toBe(6);
  });

  it('begins at the second it is told', () => {
    expect(total(2, seconds(10, 240), 240)).toBe(20);
  });

  it('catches up with two seconds at most', () => {
    expect(total(10, [0, 60])).toBe(20);
    expect(total(10, [0, 60, 60.1])).toBe(21);
  });
});
