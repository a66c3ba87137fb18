/** Contract of exposure 互联网暴露面: what may be open to the outside, and what is. Isomorphic: the console imports it. */
import { z } from 'zod';

/** Permissions of exposure. */
export const exposurePermissions = {
  read: 'exposure.read',
  /** Declares targets and approved services, and has targets probed. */
  write: 'exposure.write',
} as const;

export const MOST_TARGETS = 256;
export const MOST_SERVICES = 5_000;

const Iso = z.iso.datetime({ offset: true });
const Host = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9:](?:[a-z0-9.:-]{0,251}[a-z0-9:])?$/);
const Approver = z.string().trim().min(1).max(100);

/** POST /exposure/targets: a public address of ours that somebody approved to be probed. */
export const TargetInput = z.object({
  host: Host,
  /** `443`, `1-1024,8080`; '' is the usual ports of services, management and databases. */
  ports: z.string().trim().max(500).default(''),
  approver: Approver,
  note: z.string().trim().max(300).default(''),
});
export type TargetInput = z.output<typeof TargetInput>;

/** POST /exposure/services, PUT /exposure/services/:id: a service that may be open to the outside. */
export const ServiceInput = z.object({
  host: Host,
  port: z.number().int().min(1).max(65_535),
  owner: z.string().trim().min(1).max(100),
  purpose: z.string().trim().min(1).max(300),
  approver: Approver,
  /** Last day; null: until it is withdrawn. */
  validTo: z.iso.date().nullable().default(null),
});
export type ServiceInput = z.output<typeof ServiceInput>;

/** What a probe showed. */
export const Run = z.object({
  at: Iso,
  by: z.string(),
  /** Address that was probed; '' where the name has none, or none that may be probed. */
  address: z.string(),
  probed: z.number().int(),
  open: z.number().int(),
  closed: z.number().int(),
  silent: z.number().int(),
  unreachable: z.number().int(),
  tookMs: z.number().int(),
  /** Where it was looked from, of a scan that was made elsewhere; '' for a probe of ours. */
  from: z.string(),
  /** SM3 over the result as it is kept. */
  sm3: z.string(),
});
export type Run = z.infer<typeof Run>;

/** Where so many ports are all open, a device on the way answers for the host. */
const MOST_ALL_OPEN = 20;
/** Whether a probe shows anything: not one that reached nobody, nor one where whatever was asked answered. */
export const isTelling = ({
  probed,
  open,
  unreachable,
}: Readonly<Record<'probed' | 'open' | 'unreachable', number>>): boolean =>
  unreachable < probed && (open < probed || probed < MOST_ALL_OPEN);

/** GET /exposure/targets/:id/runs: newest first, with what changed since the one before. */
export const RunList = z.object({
  items: z
    .array(Run.extend({ id: z.uuid(), opened: z.array(z.number().int()), closedPorts: z.array(z.number().int()) }))
    .max(200),
});
export type RunList = z.infer<typeof RunList>;

/** POST /exposure/scans: output of `nmap -oX` that was made from outside. */
export const ScanQuery = z.object({
  /** Where it was looked from: a provider, a cloud region, a mobile network. */
  from: z.string().trim().min(1).max(100),
});
export const ScanReport = z.object({
  /** Hosts of the scan that are targets, and were taken. */
  taken: z.array(z.string()).max(MOST_TARGETS),
  /** Hosts of the scan that nobody declared as target, at most 200 named. */
  unknown: z.array(z.string()).max(200),
  unknownCount: z.number().int(),
  refused: z.array(z.object({ line: z.number().int(), field: z.string(), value: z.string() })).max(1_000),
  refusedCount: z.number().int(),
});
export type ScanReport = z.infer<typeof ScanReport>;

/** POST /exposure/services/import?mode: a table of approved services. */
export const ImportQuery = z.object({ mode: z.enum(['preview', 'apply']).default('preview') });
const Two = z.object({ zh: z.string(), en: z.string() });
export const ImportReport = z.object({
  applied: z.boolean(),
  rows: z.number().int(),
  taken: z.number().int(),
  /** Approved already: what the row says takes its place. */
  changed: z.number().int(),
  refused: z.array(z.object({ row: z.number().int(), column: z.string(), value: z.string(), text: Two })),
});
export type ImportReport = z.infer<typeof ImportReport>;

export const Target = TargetInput.extend({
  id: z.uuid(),
  createdAt: Iso,
  createdBy: z.string(),
  lastRun: Run.nullable(),
});
export type Target = z.infer<typeof Target>;

/** `approved` and open · `unapproved`: open though nobody approved · `ended`: open though its approval is over · `not-open`: approved, and closed. */
export const Standing = z.enum(['unapproved', 'ended', 'approved', 'not-open', 'not-probed']);
export type Standing = z.infer<typeof Standing>;

/** A port that is open, or should be. */
export const Exposed = z.object({
  host: z.string(),
  port: z.number().int(),
  standing: Standing,
  service: ServiceInput.extend({ id: z.uuid(), isInForce: z.boolean() }).nullable(),
  /** Open since this probe at the latest; null where it is not open. */
  since: Iso.nullable(),
  seenAt: Iso.nullable(),
});
export type Exposed = z.infer<typeof Exposed>;

/** GET /exposure */
export const Exposure = z.object({
  /** The configuration lets private addresses be probed too. */
  allowsPrivate: z.boolean(),
  targets: z.array(Target).max(MOST_TARGETS),
  /** Open ports, at most 20,000, and approved ones that are not open. */
  items: z.array(Exposed).max(20_000 + MOST_SERVICES),
  counts: z.object({
    open: z.number().int(),
    unapproved: z.number().int(),
    ended: z.number().int(),
    approved: z.number().int(),
    notOpen: z.number().int(),
  }),
});
export type Exposure = z.infer<typeof Exposure>;

export const ExposureParams = z.object({ id: z.uuid() });
/** POST /exposure/probe: all targets, or the one. */
export const ProbeOrder = z.object({ target: z.uuid().optional() });
export const ProbesOrdered = z.object({ ordered: z.number().int() });
export const ExposureRemoved = z.object({ removed: z.literal(true) });
