import { describe, expect, it } from 'vitest';
import { bsmId, createBsmRecord } from './bsm-record.ts';

describe('the record of a BSM', () => {
  it('is new each time it is made', () => {
    const one = createBsmRecord();
    const other = createBsmRecord();
    one.speed = 5;
    expect(other.speed).toBe(0);
    expect(Object.keys(one)).toHaveLength(21);
    expect(new Set(Object.values(other))).toEqual(new Set([0]));
  });

  it.each([
    [0, 0, '0000000000000000'],
    [1, 2, '0000000100000002'],
    [0xffff_ffff, 0xdead_beef, 'ffffffffdeadbeef'],
  ])('shows its id as sixteen digits', (idHigh, idLow, text) => {
    expect(bsmId({ idHigh, idLow })).toBe(text);
  });
});
