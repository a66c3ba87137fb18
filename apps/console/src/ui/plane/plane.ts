import type { Box } from '@chedun/telemetry/contract';

/** A place on the ground in degrees, east and north positive. */
export interface Place {
  readonly lon: number;
  readonly lat: number;
}

/** Maps places to pixels of a picture and back; north is up and both directions have one scale. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly metresPerPixel: number;
  readonly x: (lon: number) => number;
  readonly y: (lat: number) => number;
  readonly lon: (x: number) => number;
  readonly lat: (y: number) => number;
}

const METRES_PER_DEGREE = 111_320;
/** A single place is shown with so much around it. */
const LEAST_METRES = 400;

/** The smallest box around places; undefined without any. */
export const boxAround = (places: readonly Place[]): Box | undefined => {
  if (places.length === 0) return undefined;
  const box = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity };
  for (const { lon, lat } of places) {
    box.west = Math.min(box.west, lon);
    box.east = Math.max(box.east, lon);
    box.south = Math.min(box.south, lat);
    box.north = Math.max(box.north, lat);
  }
  return box;
};

/** The plane on which a box fills a picture but for a border. */
export const planeOf = (box: Box, width: number, height: number, border = 28): Plane => {
  const middle = { lon: (box.west + box.east) / 2, lat: (box.south + box.north) / 2 };
  const perLon = METRES_PER_DEGREE * Math.max(0.01, Math.cos((middle.lat * Math.PI) / 180));
  const wide = Math.max(LEAST_METRES, (box.east - box.west) * perLon);
  const high = Math.max(LEAST_METRES, (box.north - box.south) * METRES_PER_DEGREE);
  const metresPerPixel = Math.max(wide / (width - 2 * border), high / (height - 2 * border));
  return {
    width,
    height,
    metresPerPixel,
    x: (lon) => width / 2 + ((lon - middle.lon) * perLon) / metresPerPixel,
    y: (lat) => height / 2 - ((lat - middle.lat) * METRES_PER_DEGREE) / metresPerPixel,
    lon: (x) => middle.lon + ((x - width / 2) * metresPerPixel) / perLon,
    lat: (y) => middle.lat - ((y - height / 2) * metresPerPixel) / METRES_PER_DEGREE,
  };
};

/** The largest of 1, 2 or 5 times a power of ten that is at most `most`. */
export const roundBelow = (most: number): number => {
  const power = 10 ** Math.floor(Math.log10(most));
  const digit = [5, 2, 1].find((each) => each * power <= most) ?? 1;
  return digit * power;
};

/** Length of the scale bar: a round number of metres, at most a quarter of the picture. */
export const scaleOf = ({ width, metresPerPixel }: Plane): { readonly metres: number; readonly pixels: number } => {
  const metres = roundBelow((width / 4) * metresPerPixel);
  return { metres, pixels: metres / metresPerPixel };
};

const multiples = (from: number, to: number, step: number): readonly number[] => {
  const first = Math.ceil(from / step);
  const count = Math.max(0, Math.floor(to / step) - first + 1);
  return Array.from({ length: Math.min(count, 40) }, (_, at) => (first + at) * step);
};

/** Meridians and parallels at round degrees, and the decimals that their labels need. */
export const graticule = (plane: Plane) => {
  const { width, height } = plane;
  const span = Math.min(plane.lon(width) - plane.lon(0), (plane.lat(0) - plane.lat(height)) * 2);
  const step = roundBelow(span / 4);
  return {
    decimals: Math.max(0, -Math.floor(Math.log10(step) + 1e-9)),
    meridians: multiples(plane.lon(0), plane.lon(width), step),
    parallels: multiples(plane.lat(height), plane.lat(0), step),
  };
};

/** `114.30°E`, `30.5°N`. */
export const degreeText = (value: number, axis: 'lon' | 'lat', decimals: number): string => {
  const [positive, negative] = axis === 'lon' ? ['E', 'W'] : ['N', 'S'];
  return `${Math.abs(value).toFixed(decimals)}°${value < 0 ? negative : positive}`;
};

/** `500 m`, `20 km`. */
export const lengthText = (metres: number): string => (metres < 1000 ? `${metres} m` : `${metres / 1000} km`);
