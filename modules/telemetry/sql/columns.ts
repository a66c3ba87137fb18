import { Quantity } from '../contract.ts';
import { CELL_MARKS, HOLDINGS, PROBE_MARKS } from '../domain/quantities.ts';

const GOOD_CELLS = `arrayFilter(c -> c < ${CELL_MARKS}, cells)`;
const GOOD_PROBES = `arrayFilter(p -> p < ${PROBE_MARKS}, probes)`;

/** Extremes that the report does not state (the edition of 2025 has none) are taken from its single cells and probes. */
const FROM_LIST: Partial<Readonly<Record<Quantity, string>>> = {
  maxCell: `if(empty(${GOOD_CELLS}), NULL, arrayMax(${GOOD_CELLS}))`,
  minCell: `if(empty(${GOOD_CELLS}), NULL, arrayMin(${GOOD_CELLS}))`,
  maxProbe: `if(empty(${GOOD_PROBES}), NULL, arrayMax(${GOOD_PROBES}))`,
  minProbe: `if(empty(${GOOD_PROBES}), NULL, arrayMin(${GOOD_PROBES}))`,
};

/** SQL of a quantity in physical units; NULL where the report carries a mark. Built from fixed texts only. */
export const valueSql = (quantity: Quantity): string => {
  const { column, marks, divisor, offset } = HOLDINGS[quantity];
  const raw = `if(${column} < ${marks}, toInt64(${column}), ${FROM_LIST[quantity] ?? 'NULL'})`;
  return `(${raw} / ${divisor} + ${offset})`;
};

/** Raw numbers of all quantities in one array, in the order of `Quantity`. */
const RAW_SQL = `[${Quantity.options.map((quantity) => `toInt64(${HOLDINGS[quantity].column})`).join(', ')}] AS raw`;

/** What a report has besides its single cells and probes. */
export const REPORT_COLUMNS = `journal, seq, idx, toUnixTimestamp64Milli(received) AS received_ms,
  toUnixTimestamp64Milli(time) AS time_ms, source, vin, edition, command, subjects, state, charge, mode,
  dcdc, gear, position_status, coordinates, longitude, latitude, alarm_bits, signature_algorithm,
  length(cells) AS cell_count, length(probes) AS probe_count, faults, motor_no, motor_state, motor_rpm, motor_torque,
  motor_temp, controller_temp, pack_voltage, pack_current, ${RAW_SQL}`;

/** A report with a position that the receiver was sure of. */
export const HAS_POSITION = 'longitude != 2147483647 AND latitude != 2147483647 AND bitAnd(position_status, 1) = 0';

/** Distance between the widest cells of one report in mV, and between its probes in K; NULL without any. */
export const CELL_SPREAD = `((${valueSql('maxCell')}) - (${valueSql('minCell')})) * 1000`;
export const PROBE_SPREAD = `(${valueSql('maxProbe')}) - (${valueSql('minProbe')})`;
