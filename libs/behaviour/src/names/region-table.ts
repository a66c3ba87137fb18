import { DomainError } from '@chedun/kernel';

/** Areas of the operator by name. Longitude and latitude in degrees, in the system of the positions of the vehicles. */
export interface RegionTable {
  readonly regions: number;
  readonly points: number;
  /** Name of the first area that holds the point; undefined when none does. */
  readonly regionOf: (lat: number, lon: number) => string | undefined;
}

/** A ring of a polygon: pairs of longitude and latitude. */
type Ring = readonly (readonly [lon: number, lat: number])[];

interface Area {
  readonly name: string;
  /** Polygons: the outer ring, then holes. */
  readonly polygons: readonly (readonly Ring[])[];
  readonly box: readonly [west: number, south: number, east: number, north: number];
}

const MOST_REGIONS = 2000;
const MOST_POINTS = 500_000;
const MOST_NAME = 60;

const bad = (feature: number, reason: string): DomainError =>
  new DomainError('behaviour.region-table-invalid', { field: `features[${feature}]`, reason });

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const listOf = (value: unknown, feature: number): readonly unknown[] => {
  if (!Array.isArray(value)) throw bad(feature, 'coordinates are no list');
  return value;
};

const pointOf = (value: unknown, feature: number): readonly [number, number] => {
  const [lon, lat] = listOf(value, feature);
  if (typeof lon !== 'number' || typeof lat !== 'number' || Math.abs(lon) > 180 || Math.abs(lat) > 90)
    throw bad(feature, 'a point is no longitude and latitude in degrees');
  return [lon, lat];
};

const ringOf = (value: unknown, feature: number): Ring => {
  const ring = listOf(value, feature).map((point) => pointOf(point, feature));
  if (ring.length < 4) throw bad(feature, 'a ring has fewer than four points');
  return ring;
};

const polygonsOf = (geometry: unknown, feature: number): Area['polygons'] => {
  if (!isRecord(geometry)) throw bad(feature, 'there is no geometry');
  const { type, coordinates } = geometry;
  if (type === 'Polygon') return [listOf(coordinates, feature).map((ring) => ringOf(ring, feature))];
  if (type === 'MultiPolygon')
    return listOf(coordinates, feature).map((polygon) => listOf(polygon, feature).map((ring) => ringOf(ring, feature)));
  throw bad(feature, 'only Polygon and MultiPolygon are areas');
};

const areaOf = (value: unknown, feature: number): Area => {
  if (!isRecord(value) || !isRecord(value['properties'])) throw bad(feature, 'there are no properties');
  const name = value['properties']['name'];
  if (typeof name !== 'string' || name.trim() === '' || name.length > MOST_NAME)
    throw bad(feature, `properties.name is no text of 1 to ${MOST_NAME} characters`);
  const polygons = polygonsOf(value['geometry'], feature);
  const box: [number, number, number, number] = [180, 90, -180, -90];
  for (const [lon, lat] of polygons.flat(2)) {
    box[0] = Math.min(box[0], lon);
    box[1] = Math.min(box[1], lat);
    box[2] = Math.max(box[2], lon);
    box[3] = Math.max(box[3], lat);
  }
  return { name: name.trim(), polygons, box };
};

/** Even-odd rule: a ray to the east crosses the ring an odd number of times. */
const isInside = (ring: Ring, lat: number, lon: number): boolean => {
  let inside = false;
  let [beforeLon, beforeLat] = ring.at(-1) ?? [0, 0];
  for (const [atLon, atLat] of ring) {
    const crosses = atLat > lat !== beforeLat > lat;
    if (crosses && lon < ((beforeLon - atLon) * (lat - atLat)) / (beforeLat - atLat) + atLon) inside = !inside;
    [beforeLon, beforeLat] = [atLon, atLat];
  }
  return inside;
};

const holds = ({ polygons, box: [west, south, east, north] }: Area, lat: number, lon: number): boolean =>
  lon >= west &&
  lon <= east &&
  lat >= south &&
  lat <= north &&
  polygons.some(
    ([outer = [], ...holes]) => isInside(outer, lat, lon) && !holes.some((hole) => isInside(hole, lat, lon)),
  );

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new DomainError('behaviour.region-table-invalid', { reason: 'not JSON' });
  }
};

/**
 * Reads areas from a GeoJSON FeatureCollection (RFC 7946) of polygons with `properties.name`; at most 2,000 areas and
 * 500,000 points. Throws `behaviour.region-table-invalid` with the number of the feature.
 */
export const readRegionTable = (geojson: string): RegionTable => {
  const whole = parsed(geojson);
  const features = isRecord(whole) && whole['type'] === 'FeatureCollection' ? whole['features'] : undefined;
  if (!Array.isArray(features) || features.length === 0 || features.length > MOST_REGIONS)
    throw new DomainError('behaviour.region-table-invalid', { reason: 'no FeatureCollection of 1 to 2,000 features' });
  const areas = features.map(areaOf);
  const points = areas.flatMap(({ polygons }) => polygons.flat()).reduce((sum, ring) => sum + ring.length, 0);
  if (points > MOST_POINTS)
    throw new DomainError('behaviour.region-table-invalid', { reason: `more than ${MOST_POINTS} points` });
  return {
    regions: new Set(areas.map(({ name }) => name)).size,
    points,
    regionOf: (lat, lon) => areas.find((area) => holds(area, lat, lon))?.name,
  };
};

const DIGITS = '0123456789bcdefghjkmnpqrstuvwxyz';
const BITS = 5;

/** Geohash of a point (G. Niemeyer, 2008): four letters are a cell of about 39 by 20 kilometres. */
export const geohash = (lat: number, lon: number, letters: number): string => {
  const [lats, lons] = [
    [-90, 90],
    [-180, 180],
  ];
  let text = '';
  for (let letter = 0; letter < letters; letter += 1) {
    let digit = 0;
    for (let bit = 0; bit < BITS; bit += 1) {
      const isLon = (letter * BITS + bit) % 2 === 0;
      const range = (isLon ? lons : lats) ?? [0, 0];
      const middle = ((range[0] ?? 0) + (range[1] ?? 0)) / 2;
      const isUpper = (isLon ? lon : lat) >= middle;
      range[isUpper ? 0 : 1] = middle;
      digit = digit * 2 + (isUpper ? 1 : 0);
    }
    text += DIGITS[digit] ?? '';
  }
  return text;
};
