import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromCompass, planeAt } from './plane.ts';
import { lengthOf } from './vector.ts';

describe('plane', () => {
  it('turns a thousandth of a degree into metres', () => {
    const place = planeAt({ latitude: 39.9, longitude: 116.4 });
    const { x, y } = place({ latitude: 39.901, longitude: 116.401 });
    expect(y).toBeCloseTo(111.32, 1);
    expect(x).toBeCloseTo(85.4, 1);
  });

  it('has its origin at zero and crosses the date line', () => {
    const place = planeAt({ latitude: 0, longitude: 179.9995 });
    expect(lengthOf(place({ latitude: 0, longitude: 179.9995 }))).toBe(0);
    expect(place({ latitude: 0, longitude: -179.9995 }).x).toBeCloseTo(111.32, 1);
  });
});

describe('compass', () => {
  it('has north up and east to the right', () => {
    expect(fromCompass(10, 0)).toEqual({ x: 0, y: 10 });
    expect(fromCompass(10, 90).x).toBeCloseTo(10);
    expect(fromCompass(10, 180).y).toBeCloseTo(-10);
    expect(fromCompass(10, 270).x).toBeCloseTo(-10);
  });

  it('keeps the length', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 200, noNaN: true }),
        fc.double({ min: 0, max: 360, noNaN: true }),
        (v, d) => {
          expect(lengthOf(fromCompass(v, d))).toBeCloseTo(v, 6);
        },
      ),
    );
  });
});
