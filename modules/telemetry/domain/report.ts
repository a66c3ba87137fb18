import { alarmNames, NO_VALUE, SUBJECT_BIT, type Edition } from '@chedun/gbt32960';
import { Quantity, type Motor, type Position, type Reading, type Report } from '../contract.ts';
import { chargeState, dcdcState, gearOf, motorState, runMode, vehicleState } from './codes.ts';
import { HOLDINGS, physical, readingOf, valueOf } from './quantities.ts';

/** A row of the table as the store answers it; 64-bit numbers may come as text. */
export interface RawReport {
  readonly journal: string;
  readonly seq: number | string;
  readonly idx: number;
  readonly received_ms: number | string;
  readonly time_ms: number | string;
  readonly source: string;
  readonly vin: string;
  readonly edition: number;
  readonly command: number;
  readonly subjects: number;
  readonly state: number;
  readonly charge: number;
  readonly mode: number;
  readonly dcdc: number;
  readonly gear: number;
  readonly position_status: number;
  readonly coordinates: number;
  readonly longitude: number;
  readonly latitude: number;
  readonly alarm_bits: number;
  readonly signature_algorithm: number;
  readonly cell_count: number | string;
  readonly probe_count: number | string;
  readonly faults: readonly number[];
  readonly motor_no: readonly number[];
  readonly motor_state: readonly number[];
  readonly motor_rpm: readonly number[];
  readonly motor_torque: readonly number[];
  readonly motor_temp: readonly number[];
  readonly controller_temp: readonly number[];
  readonly pack_voltage: readonly number[];
  readonly pack_current: readonly number[];
  /** Raw numbers of the quantities, in the order of `Quantity`. */
  readonly raw: readonly number[];
}

/** A moment as the API tells it. */
export const isoOf = (ms: number | string): string => new Date(Number(ms)).toISOString();

/** Edition of a row, as the codec names it. */
export const editionOf = (edition: number): Edition => (edition === 25 ? '2025' : '2016');

const carries = (row: RawReport, bit: number): boolean => (row.subjects & bit) !== 0;

/** Not every edition has every field: pedals exist in 2016 only. */
const isPresent = (row: RawReport, quantity: Quantity): boolean => {
  if (row.edition === 25 && (quantity === 'accelPedal' || quantity === 'brakePedal')) return false;
  return carries(row, HOLDINGS[quantity].subject);
};

const COORDINATES = ['wgs84', 'gcj02', 'other'] as const;

/** Position of a row; null where it has none. */
const positionOf = (row: RawReport): Position | null =>
  row.longitude === NO_VALUE || row.latitude === NO_VALUE
    ? null
    : {
        lon: physical(row.longitude, 1e6),
        lat: physical(row.latitude, 1e6),
        valid: (row.position_status & 1) === 0,
        coordinates: COORDINATES[row.coordinates - 1] ?? null,
      };

const motorsOf = (row: RawReport): Motor[] =>
  row.motor_no.map((number, at) => ({
    number,
    state: motorState(row.motor_state[at] ?? 0xff, true).value,
    rpm: valueOf(row.motor_rpm[at] ?? NO_VALUE, NO_VALUE),
    torqueNm: valueOf(row.motor_torque[at] ?? NO_VALUE, NO_VALUE, 10),
    temperatureC: valueOf(row.motor_temp[at] ?? 0xff, 0xfe, 1, -40),
    controllerC: valueOf(row.controller_temp[at] ?? 0xff, 0xfe, 1, -40),
  }));

const SIGNATURES = ['sm2', 'rsa', 'ecc'] as const;

const signatureOf = (algorithm: number): Report['signature'] =>
  algorithm === 0 ? null : (SIGNATURES[algorithm - 1] ?? 'other');

const quantitiesOf = (row: RawReport): Report['quantities'] =>
  Object.fromEntries(
    Quantity.options.map((quantity, at) => [quantity, readingOf(quantity, row.raw[at] ?? 0, isPresent(row, quantity))]),
  ) as Record<Quantity, Reading>;

/** A row as the report that it was: physical units, names instead of codes, a reason where there is no value. */
export const reportOf = (row: RawReport): Report => {
  const isVehicle = carries(row, SUBJECT_BIT.vehicle);
  return {
    vin: row.vin,
    time: isoOf(row.time_ms),
    received: isoOf(row.received_ms),
    source: row.source,
    edition: editionOf(row.edition),
    command: row.command === 3 ? 'resent' : 'realtime',
    journal: row.journal,
    seq: Number(row.seq),
    index: row.idx,
    state: vehicleState(row.state, isVehicle),
    charge: chargeState(row.charge, isVehicle),
    mode: runMode(row.mode, isVehicle),
    dcdc: dcdcState(row.dcdc, isVehicle),
    gear: isVehicle ? gearOf(row.gear) : null,
    quantities: quantitiesOf(row),
    position: positionOf(row),
    alarms: alarmNames(editionOf(row.edition), row.alarm_bits),
    faults: row.faults.map((code) => code.toString(16).toUpperCase().padStart(8, '0')),
    motors: motorsOf(row),
    packs: row.pack_voltage.map((volts, at) => ({
      voltageV: valueOf(volts, 0xfffe, 10),
      currentA: valueOf(row.pack_current[at] ?? NO_VALUE, NO_VALUE, 10),
    })),
    cells: Number(row.cell_count),
    probes: Number(row.probe_count),
    signature: signatureOf(row.signature_algorithm),
  };
};
