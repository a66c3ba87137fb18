/** Contract of zones 安全域: zones, flows that are allowed between them, flows that were seen. Isomorphic: the console imports it. */
import { z } from 'zod';

/** Permissions of zones. */
export const zonePermissions = {
  read: 'zones.read',
  /** Keeps zones and allowed flows, looks and compares on demand. */
  write: 'zones.write',
} as const;

export const MOST_ZONES = 200;
export const MOST_PERMISSIONS = 2_000;
/** Days after which a flow that is not seen any more is forgotten. A choice of the product. */
export const KEEP_DAYS = 30;

const Iso = z.iso.datetime({ offset: true });
const Title = z.object({ zh: z.string(), en: z.string() });
const Name = z.string().trim().min(1).max(60);

export const ZoneKind = z.enum([
  'internet',
  'vehicle',
  'dmz',
  'production',
  'data',
  'management',
  'office',
  'test',
  'other',
]);
export type ZoneKind = z.infer<typeof ZoneKind>;

/** POST /zones, PUT /zones/:id */
export const ZoneInput = z.object({
  name: Name,
  kind: ZoneKind,
  /** Networks such as `10.1.0.0/16`; an address belongs to the zone of the longest prefix. */
  cidrs: z.array(z.string().trim().min(1).max(64)).min(1).max(200),
  description: z.string().trim().max(500).default(''),
  owner: z.string().trim().max(100).default(''),
});
export type ZoneInput = z.output<typeof ZoneInput>;
export const Zone = ZoneInput.extend({
  id: z.uuid(),
  /** Hosts of the register whose addresses are in it. */
  hosts: z.number().int(),
  updatedAt: Iso,
});
export type Zone = z.infer<typeof Zone>;
export const ZoneParams = z.object({ id: z.uuid() });

export const Protocol = z.enum(['any', 'tcp', 'udp', 'icmp', 'sctp', 'gre', 'esp']);
export type Protocol = z.infer<typeof Protocol>;
/** What a flow spoke; `unknown` where the record does not say. */
export const SeenProtocol = z.enum(['unknown', 'tcp', 'udp', 'icmp', 'sctp', 'gre', 'esp']);
export type SeenProtocol = z.infer<typeof SeenProtocol>;

/** POST /zones/permissions, PUT /zones/permissions/:id: a flow that is allowed, from who opens it to who answers. */
export const PermissionInput = z.object({
  from: z.uuid(),
  to: z.uuid(),
  protocol: Protocol,
  /** `443`, `443,8000-8100`; '' is every port. */
  ports: z.string().trim().max(200).default(''),
  purpose: z.string().trim().min(1).max(300),
  approver: z.string().trim().min(1).max(100),
  /** Last day on which it is allowed; null: until it is withdrawn. */
  validTo: z.iso.date().nullable().default(null),
});
export type PermissionInput = z.output<typeof PermissionInput>;
export const Permission = PermissionInput.extend({
  id: z.uuid(),
  isInForce: z.boolean(),
  createdAt: Iso,
  createdBy: z.string(),
});
export type Permission = z.infer<typeof Permission>;

/**
 * How a flow stands: `allowed` · `ended`: it was allowed, and is not any more · `violating`: never allowed · `blocked`: not allowed,
 * and every record says that it was refused · `inside`: within one zone · `unzoned`: an end is in no zone.
 */
export const FlowStatus = z.enum(['violating', 'ended', 'blocked', 'allowed', 'inside', 'unzoned']);
export type FlowStatus = z.infer<typeof FlowStatus>;

export const FlowExample = z.object({
  client: z.string(),
  server: z.string(),
  port: z.number().int(),
  records: z.number().int(),
  lastSeen: Iso,
  source: z.enum(['logs', 'captures']),
  /** A record that told it; null for recordings. */
  event: z.object({ journal: z.string(), seq: z.number().int(), index: z.number().int() }).nullable(),
});
export type FlowExample = z.infer<typeof FlowExample>;

/** Flows of one zone pair, protocol and port. */
export const Flow = z.object({
  id: z.string(),
  /** Null: in no zone. */
  from: z.uuid().nullable(),
  to: z.uuid().nullable(),
  protocol: SeenProtocol,
  /** 0 where there is none, or where many ports are taken together. */
  port: z.number().int(),
  /** Ports taken together: more than 1 is a sweep over ports. */
  ports: z.number().int(),
  status: FlowStatus,
  conversations: z.number().int(),
  records: z.number().int(),
  blocked: z.number().int(),
  /** Null where no recording counted them. */
  bytes: z.number().int().nullable(),
  firstSeen: Iso,
  lastSeen: Iso,
  examples: z.array(FlowExample).max(10),
});
export type Flow = z.infer<typeof Flow>;

/** GET /zones/flows */
export const FlowQuery = z.object({
  from: z.union([z.uuid(), z.literal('none')]).optional(),
  to: z.union([z.uuid(), z.literal('none')]).optional(),
  status: FlowStatus.optional(),
  cursor: z.string().max(120).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});
export type FlowQuery = z.output<typeof FlowQuery>;
export const FlowPage = z.object({ items: z.array(Flow).max(500), next: z.string().nullable() });

/** What was seen between two zones. */
export const ZonePair = z.object({
  from: z.uuid(),
  to: z.uuid(),
  flows: z.number().int(),
  records: z.number().int(),
  violating: z.number().int(),
  ended: z.number().int(),
  blocked: z.number().int(),
  lastSeen: Iso,
});
export type ZonePair = z.infer<typeof ZonePair>;

/** GET /zones */
export const ZoneOverview = z.object({
  zones: z.array(Zone).max(MOST_ZONES),
  permissions: z.array(Permission).max(MOST_PERMISSIONS),
  pairs: z.array(ZonePair).max(MOST_ZONES * MOST_ZONES),
  counts: z.object({
    conversations: z.number().int(),
    flows: z.number().int(),
    crossing: z.number().int(),
    violating: z.number().int(),
    ended: z.number().int(),
    blocked: z.number().int(),
    unzoned: z.number().int(),
    /** Addresses of own networks that are in no zone. */
    ownUnzoned: z.number().int(),
  }),
  /** Own addresses in no zone, at most 20. */
  unzonedExamples: z.array(z.string()).max(20),
  lookedAt: Iso.nullable(),
  /** More was seen than is kept. */
  cut: z.boolean(),
});
export type ZoneOverview = z.infer<typeof ZoneOverview>;

/** Zones that the register of assets names, or that addresses seen suggest. */
export const ZoneSuggestion = z.object({
  name: z.string(),
  cidrs: z.array(z.string()).max(200),
  hosts: z.number().int(),
  basis: z.enum(['assets', 'flows']),
});
export type ZoneSuggestion = z.infer<typeof ZoneSuggestion>;
export const ZoneSuggestions = z.object({ items: z.array(ZoneSuggestion).max(200) });

/** POST /zones/import: a table of zones. */
export const ZonesImported = z.object({
  rows: z.number().int(),
  added: z.number().int(),
  changed: z.number().int(),
  /** Every row that was not taken, with its line (the header is 1), the column, and what is wrong. */
  refused: z.array(z.object({ row: z.number().int(), column: z.string(), value: z.string(), text: Title })).max(10_000),
});
export type ZonesImported = z.infer<typeof ZonesImported>;

/** What a firewall lets through between zones though it is not allowed. */
export const Opening = z.object({
  firewall: z.uuid(),
  firewallName: z.string(),
  /** 0: what no rule matches is let through. */
  line: z.number().int(),
  rule: z.string(),
  text: z.string(),
  from: z.uuid(),
  to: z.uuid(),
  /** Such as `TCP 22`, `TCP 1-442`; `*` is everything. */
  services: z.string(),
});
export type Opening = z.infer<typeof Opening>;
export const Openings = z.object({
  comparedAt: Iso.nullable(),
  firewalls: z.number().int(),
  rules: z.number().int(),
  /** Rules that only name interfaces or zones of the firewall: they cannot be compared by address. */
  uncompared: z.number().int(),
  cut: z.boolean(),
  items: z.array(Opening).max(2_000),
});
export type Openings = z.infer<typeof Openings>;

export const Removed = z.object({ removed: z.literal(true) });
export const Looked = z.object({ conversations: z.number().int(), violating: z.number().int() });
