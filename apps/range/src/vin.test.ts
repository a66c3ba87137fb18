import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPrng } from './prng.ts';
import { demoVin, isVin, vinCheckDigit } from './vin.ts';

describe('VIN check digits', () => {
  it.each([
    '1M8GDM9AXKP042788',
    '11111111111111111',
    'LSVAA49J132047371'.replace(/^(.{8})./, (_, head: string) => head + vinCheckDigit('LSVAA49J132047371')),
  ])('accept %s', (vin) => expect(isVin(vin)).toBe(true));

  it('refuse a changed character, forbidden letters and wrong lengths', () => {
    expect(isVin('1M8GDM9AXKP042789')).toBe(false);
    expect(isVin('1M8GDM9AXKPO42788')).toBe(false);
    expect(isVin('1M8GDM9AXKP04278')).toBe(false);
  });

  it('are right for every vehicle of the fleet, and all differ', () => {
    const vins = Array.from({ length: 3000 }, (_, index) => demoVin(index));
    expect(vins.every(isVin)).toBe(true);
    expect(new Set(vins).size).toBe(vins.length);
    fc.assert(
      fc.property(fc.nat(999_999), (index) => {
        expect(isVin(demoVin(index))).toBe(true);
      }),
    );
  });
});

describe('random streams', () => {
  it('repeat for a seed and differ between names', () => {
    const draw = (seed: number, name: string): number[] => {
      const random = createPrng(seed).fork(name);
      return Array.from({ length: 5 }, random.next);
    };
    expect(draw(7, 'fleet')).toEqual(draw(7, 'fleet'));
    expect(draw(7, 'fleet')).not.toEqual(draw(7, 'traffic'));
    expect(draw(7, 'fleet')).not.toEqual(draw(8, 'fleet'));
  });

  it('stay in their ranges and reach both ends', () => {
    const random = createPrng(3);
    const drawn = new Set(Array.from({ length: 500 }, () => random.int(2, 5)));
    expect([...drawn].toSorted()).toEqual([2, 3, 4, 5]);
    expect(random.hex(32)).toMatch(/^[0-9a-f]{32}$/);
    expect(() => random.pick([])).toThrow(RangeError);
  });
});
