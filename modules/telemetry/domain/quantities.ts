import { NO_VALUE, SUBJECT_BIT } from '@chedun/gbt32960';
import type { Mark, Quantity, Reading } from '../contract.ts';

/** How a column of the table holds a quantity: value = raw / divisor + offset, and where its marks lie. */
interface Holding {
  readonly column: string;
  /** The raw numbers from which on the standard has marks: the first is "abnormal", the second "invalid". */
  readonly marks: number;
  readonly divisor: number;
  readonly offset: number;
  /** Bit of the information type that carries it. */
  readonly subject: number;
}

const BYTE = 0xfe;
const WORD = 0xfffe;
const LONG = 0xffff_fffe;
const { vehicle, engine, extremes, alarm } = SUBJECT_BIT;

const held = (column: string, marks: number, subject: number, divisor = 1, offset = 0): Holding => ({
  column,
  marks,
  divisor,
  offset,
  subject,
});

/** Columns of the quantities (units: comments of the table and COLUMN_UNITS of the codec). */
export const HOLDINGS: Readonly<Record<Quantity, Holding>> = {
  speed: held('speed', WORD, vehicle, 10),
  odometer: held('odometer', LONG, vehicle, 10),
  voltage: held('voltage', WORD, vehicle, 10),
  current: held('current', NO_VALUE, vehicle, 10),
  soc: held('soc', BYTE, vehicle),
  insulation: held('insulation', WORD, vehicle),
  accelPedal: held('accel_pedal', BYTE, vehicle),
  brakePedal: held('brake_pedal', BYTE, vehicle),
  engineRpm: held('engine_rpm', WORD, engine),
  maxCell: held('max_cell', WORD, extremes, 1000),
  minCell: held('min_cell', WORD, extremes, 1000),
  maxProbe: held('max_probe', BYTE, extremes, 1, -40),
  minProbe: held('min_probe', BYTE, extremes, 1, -40),
  alarmLevel: held('alarm_level', BYTE, alarm),
};

/** The raw number in physical units, without the noise of binary fractions. */
export const physical = (raw: number, divisor: number, offset = 0): number => {
  const value = raw / divisor + offset;
  return Math.round(value * 1e6) / 1e6;
};

const markOf = (raw: number, marks: number): Mark => (marks === NO_VALUE || raw > marks ? 'invalid' : 'abnormal');

/** Reads a raw number; `present` tells whether the report carried the quantity at all. */
export const readingOf = (quantity: Quantity, raw: number, present: boolean): Reading => {
  const { marks, divisor, offset } = HOLDINGS[quantity];
  if (!present) return { value: null, mark: 'absent' };
  return raw >= marks
    ? { value: null, mark: markOf(raw, marks) }
    : { value: physical(raw, divisor, offset), mark: null };
};

/** A value or null, for lists that do not say why. */
export const valueOf = (raw: number, marks: number, divisor = 1, offset = 0): number | null =>
  raw >= marks ? null : physical(raw, divisor, offset);

/** Marks of cells and probes. */
export const CELL_MARKS = WORD;
export const PROBE_MARKS = BYTE;
