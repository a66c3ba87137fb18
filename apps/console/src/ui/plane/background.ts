import { useSyncExternalStore } from 'react';
import { z } from 'zod';
import type { Place } from './plane.ts';

/** A line of the operator's own file. */
export type Line = readonly Place[];

/** Lines behind every picture, as long as the page is open; they never leave the browser. */
export interface Background {
  readonly name: string;
  readonly lines: readonly Line[];
}

/** Larger files are refused; more points than this are left out. */
export const MOST_BYTES = 50_000_000;
const MOST_POINTS = 300_000;

const Pair = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]).rest(z.number());
const Pairs = z.array(Pair);
const Geometry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('LineString'), coordinates: Pairs }),
  z.object({ type: z.literal('MultiLineString'), coordinates: z.array(Pairs) }),
  z.object({ type: z.literal('Polygon'), coordinates: z.array(Pairs) }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(Pairs)) }),
]);
type Geometry = z.output<typeof Geometry>;
const Collection = z.object({ features: z.array(z.object({ geometry: z.unknown() })) });

const pathsOf = (geometry: Geometry): readonly z.output<typeof Pairs>[] => {
  switch (geometry.type) {
    case 'LineString':
      return [geometry.coordinates];
    case 'MultiPolygon':
      return geometry.coordinates.flat();
    case 'MultiLineString':
    case 'Polygon':
      return geometry.coordinates;
  }
};

/** Lines and borders of a GeoJSON text; undefined when it is none or holds no line. Points and unknown shapes are left out. */
export const linesOf = (text: string): readonly Line[] | undefined => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  const collection = Collection.safeParse(parsed);
  const shapes = collection.success ? collection.data.features.map(({ geometry }) => geometry) : [parsed];
  const lines: Line[] = [];
  let points = 0;
  for (const shape of shapes) {
    const geometry = Geometry.safeParse(shape);
    if (!geometry.success) continue;
    for (const path of pathsOf(geometry.data)) {
      points += path.length;
      if (points > MOST_POINTS) return lines;
      if (path.length > 1) lines.push(path.map(([lon, lat]) => ({ lon, lat })));
    }
  }
  return lines.length === 0 ? undefined : lines;
};

let current: Background | undefined;
const listeners = new Set<() => void>();

/** Puts lines behind every picture, or takes them away. */
export const setBackground = (background: Background | undefined): void => {
  current = background;
  for (const listener of listeners) listener();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** The lines behind every picture. */
export const useBackground = (): Background | undefined => useSyncExternalStore(subscribe, () => current);
