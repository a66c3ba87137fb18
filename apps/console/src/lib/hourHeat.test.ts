import { describe, expect, it } from 'vitest';
import { heatLevels, spreadHours } from './hourHeat.ts';

const H = 3_600_000;

describe('heat of hours', () => {
  it('scales by the square root, and marks gaps only where nothing came', () => {
    expect(heatLevels([0, 1, 100, 2_000, 5_000, 10_000], 0, [])).toEqual(['0', '1', '1', '2', '3', '4']);
    expect(heatLevels([0, 5, 0], 0, [{ from: 0, to: 2 * H }])).toEqual(['gap', '4', '0']);
    expect(heatLevels([], 0, [])).toEqual([]);
    expect(heatLevels([1], 0, [])).toEqual(['4']);
  });

  it('spreads hours over a range and leaves out what lies outside', () => {
    const at = (hour: number): string => new Date(hour * H).toISOString();
    const hours = [
      { at: at(1), events: 3 },
      { at: at(3), events: 4 },
      { at: at(9), events: 5 },
    ];
    expect(spreadHours(hours, { from: H, to: 5 * H })).toEqual([3, 0, 4, 0]);
    expect(spreadHours([], { from: H, to: H })).toEqual([]);
  });
});
