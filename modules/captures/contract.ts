/**
 * Contract of the captures module: recordings that people upload (network captures, CAN logs, V2X logs, security events
 * of ECUs), what their analysis found, models of CAN buses and DBC files. Isomorphic: the console imports it.
 */
import { z } from 'zod';
import { CanSummary } from './contract/can.ts';
import { IdsSummary } from './contract/ids.ts';
import { PcapSummary } from './contract/pcap.ts';
import { Iso, ListQuery, page } from './contract/page.ts';
import { V2xSummary } from './contract/v2x.ts';

export * from './contract/can.ts';
export * from './contract/dbc.ts';
export * from './contract/ids.ts';
export * from './contract/models.ts';
export * from './contract/pcap.ts';
export * from './contract/v2x.ts';
export { CAPTURE_WORDS } from './phrases.ts';

/** Permissions of this module. */
export const capturesPermissions = {
  read: 'captures.read',
  /** Upload, analyse again, cancel, delete. */
  write: 'captures.write',
  /** Fetch the recording itself: it may hold personal data. */
  download: 'captures.download',
  /** Train and activate models, keep DBC files. */
  models: 'captures.models-write',
} as const;

/** Source under which findings of captures enter the journal. */
export const CAPTURES_SOURCE = { id: 'captures', title: '抓包与记录分析' } as const;

/** Largest recording in bytes. */
export const MAX_CAPTURE_BYTES = 512 * 1024 * 1024;

/**
 * `pcap`: network capture (pcap, pcapng) · `can`: log of a CAN bus (candump, ASC, BLF, TRC, CSV) · `v2x`: JSON lines
 * {time, hex, sender?} or a capture whose UDP payloads are messages of T/CSAE 53 · `ids`: messages of the AUTOSAR IDS
 * protocol, as bytes, as JSON lines {time, hex} or as UDP payloads of a capture.
 */
export const CaptureKind = z.enum(['pcap', 'can', 'v2x', 'ids']);
export type CaptureKind = z.infer<typeof CaptureKind>;

/** `waiting` for its turn · `running` · `done` · `failed`: see `fault` · `cancelled` by a person. */
export const CaptureStatus = z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']);
export type CaptureStatus = z.infer<typeof CaptureStatus>;

const Texts = z.object({ zh: z.string(), en: z.string() });
const FileName = z.string().trim().min(1).max(200);
const Model = z.string().trim().max(100);
const Vin = z.string().regex(/^[A-HJ-NPR-Z0-9]{17}$/);

/** Why and where a recording, or a piece of it, could not be read. */
export const CaptureFault = z.object({
  code: z.string(),
  message: Texts,
  /** In English, for those who look closely; '' when the message says all. */
  reason: z.string(),
  line: z.number().int().nullable(),
  offset: z.number().int().nullable(),
});
export type CaptureFault = z.infer<typeof CaptureFault>;

/** What analysis found in short; `kind` is that of the capture. Null until there is a result. */
export const CaptureSummary = z.discriminatedUnion('kind', [PcapSummary, CanSummary, V2xSummary, IdsSummary]);
export type CaptureSummary = z.infer<typeof CaptureSummary>;

export const Capture = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: CaptureKind,
  /** `pcap`, `pcapng`, `candump`, `asc`, `blf`, `trc`, `csv`, `jsonl`, `bytes`. */
  format: z.string(),
  size: z.number().int(),
  /** Lower-case hex. */
  sha256: z.string(),
  sm3: z.string(),
  status: CaptureStatus,
  /** 0 to 1. */
  progress: z.number(),
  vin: z.string().nullable(),
  model: z.string().nullable(),
  uploader: z.object({ id: z.string(), name: z.string() }),
  uploadedAt: Iso,
  analysedAt: Iso.nullable(),
  /** Findings after aggregation. */
  findings: z.number().int(),
  /** Why the analysis failed. */
  fault: CaptureFault.nullable(),
});
export type Capture = z.infer<typeof Capture>;

/** GET /captures/:id */
export const CaptureDetail = Capture.extend({
  /** Whether flow, DNS, TLS, HTTP and MQTT records of the capture were sent as events. */
  toEvents: z.boolean(),
  dbcId: z.uuid().nullable(),
  canModelId: z.uuid().nullable(),
  /** Places that could not be read while the rest was; at most 100. `unreadable` counts all. */
  faults: z.array(CaptureFault),
  unreadable: z.number().int(),
  summary: CaptureSummary.nullable(),
});
export type CaptureDetail = z.infer<typeof CaptureDetail>;

/** POST /captures: the recording is the body (application/octet-stream). */
export const UploadQuery = z.object({
  name: FileName,
  /** `auto` is told from the first bytes; bytes of the IDS protocol have no mark and must be named. */
  kind: z.enum(['auto', ...CaptureKind.options]).default('auto'),
  vin: Vin.optional(),
  model: Model.min(1).optional(),
  toEvents: z.stringbool().default(false),
  dbcId: z.uuid().optional(),
  /** Without it the active model of `model` is taken. */
  canModelId: z.uuid().optional(),
});
export type UploadQuery = z.infer<typeof UploadQuery>;

export const CaptureParams = z.object({ id: z.uuid() });

/** GET /captures */
export const CaptureQuery = z.object({
  ...ListQuery,
  kind: CaptureKind.optional(),
  status: CaptureStatus.optional(),
  vin: z.string().max(17).optional(),
  sort: z.enum(['uploaded', 'name', 'size', 'findings']).default('uploaded'),
  order: z.enum(['asc', 'desc']).default('desc'),
});
export type CaptureQuery = z.infer<typeof CaptureQuery>;
export const CapturePage = page(Capture);
export type CapturePage = z.infer<typeof CapturePage>;

/** POST /captures/:id/analyse: again, with what is named here; what is left out stays as it is, null takes it away. */
export const AnalyseRequest = z.strictObject({
  dbcId: z.uuid().nullable().optional(),
  canModelId: z.uuid().nullable().optional(),
});
export type AnalyseRequest = z.infer<typeof AnalyseRequest>;

/** GET /captures/:id/progress: server-sent events `progress` until it is no longer waiting or running. */
export const CaptureProgress = Capture.pick({ id: true, status: true, progress: true, findings: true });
export type CaptureProgress = z.infer<typeof CaptureProgress>;

/** A detector's verdict, with its repeats counted. */
export const CaptureFinding = z.object({
  /** Stable within the capture. */
  seq: z.number().int(),
  /** Id of the detector: `can.ids.unknown_id`, `v2x-range`, `captures.clear-text-login` … */
  signal: z.string(),
  /** Log source category of its record: `can`, `v2x`, `ecu_sev`, `flow`. */
  category: z.string(),
  title: Texts,
  level: z.enum(['low', 'medium', 'high', 'critical']),
  /** What it is about: an identifier, a sender, an address. */
  subject: z.string(),
  expected: z.string(),
  seen: z.string(),
  count: z.number().int(),
  /** Null when the recording carries no time of day; `firstS` and `lastS` then count from its start. */
  first: Iso.nullable(),
  last: Iso.nullable(),
  firstS: z.number(),
  lastS: z.number(),
});
export type CaptureFinding = z.infer<typeof CaptureFinding>;
/** GET /captures/:id/findings */
export const CaptureFindingQuery = z.object({
  ...ListQuery,
  signal: z.string().max(100).optional(),
  sort: z.enum(['first', 'count', 'level', 'signal']).default('first'),
});
export const CaptureFindingPage = page(CaptureFinding);

/** Questions that other modules may bring. */
export interface CapturesAsks {
  /**
   * Hosts of the own networks in captures whose analysis ended after `since` (milliseconds UTC), newest first, at most `limit`:
   * the ports at which each answered, and when it was last seen.
   */
  readonly hostsSeen: (
    since: number,
    limit: number,
  ) => Promise<readonly { readonly address: string; readonly serverPorts: readonly number[]; readonly at: number }[]>;
  /**
   * Who spoke to whom in captures whose analysis ended after `since` and not after `until` (milliseconds UTC), the latest first, at
   * most `limit`: flows with the same ends, transport and port of the server together.
   */
  readonly flowsSeen: (since: number, until: number, limit: number) => Promise<readonly FlowsSeen[]>;
}

/** Flows with the same ends; times in milliseconds UTC. */
export interface FlowsSeen {
  readonly client: string;
  readonly server: string;
  /** Such as `TCP`. */
  readonly transport: string;
  readonly port: number | null;
  readonly flows: number;
  readonly bytes: number;
  readonly first: number;
  readonly last: number;
}

/** Answer of actions. */
export const Done = z.object({ done: z.literal(true) });
