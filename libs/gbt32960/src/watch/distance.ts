import { NO_VALUE } from '../columns.ts';
import type { Observation, Way } from './detector.ts';

const EARTH_KM = 6371;
const RADIANS = Math.PI / 180 / 1e6;

/** Distance of two points on a sphere in km (haversine); coordinates in 1e-6 degree. */
export const kilometres = (lon1: number, lat1: number, lon2: number, lat2: number): number => {
  const half = (angle: number): number => Math.sin(angle / 2) ** 2;
  const a =
    half((lat2 - lat1) * RADIANS) + Math.cos(lat1 * RADIANS) * Math.cos(lat2 * RADIANS) * half((lon2 - lon1) * RADIANS);
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(a)));
};

/** True when the report has a valid fix inside the world. */
export const hasFix = ({ columns: { scalar }, row }: Pick<Observation, 'columns' | 'row'>): boolean => {
  const longitude = scalar.longitude[row] ?? NO_VALUE;
  const latitude = scalar.latitude[row] ?? NO_VALUE;
  return ((scalar.positionStatus[row] ?? 1) & 1) === 0 && Math.abs(longitude) <= 180e6 && Math.abs(latitude) <= 90e6;
};

const wayOf = (seen: Observation): Way | undefined => {
  const { columns, row, before } = seen;
  const seconds = ((columns.scalar.time[row] ?? 0) - before.positionTime) / 1000;
  if (before.positionTime === 0 || seconds <= 0 || !hasFix(seen)) return undefined;
  const { longitude, latitude } = columns.scalar;
  return { km: kilometres(before.longitude, before.latitude, longitude[row] ?? 0, latitude[row] ?? 0), seconds };
};

/** Way and time since the last valid position; undefined without two of them in order. Worked out once a report. */
export const move = (seen: Observation): Way | undefined => {
  if (seen.way === 'unknown') seen.way = wayOf(seen);
  return seen.way;
};
