import { z } from 'zod';
import type { Point } from './plane.ts';

const Position = z.array(z.number()).min(2).max(4);
const Line = z.array(Position);
const Geometry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('LineString'), coordinates: Line }),
  z.object({ type: z.literal('MultiLineString'), coordinates: z.array(Line) }),
  z.object({ type: z.literal('Polygon'), coordinates: z.array(Line) }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(Line)) }),
]);
const Feature = z.object({ type: z.literal('Feature'), geometry: z.unknown() });
const Collection = z.object({ type: z.literal('FeatureCollection'), features: z.array(Feature) });

/** Longitude and latitude in degrees, WGS 84. */
export type LonLat = readonly [number, number];

/** Lines of a background; `metres` files carry the coordinates of the scene itself. */
export interface Background {
  readonly lines: readonly (readonly LonLat[])[];
  readonly units: 'degrees' | 'metres';
}

/** Positions that a background may have: more would make the replay stutter. */
export const MOST_POSITIONS = 200_000;

const linesOf = (geometry: unknown): readonly (readonly number[])[][] => {
  const parsed = Geometry.safeParse(geometry);
  if (!parsed.success) return [];
  const { type, coordinates } = parsed.data;
  if (type === 'LineString') return [coordinates];
  return type === 'MultiPolygon' ? coordinates.flat() : coordinates;
};

const geometriesOf = (document: unknown): readonly unknown[] => {
  const collection = Collection.safeParse(document);
  if (collection.success) return collection.data.features.map(({ geometry }) => geometry);
  const feature = Feature.safeParse(document);
  return feature.success ? [feature.data.geometry] : [document];
};

const isDegrees = ([lon, lat]: LonLat): boolean => Math.abs(lon) <= 180 && Math.abs(lat) <= 90;

/**
 * Lines of an operator's GeoJSON text: lines and outlines of areas, points left out.
 * Undefined when there is no line in it or more than {@link MOST_POSITIONS} positions.
 */
export const readBackground = (text: string): Background | undefined => {
  const lines = geometriesOf(parsed(text))
    .flatMap(linesOf)
    .map((line) => line.map(([lon = 0, lat = 0]): LonLat => [lon, lat]))
    .filter((line) => line.length > 1);
  const count = lines.reduce((sum, line) => sum + line.length, 0);
  if (count === 0 || count > MOST_POSITIONS) return undefined;
  return { lines, units: lines.every((line) => line.every(isDegrees)) ? 'degrees' : 'metres' };
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

const METRES_PER_DEGREE = 111_320;

/** A position in metres east and north of an origin; good to a few centimetres within some kilometres. */
export const project = ([lon, lat]: LonLat, [lon0, lat0]: LonLat): Point => ({
  x: (lon - lon0) * METRES_PER_DEGREE * Math.cos((lat0 * Math.PI) / 180),
  y: (lat - lat0) * METRES_PER_DEGREE,
});

/** Lines of a background in metres of the scene; degrees need the scene's origin, without it nothing is drawn. */
export const placeBackground = (
  { lines, units }: Background,
  origin: LonLat | undefined,
): readonly (readonly Point[])[] => {
  if (units === 'metres') return lines.map((line) => line.map(([x, y]) => ({ x, y })));
  if (origin === undefined) return [];
  return lines.map((line) => line.map((position) => project(position, origin)));
};
