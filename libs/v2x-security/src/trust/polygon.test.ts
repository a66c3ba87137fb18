import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pointInPolygon, polygonInPolygon } from './polygon.ts';

const corner = fc.record({ latitude: fc.integer({ min: -50, max: 50 }), longitude: fc.integer({ min: -50, max: 50 }) });
type Corner = { readonly latitude: number; readonly longitude: number };

/** Twice the area of a triangle, with its sign. */
const area = (a: Corner, b: Corner, c: Corner): number =>
  (b.longitude - a.longitude) * (c.latitude - a.latitude) - (b.latitude - a.latitude) * (c.longitude - a.longitude);

/** A point lies in a triangle when the three triangles with it are as large as the whole together. */
const inTriangle = (point: Corner, [a, b, c]: readonly [Corner, Corner, Corner]): boolean =>
  Math.abs(area(a, b, point)) + Math.abs(area(b, c, point)) + Math.abs(area(c, a, point)) === Math.abs(area(a, b, c));

describe('polygons', () => {
  it('hold the points that areas say', () => {
    fc.assert(
      fc.property(corner, corner, corner, corner, (a, b, c, point) => {
        fc.pre(area(a, b, c) !== 0);
        expect(pointInPolygon(point, [a, b, c])).toBe(inTriangle(point, [a, b, c]));
      }),
      { numRuns: 2000 },
    );
  });

  it('hold a triangle only when they hold every point of it', () => {
    let held = 0;
    const inner = fc.tuple(corner, corner, corner);
    fc.assert(
      fc.property(inner, inner, fc.nat(20), fc.nat(20), ([d, e, f], wide, u, v) => {
        const grown = ({ latitude, longitude }: Corner) => ({ latitude: 3 * latitude, longitude: 3 * longitude });
        const [a, b, c] = [grown(wide[0]), grown(wide[1]), grown(wide[2])];
        if (area(a, b, c) === 0 || area(d, e, f) === 0 || !polygonInPolygon([d, e, f], [a, b, c])) return;
        held += 1;
        const w = 41 - u - v;
        const mix = (pick: (one: Corner) => number) => (pick(d) * u + pick(e) * v + pick(f) * w) / 41;
        const point = { latitude: mix((one) => one.latitude), longitude: mix((one) => one.longitude) };
        const total = Math.abs(area(a, b, c));
        const parts = Math.abs(area(a, b, point)) + Math.abs(area(b, c, point)) + Math.abs(area(c, a, point));
        expect(Math.abs(parts - total)).toBeLessThan(1e-6 * total + 1e-6);
      }),
      { numRuns: 3000, seed: 7 },
    );
    expect(held).toBeGreaterThan(50);
  });

  it('hold themselves, and not what sticks out', () => {
    const square = [
      { latitude: 0, longitude: 0 },
      { latitude: 0, longitude: 10 },
      { latitude: 10, longitude: 10 },
      { latitude: 10, longitude: 0 },
    ];
    expect(polygonInPolygon(square, square)).toBe(true);
    const out = square.map(({ latitude, longitude }) => ({ latitude: latitude + 1, longitude }));
    expect(polygonInPolygon(out, square)).toBe(false);
    const bow = [
      { latitude: 1, longitude: 1 },
      { latitude: 9, longitude: 5 },
      { latitude: 1, longitude: 9 },
    ];
    expect(polygonInPolygon(bow, square)).toBe(true);
    const dented = [...square.slice(0, 2), { latitude: 5, longitude: 5 }, ...square.slice(2)];
    expect(polygonInPolygon(bow, dented)).toBe(false);
  });
});
