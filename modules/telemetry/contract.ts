/**
 * Contract of the telemetry module: realtime reports of vehicles (GB/T 32960.3) as physical values, for one vehicle and
 * for the fleet. Isomorphic: the console, the command line and other modules import it.
 */
import { Vin } from '@chedun/assets/contract';
import { z } from 'zod';

/** Permissions of this module. `locate` shows where vehicles went; `export` lets reports leave the product. */
export const telemetryPermissions = {
  read: 'telemetry.read',
  locate: 'telemetry.locate',
  export: 'telemetry.export',
} as const;

const Iso = z.iso.datetime();
const Count = z.number().int().nonnegative();
const Value = z.number().nullable();

/** Quantities that can be read, drawn and exported. */
export const Quantity = z.enum([
  'speed',
  'odometer',
  'voltage',
  'current',
  'soc',
  'insulation',
  'accelPedal',
  'brakePedal',
  'engineRpm',
  'maxCell',
  'minCell',
  'maxProbe',
  'minProbe',
  'alarmLevel',
]);
export type Quantity = z.infer<typeof Quantity>;

/** Unit of each quantity; empty for a level. */
export const QUANTITY_UNITS: Readonly<Record<Quantity, string>> = {
  speed: 'km/h',
  odometer: 'km',
  voltage: 'V',
  current: 'A',
  soc: '%',
  insulation: 'kΩ',
  accelPedal: '%',
  brakePedal: '%',
  engineRpm: 'r/min',
  maxCell: 'V',
  minCell: 'V',
  maxProbe: '°C',
  minProbe: '°C',
  alarmLevel: '',
};

/** Why there is no value: the report did not carry it, or carried the mark "invalid" or "abnormal" of the standard. */
export const Mark = z.enum(['absent', 'invalid', 'abnormal']);
export type Mark = z.infer<typeof Mark>;

/** A value, or the reason why there is none. */
export const Reading = z.object({ value: Value, mark: Mark.nullable() });
export type Reading = z.infer<typeof Reading>;

/** A code of the standard by name, or the reason why there is none; `other` for codes without a name. */
const coded = <const Names extends readonly [string, ...string[]]>(names: Names) =>
  z.object({ value: z.enum([...names, 'other']).nullable(), mark: Mark.nullable() });

export const VEHICLE_STATES = ['on', 'off'] as const;
export const CHARGE_STATES = ['parked', 'driving', 'none', 'complete'] as const;
export const RUN_MODES = ['electric', 'hybrid', 'fuel'] as const;
export const DCDC_STATES = ['working', 'open'] as const;
export const MOTOR_STATES = ['consuming', 'generating', 'off', 'ready'] as const;

/** Gear lever: N, 1 to 13, R, D, P, and whether driving or braking force is there. */
export const Gear = z.object({ lever: z.string(), driving: z.boolean(), braking: z.boolean() });
export type Gear = z.infer<typeof Gear>;

export const Position = z.object({
  lon: z.number(),
  lat: z.number(),
  /** False: the receiver had no fix, the values are the last known ones. */
  valid: z.boolean(),
  /** Only the edition of 2025 tells. */
  coordinates: z.enum(['wgs84', 'gcj02', 'other']).nullable(),
});
export type Position = z.infer<typeof Position>;

export const Motor = z.object({
  number: z.number().int(),
  state: z.enum([...MOTOR_STATES, 'other']).nullable(),
  rpm: Value,
  torqueNm: Value,
  temperatureC: Value,
  controllerC: Value,
});
export type Motor = z.infer<typeof Motor>;

/** One report with everything but the single cells and probes. */
export const Report = z.object({
  vin: z.string(),
  time: Iso,
  received: Iso,
  source: z.string(),
  edition: z.enum(['2016', '2025']),
  /** `resent`: the vehicle had no connection and told it later. */
  command: z.enum(['realtime', 'resent']),
  journal: z.string(),
  seq: Count,
  index: Count,
  state: coded(VEHICLE_STATES),
  charge: coded(CHARGE_STATES),
  mode: coded(RUN_MODES),
  dcdc: coded(DCDC_STATES),
  gear: Gear.nullable(),
  quantities: z.record(Quantity, Reading),
  position: Position.nullable(),
  /** Names of the general alarm bits that are set. */
  alarms: z.array(z.string()),
  /** Fault codes of the maker, hexadecimal. */
  faults: z.array(z.string()),
  motors: z.array(Motor),
  packs: z.array(z.object({ voltageV: Value, currentA: Value })),
  cells: Count,
  probes: Count,
  signature: z.enum(['sm2', 'rsa', 'ecc', 'other']).nullable(),
});
export type Report = z.infer<typeof Report>;

/** Longest range of one question. */
export const LONGEST_RANGE_MS = 366 * 86_400_000;

const Range = { from: Iso, to: Iso };
const ordered = ({ from, to }: { readonly from: string; readonly to: string }): boolean => {
  const length = Date.parse(to) - Date.parse(from);
  return length > 0 && length <= LONGEST_RANGE_MS;
};
const ORDERED = { message: 'from must lie before to, at most 366 days', path: ['to'] };

export const VehicleParams = z.object({ vin: Vin });
/** GET /telemetry/vehicles/:vin/latest */
export const LatestAnswer = z.object({ report: Report.nullable() });

/** GET /telemetry/vehicles/:vin/series */
export const SeriesQuery = z
  .object({
    ...Range,
    /** Names separated by commas, at most eight. */
    quantities: z
      .string()
      .max(200)
      .transform((text) => [...new Set(text.split(','))])
      .pipe(z.array(Quantity).min(1).max(8)),
    buckets: z.coerce.number().int().min(10).max(1000).default(240),
  })
  .refine(ordered, ORDERED);
export const Series = z.object({
  bucketMs: Count,
  /** Starts of the buckets in which something was reported. */
  at: z.array(Iso),
  reports: z.array(Count),
  series: z.array(
    z.object({
      quantity: Quantity,
      unit: z.string(),
      min: z.array(Value),
      avg: z.array(Value),
      max: z.array(Value),
    }),
  ),
});
export type Series = z.infer<typeof Series>;

/** GET /telemetry/vehicles/:vin/track */
export const TrackQuery = z
  .object({ ...Range, points: z.coerce.number().int().min(10).max(2000).default(600) })
  .refine(ordered, ORDERED);
export const Track = z.object({
  /** Reports with a valid position in the range, of which `points` are a thinned-out part. */
  reports: Count,
  points: z.array(z.object({ at: Iso, lon: z.number(), lat: z.number(), speed: Value, soc: Value })),
});
export type Track = z.infer<typeof Track>;

/** GET /telemetry/vehicles/:vin/cells: the newest report up to `at` that carried cells or probes. */
export const CellsQuery = z.object({ at: Iso.optional() });
export const Cells = z.object({
  at: Iso.nullable(),
  /** Volt; null where the report says abnormal or invalid. */
  cells: z.array(Value),
  /** Degree Celsius. */
  probes: z.array(Value),
});
export type Cells = z.infer<typeof Cells>;

/** GET /telemetry/vehicles/:vin/spread: how far apart cells and probes are. */
export const SpreadQuery = z
  .object({ ...Range, buckets: z.coerce.number().int().min(10).max(1000).default(240) })
  .refine(ordered, ORDERED);
export const Spread = z.object({
  bucketMs: Count,
  points: z.array(
    z.object({
      at: Iso,
      minCellV: Value,
      maxCellV: Value,
      /** Widest distance inside one report. */
      spreadMv: Value,
      minProbeC: Value,
      maxProbeC: Value,
      spreadC: Value,
    }),
  ),
});
export type Spread = z.infer<typeof Spread>;

const Minutes = z.coerce.number().int().min(1).max(1440).default(15);
const Bar = z.object({ from: z.number(), to: z.number(), vehicles: Count });
const Named = z.object({ name: z.string(), vehicles: Count });

/** GET /telemetry/fleet */
export const FleetQuery = z.object({ minutes: Minutes });
export const Fleet = z.object({
  at: Iso,
  minutes: z.number().int(),
  vehicles: Count,
  reports: Count,
  reportsPerSecond: z.number(),
  /** 1 = every vehicle was looked at; n = every n-th, and the numbers of vehicles are multiplied by n. */
  sampledOneIn: z.number().int().min(1),
  /** The newest report of each vehicle counts. */
  soc: z.array(Bar),
  speed: z.array(Bar),
  state: z.array(Named),
  charge: z.array(Named),
  alarmLevel: z.array(Named),
  alarms: z.array(Named),
  sources: z.array(z.object({ source: z.string(), vehicles: Count, reports: Count })),
  perMinute: z.array(z.object({ at: Iso, reports: Count })),
});
export type Fleet = z.infer<typeof Fleet>;

export const FleetSort = z.enum(['received', 'vin', 'speed', 'soc', 'alarmLevel', 'odometer', 'reports']);
export type FleetSort = z.infer<typeof FleetSort>;
/** GET /telemetry/fleet/vehicles: the newest report of each vehicle. */
export const FleetListQuery = z.object({
  minutes: Minutes,
  /** Beginning of the VIN. */
  vin: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z0-9]{0,17}$/)
    .optional(),
  source: z.string().max(64).optional(),
  state: z.enum([...VEHICLE_STATES, 'other']).optional(),
  charge: z.enum([...CHARGE_STATES, 'other']).optional(),
  minAlarmLevel: z.coerce.number().int().min(0).max(4).optional(),
  sort: FleetSort.default('received'),
  order: z.enum(['asc', 'desc']).default('desc'),
  cursor: z
    .string()
    .regex(/^\d{1,6}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});
export const FleetRow = z.object({
  vin: z.string(),
  received: Iso,
  time: Iso,
  source: z.string(),
  state: z.enum([...VEHICLE_STATES, 'other']).nullable(),
  charge: z.enum([...CHARGE_STATES, 'other']).nullable(),
  speed: Value,
  soc: Value,
  odometer: Value,
  alarmLevel: Value,
  alarms: z.array(z.string()),
  reports: Count,
});
export type FleetRow = z.infer<typeof FleetRow>;
export const FleetPage = z.object({
  items: z.array(FleetRow).max(200),
  next: z.string().nullable(),
  total: Count,
});

const Longitude = z.coerce.number().min(-180).max(180);
const Latitude = z.coerce.number().min(-90).max(90);
/** GET /telemetry/fleet/positions: vehicles inside a box, counted in a grid of `columns` bins across. */
export const PositionsQuery = z
  .object({
    minutes: Minutes,
    west: Longitude.default(-180),
    south: Latitude.default(-90),
    east: Longitude.default(180),
    north: Latitude.default(90),
    columns: z.coerce.number().int().min(8).max(200).default(96),
  })
  .refine(({ west, east, south, north }) => west < east && south < north, { message: 'the box is empty' });
const Box = z.object({ west: z.number(), south: z.number(), east: z.number(), north: z.number() });
export type Box = z.infer<typeof Box>;
export const Positions = z.object({
  /** Smallest box around all vehicles that were asked for; null when there are none. */
  extent: Box.nullable(),
  vehicles: Count,
  sampledOneIn: z.number().int().min(1),
  /** Side of a bin in degrees. */
  bin: z.number(),
  bins: z.array(z.object({ lon: z.number(), lat: z.number(), vehicles: Count })),
  /** The vehicles themselves while they are at most {@link MOST_POINTS}. */
  points: z.array(z.object({ vin: z.string(), lon: z.number(), lat: z.number(), alarmLevel: Value })),
});
export type Positions = z.infer<typeof Positions>;
/** Vehicles that are shown one by one. */
export const MOST_POINTS = 500;

/** GET /telemetry/export (download): at most 1,000,000 reports, oldest first; without a VIN those of every vehicle. */
export const ExportQuery = z
  .object({
    ...Range,
    vin: Vin.optional(),
    format: z.enum(['csv', 'ndjson']),
    max: z.coerce.number().int().min(1).max(1_000_000).default(100_000),
  })
  .refine(ordered, ORDERED);

/** What other modules may ask. */
export interface TelemetryAsks {
  /** Newest report of a vehicle within the days that the store keeps; undefined when there is none. */
  readonly latest: (vin: string) => Promise<Report | undefined>;
}
