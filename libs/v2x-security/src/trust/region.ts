import type { ValueOf } from '@chedun/asn1';
import { polygonInPolygon, pointInPolygon } from './polygon.ts';
import type { GeographicRegion, IdentifiedRegion, TwoDLocation } from '../schema/base.ts';

/** A place in tenths of microdegrees. */
export type Place = ValueOf<typeof TwoDLocation>;
/** A region as certificates hold it. */
export type Region = ValueOf<typeof GeographicRegion>;

/** `undecided`: it takes a map of countries, or a proof that this library does not have. */
export type Containment = 'inside' | 'outside' | 'undecided';

/** UN number of the country (and, where known, of its part) at a place; undefined = unknown. */
export type CountryAt = (place: Place) => { readonly country: number; readonly region?: number } | undefined;

const METRES_PER_UNIT = 6_371_008.8 * (Math.PI / 180) * 1e-7;

/** Distance in metres on the sphere, flat for the short distances of regions (below 66 km, error below 0.1 %). */
const distance = (one: Place, two: Place): number => {
  const middle = ((one.latitude + two.latitude) / 2) * 1e-7 * (Math.PI / 180);
  const turn = Math.abs(one.longitude - two.longitude);
  const across = Math.min(turn, 3_600_000_000 - turn) * Math.cos(middle);
  return Math.hypot(one.latitude - two.latitude, across) * METRES_PER_UNIT;
};

type Box = { readonly north: number; readonly south: number; readonly west: number; readonly east: number };
type Rectangles = readonly { readonly northWest: Place; readonly southEast: Place }[];

const boxOf = ({ northWest, southEast }: Rectangles[number]): Box => ({
  north: northWest.latitude,
  south: southEast.latitude,
  west: northWest.longitude,
  east: southEast.longitude,
});

const inBox = (place: Place, box: Box): boolean =>
  place.latitude <= box.north &&
  place.latitude >= box.south &&
  place.longitude >= box.west &&
  place.longitude <= box.east;

/** Whether a box lies in one of the boxes, or in their union (cut along all edges; up to 64 boxes). */
const boxCovered = (box: Box, boxes: readonly Box[]): boolean => {
  const cuts = (edges: (one: Box) => readonly [number, number], low: number, high: number): readonly number[] =>
    [...new Set([low, high, ...boxes.flatMap(edges)])]
      .filter((edge) => edge >= low && edge <= high)
      .toSorted((a, b) => a - b);
  const rows = cuts((one) => [one.south, one.north], box.south, box.north);
  const columns = cuts((one) => [one.west, one.east], box.west, box.east);
  const middles = (edges: readonly number[]): readonly number[] =>
    edges.length === 1 ? edges : edges.slice(1).map((edge, at) => (edge + (edges[at] ?? edge)) / 2);
  return middles(rows).every((latitude) =>
    middles(columns).every((longitude) => boxes.some((one) => inBox({ latitude, longitude }, one))),
  );
};

type Identified = ValueOf<typeof IdentifiedRegion>;

const decided = (isInside: boolean): Containment => (isInside ? 'inside' : 'outside');

const atCountry = (list: readonly Identified[], place: Place, countryAt: CountryAt | undefined): Containment => {
  const found = countryAt?.(place);
  if (found === undefined) return 'undecided';
  let result: Containment = 'outside';
  for (const one of list) {
    if ('countryOnly' in one && one.countryOnly === found.country) return 'inside';
    if ('countryAndRegions' in one && one.countryAndRegions.countryOnly === found.country) {
      if (found.region === undefined) result = 'undecided';
      else if (one.countryAndRegions.regions.includes(found.region)) return 'inside';
    }
    if ('countryAndSubregions' in one && one.countryAndSubregions.country === found.country) result = 'undecided';
  }
  return result;
};

/** Whether a place lies in a region. */
export const regionHolds = (region: Region, place: Place, countryAt?: CountryAt): Containment => {
  if ('circular' in region) return decided(distance(region.circular.center, place) <= region.circular.radius);
  if ('rectangular' in region) return decided(region.rectangular.some((one) => inBox(place, boxOf(one))));
  if ('polygonal' in region) return decided(pointInPolygon(place, region.polygonal));
  if ('identified' in region) return atCountry(region.identified, place, countryAt);
  return 'undecided';
};

const inIdentified = (outer: readonly Identified[], inner: Identified): Containment => {
  const country = countryOf(inner);
  const same = outer.filter((one) => countryOf(one) === country);
  if (same.some((one) => 'countryOnly' in one)) return 'inside';
  if ('countryAndRegions' in inner) {
    const allowed = new Set(same.flatMap((one) => ('countryAndRegions' in one ? one.countryAndRegions.regions : [])));
    return decided(inner.countryAndRegions.regions.every((region) => allowed.has(region)));
  }
  if (!('countryAndSubregions' in inner)) return country === undefined ? 'undecided' : 'outside';
  return decided(inner.countryAndSubregions.regionAndSubregions.every((part) => isPartAllowed(same, part)));
};

const isPartAllowed = (
  same: readonly Identified[],
  part: { readonly region: number; readonly subregions: readonly number[] },
): boolean =>
  same.some(
    (one) =>
      ('countryAndRegions' in one && one.countryAndRegions.regions.includes(part.region)) ||
      ('countryAndSubregions' in one &&
        one.countryAndSubregions.regionAndSubregions.some(
          (other) => other.region === part.region && part.subregions.every((each) => other.subregions.includes(each)),
        )),
  );

const countryOf = (one: Identified): number | undefined => {
  if ('countryOnly' in one) return one.countryOnly;
  if ('countryAndRegions' in one) return one.countryAndRegions.countryOnly;
  return 'countryAndSubregions' in one ? one.countryAndSubregions.country : undefined;
};

const circleBox = ({ center, radius }: { readonly center: Place; readonly radius: number }): Box => {
  const up = radius / METRES_PER_UNIT;
  const across = up / Math.max(0.01, Math.cos(center.latitude * 1e-7 * (Math.PI / 180)));
  return {
    north: center.latitude + up,
    south: center.latitude - up,
    west: center.longitude - across,
    east: center.longitude + across,
  };
};

const corners = (box: Box): readonly Place[] => [
  { latitude: box.north, longitude: box.west },
  { latitude: box.north, longitude: box.east },
  { latitude: box.south, longitude: box.east },
  { latitude: box.south, longitude: box.west },
];

/** Outlines that enclose a geometric region; exact for rectangles and polygons, larger than it for a circle. */
const outlines = (region: Region): readonly (readonly Place[])[] => {
  if ('circular' in region) return [corners(circleBox(region.circular))];
  if ('rectangular' in region) return region.rectangular.map((one) => corners(boxOf(one)));
  return 'polygonal' in region ? [region.polygonal] : [];
};

const aroundOf = (outline: readonly Place[]): Box => ({
  north: Math.max(...outline.map((one) => one.latitude)),
  south: Math.min(...outline.map((one) => one.latitude)),
  west: Math.min(...outline.map((one) => one.longitude)),
  east: Math.max(...outline.map((one) => one.longitude)),
});

/**
 * Whether a region lies wholly in another one (IEEE 1609.2 6.4.17). Exact for circles in circles, rectangles in
 * rectangles, polygons in polygons and identified regions in identified ones. Where only the enclosing box of a shape
 * was tried, "not inside the box" is `undecided`, as is every mixture of names and shapes.
 */
export const regionContains = (outer: Region, inner: Region): Containment => {
  if ('identified' in outer && 'identified' in inner) {
    const all = inner.identified.map((one) => inIdentified(outer.identified, one));
    return all.includes('outside') ? 'outside' : all.includes('undecided') ? 'undecided' : 'inside';
  }
  const shapes = outlines(inner);
  if (shapes.length === 0) return 'undecided';
  if ('circular' in outer) return inCircle(outer.circular, inner, shapes);
  if ('polygonal' in outer) {
    if (shapes.every((shape) => polygonInPolygon(shape, outer.polygonal))) return 'inside';
    return 'circular' in inner ? 'undecided' : 'outside';
  }
  if (!('rectangular' in outer)) return 'undecided';
  const boxes = outer.rectangular.map(boxOf);
  if (shapes.every((shape) => boxCovered(aroundOf(shape), boxes))) return 'inside';
  return 'rectangular' in inner ? 'outside' : 'undecided';
};

const inCircle = (
  outer: { readonly center: Place; readonly radius: number },
  inner: Region,
  shapes: readonly (readonly Place[])[],
): Containment => {
  if ('circular' in inner)
    return decided(distance(outer.center, inner.circular.center) + inner.circular.radius <= outer.radius);
  return decided(shapes.flat().every((corner) => distance(outer.center, corner) <= outer.radius));
};
