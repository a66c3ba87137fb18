import type { Edition } from './codes.ts';

/** Names of the general alarm bits 0-18 (2016 table 18) and 19-27 (2025 only), by bit number. */
export const ALARM_NAMES: readonly string[] = [
  'temperature_difference',
  'battery_over_temperature',
  'storage_over_voltage',
  'storage_under_voltage',
  'soc_low',
  'cell_over_voltage',
  'cell_under_voltage',
  'soc_high',
  'soc_jump',
  'storage_mismatch',
  'cell_inconsistency',
  'insulation',
  'dcdc_temperature',
  'brake_system',
  'dcdc_state',
  'motor_controller_temperature',
  'high_voltage_interlock',
  'motor_temperature',
  'storage_over_charge',
  'motor_overspeed',
  'motor_overcurrent',
  'supercapacitor_over_temperature',
  'supercapacitor_over_voltage',
  'storage_thermal_event',
  'hydrogen_leak',
  'hydrogen_pressure',
  'hydrogen_temperature',
  'stack_over_temperature',
];

const DEFINED_BITS: Readonly<Record<Edition, number>> = { '2016': 19, '2025': 28 };

/** Names of the bits that are set, lowest first; bits the edition does not define come as `reserved_NN`. */
export const alarmNames = (edition: Edition, bits: number): string[] => {
  const names: string[] = [];
  for (let bit = 0, left = bits >>> 0; left !== 0; bit += 1, left >>>= 1) {
    if ((left & 1) === 0) continue;
    const name = bit < DEFINED_BITS[edition] ? ALARM_NAMES[bit] : undefined;
    names.push(name ?? `reserved_${bit}`);
  }
  return names;
};

/** The inverse of {@link alarmNames} for defined names; unknown names are ignored. */
export const alarmBits = (names: readonly string[]): number => {
  let bits = 0;
  for (const name of names) {
    const bit = ALARM_NAMES.indexOf(name);
    if (bit >= 0) bits |= 1 << bit;
  }
  return bits >>> 0;
};
