import type { Columns } from '../columns.ts';

/**
 * A report in bands: two numbers that stay the same while nothing changed that anybody would ask about. `urgent` covers
 * alarms, faults and values out of bounds, and is 0 when there is none; `plain` covers states and coarse quantities.
 */
export interface Bands {
  urgent: number;
  plain: number;
}

/** Widths of the bands, in the units of the columns. */
const SPEED = 100;
const SOC = 5;
const INSULATION = 250;
const CELL = 250;
const TEMPERATURE = 10;
const CURRENT = 500;

/** Limits that no healthy battery passes: mV of a cell, °C + 40 of a probe. */
const CELL_HIGH = 4500;
const CELL_LOW = 2000;
const PROBE_HIGH = 105;
const MARK_16 = 0xfffe;
const MARK_8 = 0xfe;

const mix = (hash: number, value: number): number => Math.imul(hash ^ value, 0x01000193) >>> 0;
const short = (hash: number): number => (hash ^ (hash >>> 16)) & 0xffff;
const within = (value: number, mark: number, low: number, high: number): boolean =>
  value >= mark || (value >= low && value <= high);

const urgentOf = ({ scalar, list }: Columns, row: number): number => {
  const level = scalar.alarmLevel[row] ?? 0xff;
  const alarms = scalar.alarmBits[row] ?? 0;
  const faults = (list.faults.ends[row] ?? 0) - (row === 0 ? 0 : (list.faults.ends[row - 1] ?? 0));
  const cells =
    within(scalar.maxCell[row] ?? MARK_16, MARK_16, CELL_LOW, CELL_HIGH) &&
    within(scalar.minCell[row] ?? MARK_16, MARK_16, CELL_LOW, CELL_HIGH);
  const hot = !within(scalar.maxProbe[row] ?? MARK_8, MARK_8, 0, PROBE_HIGH);
  if ((level === 0 || level >= MARK_8) && alarms === 0 && faults === 0 && cells && !hot) return 0;
  const hash = mix(mix(mix(0x811c9dc5, level), alarms), (faults << 2) | (cells ? 0 : 2) | (hot ? 1 : 0));
  return short(hash) || 1;
};

const band = (value: number, mark: number, width: number): number => (value >= mark ? mark : Math.trunc(value / width));

const plainOf = ({ scalar }: Columns, row: number): number => {
  let hash = 0x811c9dc5;
  hash = mix(hash, ((scalar.state[row] ?? 0) << 16) | ((scalar.charge[row] ?? 0) << 8) | (scalar.mode[row] ?? 0));
  hash = mix(hash, ((scalar.gear[row] ?? 0) << 8) | ((scalar.positionStatus[row] ?? 0) << 2));
  hash = mix(hash, band(scalar.speed[row] ?? MARK_16, MARK_16, SPEED));
  hash = mix(hash, band(scalar.soc[row] ?? MARK_8, MARK_8, SOC));
  hash = mix(hash, band(scalar.insulation[row] ?? MARK_16, MARK_16, INSULATION));
  hash = mix(hash, band(scalar.minCell[row] ?? MARK_16, MARK_16, CELL));
  hash = mix(hash, band(scalar.maxCell[row] ?? MARK_16, MARK_16, CELL));
  hash = mix(hash, band(scalar.maxProbe[row] ?? MARK_8, MARK_8, TEMPERATURE));
  hash = mix(hash, Math.trunc((scalar.current[row] ?? 0) / CURRENT));
  hash = mix(hash, ((scalar.signatureAlgorithm[row] ?? 0) << 16) | (scalar.subjects[row] ?? 0));
  return short(hash);
};

/** Writes the bands of a row into `into`. */
export const bandsOf = (columns: Columns, row: number, into: Bands): void => {
  into.urgent = urgentOf(columns, row);
  into.plain = plainOf(columns, row);
};
