/**
 * Contract of the discovery module: what scanners, lease files, neighbour tables, inventories, clouds, logs and recordings show,
 * reconciled with the hosts on record. Isomorphic: the console and other modules import it.
 */
import { Address, Criticality, HostName } from '@chedun/assets/contract';
import { INVENTORY_FORMATS, type ColumnMap } from '@chedun/inventory-readers';
import { z } from 'zod';

export const discoveryPermissions = { read: 'discovery.read', write: 'discovery.write' } as const;

const Iso = z.iso.datetime();
const Title = z.object({ zh: z.string(), en: z.string() });
const Text = z.string().trim().max(128);

/** Formats of files, and our own data: hosts and addresses in logs, flows of recordings. */
export const DiscoverySource = z.enum([...INVENTORY_FORMATS, 'logs', 'flows']);
export type DiscoverySource = z.infer<typeof DiscoverySource>;

/** `unknown`: observed but not on record · `registered`: a host on record · `ignored`: a person said why it need not be, until a day. */
export const ThingState = z.enum(['unknown', 'registered', 'ignored']);
export type ThingState = z.infer<typeof ThingState>;

export const ThingService = z.object({
  transport: z.enum(['tcp', 'udp', 'sctp']),
  port: z.number().int(),
  name: z.string(),
  product: z.string(),
  version: z.string(),
  source: DiscoverySource,
  at: Iso,
});
export type ThingService = z.infer<typeof ThingService>;

/** One thing of the network, whatever saw it. */
export const Thing = z.object({
  id: z.uuid(),
  /** Its name, else its address, MAC or id. */
  label: z.string(),
  hostName: z.string(),
  addresses: z.array(z.string()),
  mac: z.string(),
  os: z.string(),
  team: z.string(),
  state: ThingState,
  /** Name of the host on record; null when there is none. */
  registeredAs: z.string().nullable(),
  sources: z.array(DiscoverySource),
  services: z.number().int(),
  firstSeenAt: Iso,
  lastSeenAt: Iso,
  /** Since when no source sees it any more. */
  goneAt: Iso.nullable(),
  /** Since when it is unknown. */
  unknownSince: Iso.nullable(),
  ignored: z.object({ until: z.iso.date(), reason: z.string(), by: z.string() }).nullable(),
});
export type Thing = z.infer<typeof Thing>;

export const ChangeKind = z.enum([
  'appeared',
  'reappeared',
  'disappeared',
  'address-changed',
  'name-changed',
  'port-opened',
  'port-closed',
  'version-changed',
  'registered',
  'ignored',
]);
export type ChangeKind = z.infer<typeof ChangeKind>;

/** One line of the log of differences. */
export const Change = z.object({
  id: z.uuid(),
  at: Iso,
  thing: z.uuid(),
  label: z.string(),
  kind: ChangeKind,
  source: DiscoverySource.nullable(),
  before: z.string(),
  after: z.string(),
});
export type Change = z.infer<typeof Change>;

/** GET /discovery/things/:id */
export const ThingDetail = Thing.extend({
  externalId: z.string(),
  seen: z.array(z.object({ source: DiscoverySource, firstAt: Iso, lastAt: Iso })),
  claims: z.array(z.object({ address: z.string(), source: DiscoverySource, at: Iso })),
  serviceList: z.array(ThingService),
  /** The newest, at most 100. */
  changes: z.array(Change),
});
export type ThingDetail = z.infer<typeof ThingDetail>;

const Cursor = z.string().max(600).optional();
const Limit = z.coerce.number().int().min(1).max(200).default(100);

/** GET /discovery/things */
export const ThingQuery = z.object({
  q: z.string().trim().max(128).optional(),
  state: ThingState.optional(),
  source: DiscoverySource.optional(),
  /** `gone`: no source sees it any more. */
  presence: z.enum(['present', 'gone']).optional(),
  sort: z.enum(['lastSeen', 'firstSeen', 'name']).default('lastSeen'),
  cursor: Cursor,
  limit: Limit,
});
export type ThingQuery = z.infer<typeof ThingQuery>;
export const ThingPage = z.object({
  items: z.array(Thing).max(200),
  next: z.string().nullable(),
  total: z.number().int(),
});
export type ThingPage = z.infer<typeof ThingPage>;
export const ThingParams = z.object({ id: z.uuid() });

/** GET /discovery/changes: newest first. */
export const ChangeQuery = z.object({ kind: ChangeKind.optional(), cursor: Cursor, limit: Limit });
export type ChangeQuery = z.infer<typeof ChangeQuery>;
export const ChangePage = z.object({ items: z.array(Change).max(200), next: z.string().nullable() });

/** A host on record that is nobody's, or that nothing sees. */
export const Orphan = z.object({
  host: z.string(),
  addresses: z.array(z.string()),
  noTeam: z.boolean(),
  unseen: z.boolean(),
  lastSeenAt: Iso.nullable(),
  knownSince: Iso,
});
export type Orphan = z.infer<typeof Orphan>;
export const OrphanQuery = z.object({ cursor: Cursor, limit: Limit });
export const OrphanPage = z.object({
  items: z.array(Orphan).max(200),
  next: z.string().nullable(),
  total: z.number().int(),
});

/** Days after which a thing that no source sees counts as gone, and a host on record as an orphan. */
export const DiscoverySettings = z.object({ unseenDays: z.number().int().min(1).max(365) });
export type DiscoverySettings = z.infer<typeof DiscoverySettings>;

/** GET /discovery: the head of the page. */
export const DiscoverySummary = z.object({
  things: z.number().int(),
  unknown: z.number().int(),
  /** Unknown for more than 24 hours. */
  unknownOverdue: z.number().int(),
  registered: z.number().int(),
  ignored: z.number().int(),
  gone: z.number().int(),
  /** Hosts on record, and how many of them any source saw. */
  hosts: z.number().int(),
  hostsSeen: z.number().int(),
  orphans: z.number().int(),
  noTeam: z.number().int(),
  unseen: z.number().int(),
  settings: DiscoverySettings,
  newestAt: Iso.nullable(),
  /** Every source that has ever brought something. */
  sources: z.array(
    z.object({
      source: DiscoverySource,
      lastRunAt: Iso,
      things: z.number().int(),
      unknown: z.number().int(),
      /** Hosts on record that it saw. */
      hosts: z.number().int(),
    }),
  ),
});
export type DiscoverySummary = z.infer<typeof DiscoverySummary>;

/** `hostName=主机名,addresses=IP` (or with `|` between): heads of a table by our columns. */
export const ColumnText = z
  .string()
  .max(600)
  .regex(/^(?:(?:hostName|addresses|mac|os|team|services|seenAt)=[^=,|]{1,60}(?:[,|]|$))*$/)
  .transform((text): ColumnMap =>
    Object.fromEntries(
      text
        .split(/[,|]/)
        .filter(Boolean)
        .map((pair) => pair.split('=')),
    ),
  );

/** POST /discovery/import: the file is the body. */
export const ImportQuery = z.object({
  mode: z.enum(['preview', 'apply']).default('preview'),
  format: z.enum(['auto', ...INVENTORY_FORMATS]).default('auto'),
  name: z.string().trim().max(200).default(''),
  columns: ColumnText.optional(),
});
export type ImportQuery = z.output<typeof ImportQuery>;
export const DiscoveryRefusal = z.object({
  line: z.number().int(),
  field: z.string(),
  value: z.string(),
  text: Title,
});
export type DiscoveryRefusal = z.infer<typeof DiscoveryRefusal>;
export const ImportReport = z.object({
  applied: z.boolean(),
  source: DiscoverySource,
  /** Entries that were taken, that are right but show nothing, and that are wrong. */
  taken: z.number().int(),
  skipped: z.number().int(),
  refusedCount: z.number().int(),
  /** At most 1,000; `refusedCount` counts all. */
  refused: z.array(DiscoveryRefusal).max(1_000),
  /** What it comes to: things that are new, known, and not on record. */
  appeared: z.number().int(),
  known: z.number().int(),
  unknown: z.number().int(),
  changes: z.number().int(),
  sample: z
    .array(
      z.object({
        label: z.string(),
        addresses: z.array(z.string()),
        mac: z.string(),
        os: z.string(),
        services: z.number().int(),
        isNew: z.boolean(),
      }),
    )
    .max(20),
});
export type ImportReport = z.infer<typeof ImportReport>;

/** POST /discovery/run: looks into logs and recordings now. */
export const RunReport = z.object({
  observations: z.number().int(),
  appeared: z.number().int(),
  changes: z.number().int(),
  unknown: z.number().int(),
});
export type RunReport = z.infer<typeof RunReport>;

/** POST /discovery/register: makes hosts on record of things. */
export const RegisterRequest = z.object({
  things: z
    .array(z.object({ id: z.uuid(), name: HostName }))
    .min(1)
    .max(200),
  team: Text.default(''),
  role: Text.default(''),
  zone: Text.default(''),
  criticality: Criticality.default('medium'),
});
export type RegisterRequest = z.output<typeof RegisterRequest>;
export const Registered = z.object({ registered: z.number().int() });

/** POST /discovery/things/:id/ignore */
export const IgnoreRequest = z.object({ reason: z.string().trim().min(2).max(500), until: z.iso.date() });
export type IgnoreRequest = z.infer<typeof IgnoreRequest>;
export const Done = z.object({ done: z.literal(true) });

/** One thing of the network for other modules. */
export const InventoryHost = z.object({
  id: z.uuid(),
  label: z.string(),
  hostName: z.string(),
  addresses: z.array(Address),
  mac: z.string(),
  os: z.string(),
  services: z.array(ThingService.pick({ transport: true, port: true, name: true, product: true, version: true })),
  sources: z.array(DiscoverySource),
  lastSeenAt: Iso,
  isPresent: z.boolean(),
  state: ThingState,
  registeredAs: z.string().nullable(),
});
export type InventoryHost = z.infer<typeof InventoryHost>;

/** Questions that other modules may bring. */
export interface DiscoveryAsks {
  /** What the network really holds, by id from after `after` on, at most `limit` (10,000 unless told, which is the most). */
  readonly inventory: (query?: {
    readonly after?: string;
    readonly limit?: number;
  }) => Promise<readonly InventoryHost[]>;
  /** When any source last brought something, milliseconds UTC; null: never. */
  readonly newestDiscovery: () => Promise<number | null>;
}
