import { readFile, rename, writeFile } from 'node:fs/promises';
import type { Prng } from '../prng.ts';
import { step } from './vehicle.ts';
import type { Phase, Vehicle } from './vehicle.ts';

/** What of a vehicle goes on from one run to the next. */
const NUMBERS = [
  'left',
  'speedKmh',
  'targetKmh',
  'headingDeg',
  'lon',
  'lat',
  'socPct',
  'odometerKm',
  'currentA',
  'batteryC',
  'motorRpm',
  'torqueNm',
  'serial',
] as const satisfies readonly (keyof Vehicle)[];
const PHASES: readonly Phase[] = ['driving', 'parked', 'charging'];
/** While nobody looked, vehicles have gone on for at most this long, seconds. */
const MOST_GAP_S = 600;

/** Writes where the vehicles are; a run that ends in the middle of it leaves the former state. */
export const saveFleet = async (file: string, fleet: readonly Vehicle[], now: number): Promise<void> => {
  await writeFile(`${file}.new`, JSON.stringify({ saved: now, vehicles: fleet }));
  await rename(`${file}.new`, file);
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const restore = (vehicle: Vehicle, saved: Readonly<Record<string, unknown>>): void => {
  for (const name of NUMBERS) {
    const value = saved[name];
    if (typeof value === 'number' && Number.isFinite(value)) vehicle[name] = value;
  }
  vehicle.phase = PHASES.find((phase) => phase === saved['phase']) ?? vehicle.phase;
};

const readState = async (file: string): Promise<Readonly<Record<string, unknown>> | undefined> => {
  try {
    const state: unknown = JSON.parse(await readFile(file, 'utf8'));
    return isRecord(state) ? state : undefined;
  } catch {
    return undefined;
  }
};

/**
 * Puts the vehicles where the file says that they were, and lets them go on until `now`. False when there is no such file
 * or it cannot be read: the vehicles then start from the beginning.
 */
export const loadFleet = async (
  file: string,
  fleet: readonly Vehicle[],
  now: number,
  random: Prng,
): Promise<boolean> => {
  const state = await readState(file);
  if (state === undefined || !Array.isArray(state['vehicles'])) return false;
  const byVin = new Map(state['vehicles'].filter(isRecord).map((saved) => [saved['vin'], saved]));
  const seconds = (now - Number(state['saved'])) / 1000;
  for (const vehicle of fleet) {
    const saved = byVin.get(vehicle.vin);
    if (saved === undefined) continue;
    restore(vehicle, saved);
    step(vehicle, Math.min(MOST_GAP_S, Math.max(0, seconds)) || 0, random);
  }
  return true;
};
