import type { Bits, UnknownName } from '@chedun/asn1';

const CLASSES: readonly (readonly [from: number, to: number, name: string])[] = [
  [10, 19, 'passenger_car'],
  [20, 24, 'light_truck'],
  [25, 39, 'truck'],
  [40, 49, 'motorcycle'],
  [50, 59, 'bus'],
  [60, 69, 'emergency'],
  [80, 81, 'other_traveller'],
  [82, 82, 'pedestrian'],
  [83, 84, 'other_traveller'],
  [85, 85, 'bicycle'],
  [86, 89, 'other_traveller'],
  [90, 99, 'infrastructure_or_trailer'],
];

const FUELS = [
  'unknown',
  'gasoline',
  'ethanol',
  'diesel',
  'electric',
  'hybrid',
  'hydrogen',
  'lng',
  'cng',
  'propane',
] as const;

const EVENTS: readonly string[] = [
  'hazard_lights',
  'stop_line_violation',
  'abs',
  'traction_loss',
  'stability_control',
  'hazardous_goods',
  'reserved_6',
  'hard_braking',
  'lights_changed',
  'wipers',
  'flat_tyre',
  'disabled',
  'airbag',
];

const STATUS: readonly string[] = [
  'manual',
  'stop_time',
  'failure_flash',
  'preempt',
  'priority',
  'fixed_time',
  'traffic_dependent',
  'standby',
  'failure',
  'off',
  'map_update',
  'lane_ids_changed',
  'no_map',
  'no_spat',
];

const namesOf = ({ bits }: Bits, names: readonly string[]): readonly string[] =>
  [...bits].flatMap((bit, index) => (bit === '1' ? [names[index] ?? `bit_${index}`] : []));

/** What a basic vehicle class says the sender is (10 = passenger_car), `other` when it has no name here. */
export const classOf = (classification: number): string =>
  CLASSES.find(([from, to]) => classification >= from && classification <= to)?.[2] ?? 'other';

/** Fuel of a vehicle by its number, `fuel_n` when it has no name. */
export const fuelName = (fuel: number): string => FUELS[fuel] ?? `fuel_${fuel}`;

/** Names of the bits that are set in `safetyExt.events`; bits behind the marker are `bit_n`. */
export const eventNames = (events: Bits): readonly string[] => namesOf(events, EVENTS);

/** Names of the bits that are set in the status of an intersection. */
export const statusNames = (status: Bits): readonly string[] => namesOf(status, STATUS);

/** Name of an enumeration value, `addition_n` when it stands behind the marker without a name. */
export const nameOf = (value: string | UnknownName): string =>
  typeof value === 'object' ? `addition_${value.$addition}` : value;
