import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { geohash, readRegionTable } from './region-table.ts';

type Ring = readonly (readonly [number, number])[];
const square = (west: number, south: number, size: number): Ring => [
  [west, south],
  [west + size, south],
  [west + size, south + size],
  [west, south + size],
  [west, south],
];
const feature = (name: unknown, coordinates: unknown, type = 'Polygon') => ({
  type: 'Feature',
  properties: { name },
  geometry: { type, coordinates },
});
const table = (...features: readonly unknown[]) =>
  readRegionTable(JSON.stringify({ type: 'FeatureCollection', features }));

describe('areas of the operator', () => {
  it('hold the points inside their rings, without the holes, the first one first', () => {
    const areas = table(
      feature('东区', [square(0, 0, 10), square(4, 4, 2)]),
      feature('双岛', [[square(20, 0, 1)], [square(30, 0, 1)]], 'MultiPolygon'),
      feature('全域', [square(-50, -50, 100)]),
    );
    expect(areas).toMatchObject({ regions: 3, points: 25 });
    expect(areas.regionOf(1, 1)).toBe('东区');
    expect(areas.regionOf(5, 5)).toBe('全域');
    expect([areas.regionOf(0.5, 20.5), areas.regionOf(0.5, 30.5), areas.regionOf(0.5, 25)]).toEqual([
      '双岛',
      '双岛',
      '全域',
    ]);
    expect(areas.regionOf(60, 0)).toBeUndefined();
  });

  it('agree with arithmetic on squares, wherever they lie', () => {
    const degrees = fc.double({ min: -80, max: 70, noNaN: true });
    fc.assert(
      fc.property(degrees, degrees, degrees, degrees, (west, south, lat, lon) => {
        // A point on the border belongs to either side.
        fc.pre(![west, west + 10].includes(lon) && ![south, south + 10].includes(lat));
        const within = lon > west && lon < west + 10 && lat > south && lat < south + 10;
        expect(table(feature('a', [square(west, south, 10)])).regionOf(lat, lon) === 'a').toBe(within);
      }),
    );
  });

  it.each([
    ['no JSON', '{'],
    ['no collection', '{"type":"Feature"}'],
    ['nothing', '{"type":"FeatureCollection","features":[]}'],
    ['no name', JSON.stringify({ type: 'FeatureCollection', features: [feature('', [square(0, 0, 1)])] })],
    ['a line', JSON.stringify({ type: 'FeatureCollection', features: [feature('a', square(0, 0, 1), 'LineString')] })],
    ['metres', JSON.stringify({ type: 'FeatureCollection', features: [feature('a', [square(500_000, 0, 1)])] })],
    ['a short ring', JSON.stringify({ type: 'FeatureCollection', features: [feature('a', [[[0, 0]]])] })],
  ])('are refused when there is %s', (_, text) => {
    expect(() => readRegionTable(text)).toThrow(expect.objectContaining({ code: 'behaviour.region-table-invalid' }));
  });
});

describe('a geohash', () => {
  it('is that of the published examples', () => {
    expect(geohash(57.64911, 10.40744, 11)).toBe('u4pruydqqvj');
    expect(geohash(42.605, -5.603, 5)).toBe('ezs42');
  });

  it('is longer inside the shorter one', () => {
    const degrees = (most: number) => fc.double({ min: -most, max: most, noNaN: true });
    fc.assert(
      fc.property(degrees(90), degrees(180), (lat, lon) => {
        expect(geohash(lat, lon, 8).startsWith(geohash(lat, lon, 4))).toBe(true);
      }),
    );
  });
});
