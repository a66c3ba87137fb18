import {
  CHARGE_STATES,
  DCDC_STATES,
  MOTOR_STATES,
  RUN_MODES,
  VEHICLE_STATES,
  type Gear,
  type Mark,
} from '../contract.ts';

/** Names of the codes from 1 on. */
type Names = readonly string[];

const ABNORMAL = 0xfe;
const INVALID = 0xff;

/** A code by name, `other` where it has none, or the mark that stands in its place. */
export interface Coded<Name extends string> {
  readonly value: Name | 'other' | null;
  readonly mark: Mark | null;
}

const coded =
  <const N extends Names>(names: N) =>
  (code: number, present: boolean): Coded<N[number]> => {
    if (!present) return { value: null, mark: 'absent' };
    if (code >= ABNORMAL) return { value: null, mark: code === INVALID ? 'invalid' : 'abnormal' };
    return { value: names[code - 1] ?? 'other', mark: null };
  };

/** Readers of the coded fields of GB/T 32960.3 (2016 tables 9 and 11, the same in 2025). */
export const vehicleState = coded(VEHICLE_STATES);
export const chargeState = coded(CHARGE_STATES);
export const runMode = coded(RUN_MODES);
export const dcdcState = coded(DCDC_STATES);
export const motorState = coded(MOTOR_STATES);

const LEVER: Readonly<Record<number, string>> = { 0: 'N', 13: 'R', 14: 'D', 15: 'P' };
const GEAR_INVALID = 0x80;
const DRIVING = 0x20;
const BRAKING = 0x10;

/** Gear byte: lever in bits 0 to 3, braking force bit 4, driving force bit 5; bit 7 of 2025 means invalid. */
export const gearOf = (byte: number): Gear | null =>
  (byte & GEAR_INVALID) !== 0
    ? null
    : {
        lever: LEVER[byte & 0x0f] ?? String(byte & 0x0f),
        driving: (byte & DRIVING) !== 0,
        braking: (byte & BRAKING) !== 0,
      };

/** Code of a name, for conditions; `other` is every code without a name and a mark. */
export const codeOf = (names: Names, name: string): number => names.indexOf(name) + 1;
