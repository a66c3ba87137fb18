import type { Subject } from './subjects.ts';

/** Field of a layout table and the name it has in an event. */
type Renaming = readonly (readonly [from: string, to: string])[];

/** A list of a layout table that an event summarises in three fields. */
export interface Extent {
  readonly list: string;
  /** Names of the fields for the number of elements, the smallest and the largest. */
  readonly count: string;
  readonly min: string;
  readonly max: string;
  /** value = (raw + offset) / divisor */
  readonly offset: number;
  readonly divisor: number;
  /** Raw numbers from here on are sentinels. */
  readonly sentinelFrom: number;
}

/** How one subject becomes event fields. */
export interface SubjectNames {
  readonly fields: Renaming;
  /** Columns of the groups: parallel arrays, one element per motor or stack. */
  readonly columns: Renaming;
  readonly extents: readonly Extent[];
  /** Lists taken over as arrays (fault codes). */
  readonly arrays: Renaming;
}

const names = (some: Partial<SubjectNames>): SubjectNames => ({
  fields: [],
  columns: [],
  extents: [],
  arrays: [],
  ...some,
});

const threeNames = (to: string): Pick<Extent, 'count' | 'min' | 'max'> => ({
  count: `${to}_count`,
  min: `${to}_min`,
  max: `${to}_max`,
});

const volts = (to: string): Extent => ({
  list: 'cells',
  ...threeNames(to),
  offset: 0,
  divisor: 1000,
  sentinelFrom: 0xfffe,
});
const celsius = (to: string): Extent => ({
  list: 'temps',
  ...threeNames(to),
  offset: -40,
  divisor: 1,
  sentinelFrom: 0xfe,
});

const extremes = (prefix: string): Renaming => [
  ['max_v_V', `${prefix}_v_max`],
  ['max_v_sys', `${prefix}_v_max_system`],
  ['max_v_cell', `${prefix}_v_max_cell`],
  ['min_v_V', `${prefix}_v_min`],
  ['min_v_sys', `${prefix}_v_min_system`],
  ['min_v_cell', `${prefix}_v_min_cell`],
  ['max_t_C', `${prefix}_c_max`],
  ['max_t_sys', `${prefix}_c_max_system`],
  ['max_t_probe', `${prefix}_c_max_probe`],
  ['min_t_C', `${prefix}_c_min`],
  ['min_t_sys', `${prefix}_c_min_system`],
  ['min_t_probe', `${prefix}_c_min_probe`],
];

const same = (...all: readonly string[]): Renaming => all.map((name) => [name, name] as const);

/** Event fields of every subject. Units stand in the names: kmh, km, v, a, c (°C), pct, kohm, nm, rpm, mpa, kpa. */
export const EVENT_NAMES: Readonly<Record<Subject, SubjectNames>> = {
  vehicle: names({
    fields: [
      ['state', 'vehicle_state'],
      ['charge', 'charge_state'],
      ['mode', 'run_mode'],
      ...same('speed_kmh', 'odometer_km'),
      ['voltage_V', 'voltage_v'],
      ['current_A', 'current_a'],
      ...same('soc_pct', 'dcdc', 'gear', 'insulation_kohm', 'accel_pedal_pct', 'brake_pedal_pct'),
    ],
  }),
  motors: names({
    columns: [
      ['state', 'motor_state'],
      ['rpm', 'motor_rpm'],
      ['torque_Nm', 'motor_torque_nm'],
      ['temp_C', 'motor_temp_c'],
      ['ctrl_temp_C', 'motor_ctrl_temp_c'],
      ['ctrl_voltage_V', 'motor_ctrl_voltage_v'],
      ['dc_current_A', 'motor_dc_current_a'],
    ],
  }),
  fuel_cell: names({
    fields: [
      ['voltage_V', 'fuel_cell_voltage_v'],
      ['current_A', 'fuel_cell_current_a'],
      ['consumption_kg100km', 'fuel_cell_consumption_kg_100km'],
      ['h2_max_temp_C', 'h2_max_temp_c'],
      ...same('h2_max_conc_mgkg', 'h2_max_conc_pct', 'h2_left_pct'),
      ['h2_max_pressure_MPa', 'h2_max_pressure_mpa'],
      ['hv_dcdc', 'fuel_cell_dcdc'],
      ['hv_dcdc_temp_C', 'fuel_cell_dcdc_temp_c'],
    ],
    extents: [celsius('fuel_cell_probe_c')],
  }),
  engine: names({
    fields: [
      ['state', 'engine_state'],
      ['crank_rpm', 'engine_rpm'],
      ['consumption_L100km', 'engine_consumption_l_100km'],
    ],
  }),
  position: names({
    fields: [
      ['lon', 'lon'],
      ['lat', 'lat'],
      ['valid', 'position_valid'],
      ['coord_system', 'coord_system'],
    ],
  }),
  extremes: names({ fields: extremes('extreme') }),
  alarm: names({
    fields: [
      ['max_level', 'alarm_level'],
      ['bits', 'alarm_bits'],
    ],
    arrays: [
      ['ress_faults', 'storage_faults'],
      ['motor_faults', 'motor_faults'],
      ['engine_faults', 'engine_faults'],
      ['other_faults', 'other_faults'],
    ],
    columns: [
      ['bit', 'alarm_level_bits'],
      ['level', 'alarm_level_values'],
    ],
  }),
  cells: names({ extents: [volts('cell_v')] }),
  temperatures: names({ extents: [celsius('probe_c')] }),
  stack: names({
    columns: [
      ['voltage_V', 'stack_voltage_v'],
      ['current_A', 'stack_current_a'],
      ['h2_inlet_kPa', 'stack_h2_inlet_kpa'],
      ['air_inlet_kPa', 'stack_air_inlet_kpa'],
      ['air_inlet_temp_C', 'stack_air_inlet_temp_c'],
    ],
    extents: [celsius('stack_probe_c')],
  }),
  supercapacitor: names({
    fields: [
      ['voltage_V', 'supercapacitor_voltage_v'],
      ['current_A', 'supercapacitor_current_a'],
    ],
    extents: [volts('supercapacitor_cell_v'), celsius('supercapacitor_probe_c')],
  }),
  supercapacitor_extremes: names({ fields: extremes('supercapacitor_extreme') }),
};
