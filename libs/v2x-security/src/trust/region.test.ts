import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { box } from '../../testing/pki.ts';
import { regionContains, regionHolds } from './region.ts';
import type { Place, Region } from './region.ts';

const at = (latitude: number, longitude: number): Place => ({ latitude, longitude });
const square = (south: number, west: number, size: number): Region => ({ rectangular: [box(south, west, size)] });
const circle = (center: Place, radius: number): Region => ({ circular: { center, radius } });
const polygon = (...corners: readonly (readonly [number, number])[]): Region => ({
  polygonal: corners.map(([latitude, longitude]) => at(latitude, longitude)),
});
const china: Region = { identified: [{ countryOnly: 156 }] };
const beijing = at(399_000_000, 1_164_000_000);

describe('a place', () => {
  it.each([
    ['in a circle', circle(beijing, 1000), at(399_000_000, 1_164_100_000), 'inside'],
    ['outside a circle', circle(beijing, 1000), at(399_100_000, 1_164_000_000), 'outside'],
    ['on the edge of a square', square(0, 0, 100), at(100, 100), 'inside'],
    ['beside a square', square(0, 0, 100), at(101, 100), 'outside'],
    ['in the second of two squares', { rectangular: [box(0, 0, 10), box(50, 50, 10)] }, at(55, 55), 'inside'],
    ['in a triangle', polygon([0, 0], [100, 0], [0, 100]), at(20, 20), 'inside'],
    ['on the edge of a triangle', polygon([0, 0], [100, 0], [0, 100]), at(50, 50), 'inside'],
    ['beside a triangle', polygon([0, 0], [100, 0], [0, 100]), at(51, 50), 'outside'],
    ['in the dent of a polygon', polygon([0, 0], [100, 0], [50, 50], [100, 100], [0, 100]), at(80, 50), 'outside'],
    ['in a country without a map', china, beijing, 'undecided'],
  ] as const)('%s', (_, region, place, expected) => {
    expect(regionHolds(region, place)).toBe(expected);
  });

  it('in a country with a map', () => {
    const map = () => ({ country: 156, region: 11 });
    expect(regionHolds(china, beijing, map)).toBe('inside');
    expect(regionHolds({ identified: [{ countryOnly: 276 }] }, beijing, map)).toBe('outside');
    const part = { identified: [{ countryAndRegions: { countryOnly: 156, regions: [31] } }] };
    expect(regionHolds(part, beijing, map)).toBe('outside');
    expect(regionHolds(part, beijing, () => ({ country: 156, region: 31 }))).toBe('inside');
    expect(regionHolds(part, beijing, () => ({ country: 156 }))).toBe('undecided');
    const finer = { identified: [{ countryAndSubregions: { country: 156, regionAndSubregions: [] } }] };
    expect(regionHolds(finer, beijing, map)).toBe('undecided');
  });
});

describe('a region in a region', () => {
  const ring = { identified: [{ countryAndRegions: { countryOnly: 156, regions: [11, 31] } }] };
  it.each([
    ['circle in circle', circle(beijing, 1000), circle(beijing, 999), 'inside'],
    ['larger circle', circle(beijing, 1000), circle(beijing, 1001), 'outside'],
    ['square in square', square(0, 0, 100), square(10, 10, 50), 'inside'],
    ['square over the edge', square(0, 0, 100), square(60, 60, 50), 'outside'],
    ['square over two neighbours', { rectangular: [box(0, 0, 100), box(0, 100, 100)] }, square(10, 50, 80), 'inside'],
    ['square over a gap', { rectangular: [box(0, 0, 100), box(0, 101, 100)] }, square(10, 50, 80), 'outside'],
    ['square in circle', circle(beijing, 2000), square(beijing.latitude, beijing.longitude, 50_000), 'inside'],
    ['circle in square', square(0, 0, 1_000_000), circle(at(500_000, 500_000), 1000), 'inside'],
    ['circle near the edge of a square', square(0, 0, 1_000_000), circle(at(1000, 1000), 1000), 'undecided'],
    ['triangle in square', square(0, 0, 100), polygon([1, 1], [90, 1], [1, 90]), 'inside'],
    ['square in triangle', polygon([0, 0], [100, 0], [0, 100]), square(1, 1, 40), 'inside'],
    ['square over a triangle', polygon([0, 0], [100, 0], [0, 100]), square(1, 1, 60), 'outside'],
    ['over a dent', polygon([0, 0], [100, 0], [50, 50], [100, 100], [0, 100]), square(10, 10, 80), 'outside'],
    ['part in country', china, ring, 'inside'],
    ['country in part', ring, china, 'outside'],
    ['part in parts', ring, { identified: [{ countryAndRegions: { countryOnly: 156, regions: [31] } }] }, 'inside'],
    ['another part', ring, { identified: [{ countryAndRegions: { countryOnly: 156, regions: [32] } }] }, 'outside'],
    ['another country', china, { identified: [{ countryOnly: 276 }] }, 'outside'],
    ['shape in country', china, circle(beijing, 10), 'undecided'],
    ['country in shape', circle(beijing, 10), china, 'undecided'],
  ] as const)('%s', (_, outer, inner, expected) => {
    expect(regionContains(outer as Region, inner as Region)).toBe(expected);
  });

  it('holds for subregions one by one', () => {
    const of = (region: number, subregions: readonly number[]): Region => ({
      identified: [{ countryAndSubregions: { country: 156, regionAndSubregions: [{ region, subregions }] } }],
    });
    expect(regionContains(ring, of(11, [1, 2]))).toBe('inside');
    expect(regionContains(of(11, [1, 2]), of(11, [2]))).toBe('inside');
    expect(regionContains(of(11, [1, 2]), of(11, [3]))).toBe('outside');
    expect(regionContains(of(11, [1]), of(12, [1]))).toBe('outside');
    expect(regionContains(of(11, [1]), ring)).toBe('outside');
  });

  it('agrees with its places: what lies in the inner one lies in the outer one', () => {
    const corner = fc.integer({ min: -1000, max: 1000 });
    const squares = fc.tuple(corner, corner, fc.integer({ min: 1, max: 500 }));
    fc.assert(
      fc.property(
        fc.array(squares, { minLength: 1, maxLength: 5 }),
        squares,
        corner,
        corner,
        (outers, inner, dy, dx) => {
          const outer: Region = { rectangular: outers.map(([south, west, size]) => box(south, west, size)) };
          const [south, west, size] = inner;
          const place = at(south + (Math.abs(dy) % (size + 1)), west + (Math.abs(dx) % (size + 1)));
          if (regionContains(outer, square(south, west, size)) === 'inside')
            expect(regionHolds(outer, place)).toBe('inside');
        },
      ),
      { numRuns: 1000 },
    );
  });
});
