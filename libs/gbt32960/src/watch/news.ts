import { bandsOf, type Bands } from './bands.ts';
import type { Columns } from '../columns.ts';
import type { VehicleMemory } from './fleet.ts';

/**
 * How much a report tells beyond the last one that was told of the same vehicle.
 * - `urgent`: alarms, faults or values out of bounds came, changed or went
 * - `changed`: a state or a quantity left its band, or it is the first report of the vehicle
 * - `due`: nothing changed, and nothing was told for a while
 * - `none`: nothing that the last one did not tell
 */
export type News = 'urgent' | 'changed' | 'due' | 'none';

const bands: Bands = { urgent: 0, plain: 0 };

/** Compares a report with what was told last of its vehicle. `dueS`: after this many seconds anything is worth telling. */
export const newsOf = (before: VehicleMemory, columns: Columns, row: number, second: number, dueS: number): News => {
  bandsOf(columns, row, bands);
  if (bands.urgent !== before.toldUrgent) return 'urgent';
  if (bands.plain !== before.toldPlain || before.told === 0) return 'changed';
  return second - before.told >= dueS ? 'due' : 'none';
};

/** Notes in the memory that the report was told. */
export const tell = (memory: VehicleMemory, columns: Columns, row: number, second: number): void => {
  bandsOf(columns, row, bands);
  memory.toldUrgent = bands.urgent;
  memory.toldPlain = bands.plain;
  memory.told = second;
};
