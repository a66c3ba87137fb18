import type { Vector } from './vector.ts';

/** A point on the earth, degrees. */
export interface GeoPoint {
  readonly latitude: number;
  readonly longitude: number;
}

const METRES_PER_DEGREE = 111_319.49;

/**
 * The plane that touches the earth at `origin`: turns degrees into metres east and north of it. Good to a metre within
 * 20 km; take a new plane when the receiver moves on, and start a new monitor with it.
 */
export const planeAt = (origin: GeoPoint): ((point: GeoPoint) => Vector) => {
  const shrink = Math.cos((origin.latitude * Math.PI) / 180);
  return ({ latitude, longitude }) => ({
    x: wrapped(longitude - origin.longitude) * METRES_PER_DEGREE * shrink,
    y: (latitude - origin.latitude) * METRES_PER_DEGREE,
  });
};

const wrapped = (degrees: number): number => ((((degrees + 180) % 360) + 360) % 360) - 180;

/** The vector of a length and a compass direction (degrees clockwise from north), as V2X messages give speed and heading. */
export const fromCompass = (length: number, degrees: number): Vector => {
  const angle = (degrees * Math.PI) / 180;
  return { x: length * Math.sin(angle), y: length * Math.cos(angle) };
};
