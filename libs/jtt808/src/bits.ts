/** Bit names of the position (clause 8.18 tables 24 and 25, with the bits that 2019 added). */

/** Names of the 32 alarm bits, lowest first. */
export const ALARM_NAMES: readonly string[] = [
  'emergency',
  'overspeed',
  'fatigue',
  'danger',
  'gnss_fault',
  'antenna_cut',
  'antenna_short',
  'power_low',
  'power_cut',
  'display_fault',
  'tts_fault',
  'camera_fault',
  'card_reader_fault',
  'overspeed_warning',
  'fatigue_warning',
  'illegal_driving',
  'tyre_pressure_warning',
  'blind_spot_fault',
  'driving_time_exceeded',
  'parking_time_exceeded',
  'area_crossed',
  'route_crossed',
  'section_time',
  'off_route',
  'vss_fault',
  'fuel_abnormal',
  'stolen',
  'illegal_ignition',
  'illegal_move',
  'collision',
  'rollover',
  'illegal_door',
];

/** Alarms that speak of tampering or theft: power or antenna cut, stolen, ignition, move and door without right. */
export const TAMPER_ALARMS: ReadonlySet<string> = new Set([
  'antenna_cut',
  'power_cut',
  'stolen',
  'illegal_ignition',
  'illegal_move',
  'illegal_door',
]);

const STATUS_BITS: readonly (readonly [bit: number, name: string])[] = [
  [0, 'acc_on'],
  [1, 'fixed'],
  [2, 'south'],
  [3, 'west'],
  [4, 'out_of_service'],
  [5, 'coordinates_encrypted'],
  [6, 'forward_collision_warning'],
  [7, 'lane_departure_warning'],
  [10, 'fuel_cut'],
  [11, 'circuit_cut'],
  [12, 'doors_locked'],
  [13, 'door_1_open'],
  [14, 'door_2_open'],
  [15, 'door_3_open'],
  [16, 'door_4_open'],
  [17, 'door_5_open'],
  [18, 'gps'],
  [19, 'beidou'],
  [20, 'glonass'],
  [21, 'galileo'],
  [22, 'moving'],
];

const isSet = (bits: number, bit: number): boolean => ((bits >>> bit) & 1) === 1;

/** Names of the alarms that are set. */
export const alarmNames = (bits: number): readonly string[] => ALARM_NAMES.filter((_, bit) => isSet(bits, bit));

/** Names of the status bits that are set; the two load bits (8-9) are not among them. */
export const statusNames = (bits: number): readonly string[] =>
  STATUS_BITS.filter(([bit]) => isSet(bits, bit)).map(([, name]) => name);

/** Degrees north and east from 10^-6 degree and the south and west bits of the status. */
export const signedDegrees = (
  status: number,
  latitude: number,
  longitude: number,
): { readonly lat: number; readonly lon: number } => ({
  lat: (isSet(status, 2) ? -latitude : latitude) / 1_000_000,
  lon: (isSet(status, 3) ? -longitude : longitude) / 1_000_000,
});
