import { describe, expect, it } from 'vitest';
import { Quantity } from '../contract.ts';
import { valueSql } from '../sql/columns.ts';
import { chargeState, gearOf, motorState, vehicleState } from './codes.ts';
import { bars, named } from './counts.ts';
import { physical, readingOf, valueOf } from './quantities.ts';

describe('readings', () => {
  it('are in physical units without noise', () => {
    expect(readingOf('speed', 623, true)).toEqual({ value: 62.3, mark: null });
    expect(readingOf('maxProbe', 0, true)).toEqual({ value: -40, mark: null });
    expect(readingOf('minCell', 3652, true)).toEqual({ value: 3.652, mark: null });
    expect(physical(1, 10) + physical(2, 10)).toBeCloseTo(0.3);
  });

  it.each([
    ['speed', 0xffff, 'invalid'],
    ['speed', 0xfffe, 'abnormal'],
    ['soc', 0xff, 'invalid'],
    ['soc', 0xfe, 'abnormal'],
    ['odometer', 0xffff_ffff, 'invalid'],
    ['current', 0x7fff_ffff, 'invalid'],
  ] as const)('%s of %i is %s', (quantity, raw, mark) => {
    expect(readingOf(quantity, raw, true)).toEqual({ value: null, mark });
    expect(readingOf(quantity, raw, false)).toEqual({ value: null, mark: 'absent' });
  });

  it('at the edge of the range are values', () => {
    expect(readingOf('soc', 0xfd, true).value).toBe(253);
    expect(valueOf(0xfffd, 0xfffe, 1000)).toBe(65.533);
    expect(valueOf(0xfffe, 0xfffe, 1000)).toBeNull();
  });

  it('have SQL made of fixed texts for every quantity', () => {
    for (const quantity of Quantity.options) expect(valueSql(quantity)).toMatch(/^\(if\([a-z_]+ < \d+, /);
  });
});

describe('codes', () => {
  it('have names, marks, or are other', () => {
    expect([1, 2, 3, 0].map((code) => vehicleState(code, true).value)).toEqual(['on', 'off', 'other', 'other']);
    expect(chargeState(0xfe, true)).toEqual({ value: null, mark: 'abnormal' });
    expect(motorState(0xff, true)).toEqual({ value: null, mark: 'invalid' });
    expect(vehicleState(1, false)).toEqual({ value: null, mark: 'absent' });
  });

  it('of gears tell lever and forces', () => {
    expect(gearOf(0x2e)).toEqual({ lever: 'D', driving: true, braking: false });
    expect(gearOf(0x1d)).toEqual({ lever: 'R', driving: false, braking: true });
    expect([0, 3, 15].map((byte) => gearOf(byte)?.lever)).toEqual(['N', '3', 'P']);
    expect(gearOf(0x80)).toBeNull();
  });
});

describe('counts', () => {
  it('fill the gaps of a histogram and leave what has no value out', () => {
    expect(
      bars(
        [
          [-1, 0, 20],
          ['9', '2', 1],
        ],
        { step: 10, last: 20, end: 40 },
        3,
      ),
    ).toEqual([
      { from: 0, to: 10, vehicles: 6 },
      { from: 10, to: 20, vehicles: 0 },
      { from: 20, to: 40, vehicles: 3 },
    ]);
  });

  it('add up keys of one name, most first', () => {
    expect(
      named(
        [
          [1, 2, 3],
          [1, 5, '7'],
        ],
        (key) => (key === 2 ? 'b' : 'a'),
        1,
      ),
    ).toEqual([
      { name: 'a', vehicles: 8 },
      { name: 'b', vehicles: 5 },
    ]);
  });
});
