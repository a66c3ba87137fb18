/**
 * Contract of the assets module: what is protected (vehicles, hosts, services) and where it was last seen.
 * Isomorphic: the console and other modules import it.
 */
import type { ActorRef } from '@chedun/kernel';
import { z } from 'zod';

/** Permissions of this module; roles grant them, routes demand them. */
export const assetsPermissions = {
  read: 'assets.read',
  write: 'assets.write',
  import: 'assets.import',
  export: 'assets.export',
} as const;

/** Domain events that this module tells. */
export const assetsEvents = {
  vehicleDiscovered: 'assets.vehicle-discovered@1',
  imported: 'assets.imported@1',
  retired: 'assets.asset-retired@1',
} as const;

/**
 * Kinds of assets that this module keeps so far. Every other module names an asset by kind and natural key
 * (VIN, host name, service name), so that a finding can name an asset before it is registered.
 */
export const AssetKind = z.enum(['vehicle', 'host', 'service']);
export type AssetKind = z.infer<typeof AssetKind>;

/** `discovered`: reported to us before anybody registered it. */
export const AssetStatus = z.enum(['registered', 'discovered', 'retired']);
export type AssetStatus = z.infer<typeof AssetStatus>;
export const Criticality = z.enum(['low', 'medium', 'high', 'critical']);
export type Criticality = z.infer<typeof Criticality>;

const Instant = z.iso.datetime();
const Text = z.string().trim().max(128);
const Tag = z.string().trim().min(1).max(32);
const Tags = z.array(Tag).max(16);
const Title = z.object({ zh: z.string(), en: z.string() });

/** VIN of GB 16735 / ISO 3779: 17 characters without I, O and Q. */
export const Vin = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-HJ-NPR-Z0-9]{17}$/);
/**
 * Pseudonym of the owner as the carmaker's customer system gives it: 8 to 64 of `A-Z a-z 0-9 _ -`, at least one letter.
 * Never a name, a telephone number or an identity number.
 */
export const OwnerRef = z.string().regex(/^(?=.*[A-Za-z])[A-Za-z0-9_-]{8,64}$/);
export const HostName = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,62})(\.[a-z0-9_]([a-z0-9_-]{0,62}))*$/);
export const Address = z.union([z.ipv4(), z.ipv6()]);
export const ServiceName = z.string().trim().min(1).max(128);

/** One electronic control unit of a vehicle with its software. */
export const Ecu = z.object({
  /** For example TBOX, IVI, GW, BMS. */
  name: z.string().trim().min(1).max(32),
  supplier: Text.default(''),
  partNumber: Text.default(''),
  hardwareVersion: Text.default(''),
  softwareVersion: Text.default(''),
});
export type Ecu = z.infer<typeof Ecu>;

/** Where and in which state a vehicle was when it last reported. WGS 84 degrees. */
export const LastSeen = z.object({
  at: Instant,
  source: z.string(),
  position: z.object({ latitude: z.number(), longitude: z.number() }).nullable(),
  /** Last numeric values by name with the unit in the name, for example `speedKmh`, `socPercent`, `mileageKm`. */
  state: z.record(z.string().max(32), z.number()),
});
export type LastSeen = z.infer<typeof LastSeen>;

export const Vehicle = z.object({
  vin: z.string(),
  /** Position 9 of the VIN; `wrong` is a warning, because not every market demands a check digit. */
  checkDigit: z.enum(['right', 'wrong']),
  brand: z.string(),
  model: z.string(),
  modelYear: z.number().int().nullable(),
  status: AssetStatus,
  criticality: Criticality,
  ownerRef: z.string().nullable(),
  tags: z.array(z.string()),
  ecus: z.array(Ecu),
  firstSeenAt: Instant.nullable(),
  lastSeen: LastSeen.nullable(),
  updatedAt: Instant,
});
export type Vehicle = z.infer<typeof Vehicle>;
/** Row of the list: the vehicle without its ECUs. */
export const VehicleRow = Vehicle.omit({ ecus: true }).extend({ ecuCount: z.number().int() });
export type VehicleRow = z.infer<typeof VehicleRow>;

export const SaveVehicle = z.object({
  brand: Text.default(''),
  model: Text.default(''),
  modelYear: z.number().int().min(1980).max(2100).nullable().default(null),
  criticality: Criticality.default('medium'),
  ownerRef: OwnerRef.nullable().default(null),
  tags: Tags.default([]),
  ecus: z.array(Ecu).max(200).default([]),
});
export type SaveVehicle = z.infer<typeof SaveVehicle>;

export const Host = z.object({
  name: z.string(),
  addresses: z.array(z.string()),
  os: z.string(),
  role: z.string(),
  zone: z.string(),
  team: z.string(),
  status: AssetStatus,
  criticality: Criticality,
  tags: z.array(z.string()),
  updatedAt: Instant,
});
export type Host = z.infer<typeof Host>;
export const SaveHost = z.object({
  addresses: z.array(Address).max(64).default([]),
  os: Text.default(''),
  /** What it does, for example 域控制器. */
  role: Text.default(''),
  /** Network zone, for example 办公网. */
  zone: Text.default(''),
  team: Text.default(''),
  criticality: Criticality.default('medium'),
  tags: Tags.default([]),
});
export type SaveHost = z.infer<typeof SaveHost>;

/** Who can reach a service. */
export const Exposure = z.enum(['internet', 'vehicle-network', 'intranet']);
export const ServiceType = z.enum(['tsp', 'ota', 'pki', 'app-backend', 'api', 'data', 'other']);
export const Service = z.object({
  name: z.string(),
  type: ServiceType,
  url: z.string(),
  exposure: Exposure,
  /** Names of the hosts it runs on. */
  hosts: z.array(z.string()),
  team: z.string(),
  status: AssetStatus,
  criticality: Criticality,
  tags: z.array(z.string()),
  updatedAt: Instant,
});
export type Service = z.infer<typeof Service>;
export const SaveService = z.object({
  type: ServiceType.default('other'),
  url: z.union([z.literal(''), z.url().max(512)]).default(''),
  exposure: Exposure.default('intranet'),
  hosts: z.array(HostName).max(200).default([]),
  team: Text.default(''),
  criticality: Criticality.default('medium'),
  tags: Tags.default([]),
});
export type SaveService = z.infer<typeof SaveService>;

// Lists: one cursor per list, at most 200 rows a page

const page = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item).max(200), next: z.string().nullable(), total: z.number().int() });
const ListQuery = {
  /** Part of the key, model, address, tag and so on. */
  q: z.string().trim().max(128).optional(),
  status: AssetStatus.optional(),
  criticality: Criticality.optional(),
  tag: Tag.optional(),
  cursor: z.string().max(512).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  order: z.enum(['asc', 'desc']).default('asc'),
};
export const VehicleQuery = z.object({
  ...ListQuery,
  model: Text.optional(),
  /** Only vehicles that carry this ECU software version. */
  softwareVersion: Text.optional(),
  sort: z.enum(['vin', 'model', 'lastSeen', 'updated']).default('vin'),
});
export type VehicleQuery = z.infer<typeof VehicleQuery>;
export const HostQuery = z.object({
  ...ListQuery,
  zone: Text.optional(),
  sort: z.enum(['name', 'updated']).default('name'),
});
export type HostQuery = z.infer<typeof HostQuery>;
export const ServiceQuery = z.object({
  ...ListQuery,
  type: ServiceType.optional(),
  sort: z.enum(['name', 'updated']).default('name'),
});
export type ServiceQuery = z.infer<typeof ServiceQuery>;
export const VehiclePage = page(VehicleRow);
export const HostPage = page(Host);
export const ServicePage = page(Service);
export const VehicleRef = z.object({ vin: Vin });
export const HostRef = z.object({ name: HostName });
export const ServiceRef = z.object({ name: ServiceName });

/** Numbers for the head of the screens. */
export const AssetSummary = z.object({
  kinds: z.array(z.object({ kind: AssetKind, status: AssetStatus, count: z.number().int() })),
  /** The models with most vehicles. */
  models: z.array(z.object({ model: z.string(), count: z.number().int() })),
  seenLastDay: z.number().int(),
});
export type AssetSummary = z.infer<typeof AssetSummary>;

// Import and export

export const ImportQuery = z.object({
  kind: AssetKind,
  /** `preview` changes nothing. */
  mode: z.enum(['preview', 'apply']),
  /** What `apply` does when rows have errors: change nothing at all, or take the good rows. */
  onError: z.enum(['stop', 'skip']).default('stop'),
});
export const RowProblem = z.object({
  /** 1-based line of the file or row of the sheet; the header is row 1. */
  row: z.number().int(),
  /** Header of the column as it stands in the file; null when the whole row is meant. */
  column: z.string().nullable(),
  severity: z.enum(['error', 'warning']),
  message: Title,
  /** The offending value, shortened. */
  value: z.string().nullable(),
});
export type RowProblem = z.infer<typeof RowProblem>;
export const ImportReport = z.object({
  kind: AssetKind,
  format: z.enum(['csv', 'xlsx']),
  applied: z.boolean(),
  rows: z.number().int(),
  /** Assets (not rows: a vehicle may span one row per ECU). */
  created: z.number().int(),
  updated: z.number().int(),
  unchanged: z.number().int(),
  errorRows: z.number().int(),
  /** At most 500; `errorRows` counts all. */
  problems: z.array(RowProblem).max(500),
  /** The first assets as they will be stored, for the preview. */
  sample: z
    .array(
      z.object({
        key: z.string(),
        change: z.enum(['create', 'update', 'none']),
        fields: z.record(z.string(), z.string()),
      }),
    )
    .max(20),
});
export type ImportReport = z.infer<typeof ImportReport>;
export const ExportQuery = z.object({ kind: AssetKind, format: z.enum(['csv', 'xlsx']).default('csv') });

export const Done = z.object({ done: z.literal(true) });

// What other modules may ask (`asks` of this module)

/** One report of a vehicle, from any source. */
export interface Sighting {
  readonly vin: string;
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
  /** Name of the ingest source. */
  readonly source: string;
  readonly position?: { readonly latitude: number; readonly longitude: number };
  readonly state?: Readonly<Record<string, number>>;
  /** Software versions by ECU name, when the report carries them. */
  readonly software?: Readonly<Record<string, string>>;
}

/** A name of a supplier as the register writes it, and what carries it. */
export interface SupplierName {
  readonly name: string;
  readonly vehicles: number;
  readonly ecus: number;
  /** Kinds of ECUs, for example TBOX; at most 20. */
  readonly parts: readonly string[];
}

/** Questions and reports that other modules may bring. */
export interface AssetsAsks {
  /** Reads a CSV or XLSX table (recognised by its bytes): cells of each row with its number. Throws `assets.import-malformed`. */
  readonly readTable: (
    bytes: Uint8Array,
  ) => Promise<readonly { readonly row: number; readonly cells: readonly string[] }[]>;
  readonly vehicleByVin: (vin: string) => Promise<Vehicle | undefined>;
  /** By host name or IP address. */
  readonly assetByHost: (hostOrAddress: string) => Promise<Host | undefined>;
  readonly countVehicles: () => Promise<{
    readonly total: number;
    readonly registered: number;
    readonly discovered: number;
  }>;
  /** How many of these VINs are registered; each is given once. */
  readonly countRegistered: (vins: readonly string[]) => Promise<number>;
  /** Assets of a kind that are not retired, by key from after `after` on ('' = from the first), at most `limit`. */
  readonly assetsAfter: (
    kind: z.infer<typeof AssetKind>,
    after: string,
    limit: number,
  ) => Promise<readonly { readonly id: string; readonly seenAt: number | null }[]>;
  /** Hosts that are not retired, by name from after `after` on ('' = from the first), at most `limit`. */
  readonly hostsAfter: (after: string, limit: number) => Promise<readonly Host[]>;
  /** Services that are not retired, by name from after `after` on ('' = from the first), at most `limit`. */
  readonly servicesAfter: (after: string, limit: number) => Promise<readonly Service[]>;
  /** Models of vehicles that are not retired with their numbers, most first, at most 500. */
  readonly models: () => Promise<readonly { readonly model: string; readonly count: number }[]>;
  /** Names of suppliers as ECUs of vehicles that are not retired carry them, most vehicles first, at most `limit`. */
  readonly supplierNames: (limit: number) => Promise<readonly SupplierName[]>;
  /** Those of these hosts or services that are not on record, or are retired; in the order given. */
  readonly notOnRecord: (kind: 'host' | 'service', names: readonly string[]) => Promise<readonly string[]>;
  /**
   * Registers hosts that discovery found. A name that a host on record has already is left alone and answered; a retired host
   * comes back.
   */
  readonly registerHosts: (
    hosts: readonly (SaveHost & { readonly name: string })[],
    actor: ActorRef,
  ) => Promise<{ readonly taken: readonly string[] }>;
  /**
   * Notes that vehicles reported; unknown VINs are added as `discovered`. Newer reports win, so order does not matter.
   * Takes any number of sightings; a malformed VIN is skipped and counted in the answer.
   */
  readonly noteSeen: (
    sightings: readonly Sighting[],
  ) => Promise<{ readonly discovered: number; readonly skipped: number }>;
}
