import type { Beacon, OwnState, Verdict } from '@chedun/v2x/misbehaviour';
import { z } from 'zod';

/** Permissions of ingest: `write` is what an API token of a sender carries. */
export const ingestPermissions = {
  write: 'ingest.write',
  read: 'ingest.sources-read',
  manage: 'ingest.sources-manage',
  replay: 'ingest.quarantine-replay',
} as const;

const Iso = z.iso.datetime({ offset: true });

/** Id of a source: lower-case slug, part of the ingest URL. */
export const SourceId = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,62}$/);

export const SourceKind = z.enum([
  'http',
  'syslog',
  'folder',
  'gbt32960',
  'jtt808',
  'jtt809',
  'autosar-ids',
  'v2x',
  'netflow',
  'mqtt',
  'nats',
  'cli',
  'own',
]);
export type SourceKind = z.infer<typeof SourceKind>;

/** `auto` = detected from the first bytes of each batch. */
export const SourceFormat = z.enum([
  'auto',
  'evtx',
  'windows-json',
  'suricata-eve',
  'zeek-json',
  'zeek-tsv',
  'syslog',
  'cef',
  'leef',
  'logfmt',
  'auditd',
  'ndjson',
  'otlp',
  'tsp',
  'gbt32960',
  'jtt808',
  'jtt809',
  'autosar-ids',
  'v2x',
]);

/** Retention class: `network` is kept at least 184 days, `telemetry` as long as the operator chooses. */
export const RetentionClass = z.enum(['network', 'telemetry']);

/** silent = nothing for longer than silentAfterMinutes; failing = more than 5 % of the last minute went to quarantine. */
export const SourceHealth = z.enum(['healthy', 'silent', 'failing', 'disabled', 'waiting']);

export const Source = z.object({
  id: SourceId,
  title: z.string().min(1).max(100),
  kind: SourceKind,
  format: SourceFormat,
  retention: RetentionClass,
  enabled: z.boolean(),
  silentAfterMinutes: z.number().int().min(1).max(10080),
  health: SourceHealth,
  /** Events per second over the last minute. */
  rate: z.number(),
  events: z.number().int(),
  bytes: z.number().int(),
  quarantined: z.number().int(),
  /** Seconds between acceptance and storage of the newest stored record. */
  lagSeconds: z.number().nullable(),
  lastSeen: Iso.nullable(),
  firstSeen: Iso.nullable(),
});
export type Source = z.infer<typeof Source>;
export const SourceList = z.object({ items: z.array(Source) });

/** POST /sources */
export const NewSource = z.object({
  id: SourceId,
  title: z.string().min(1).max(100),
  kind: z.enum(['http', 'folder']).default('http'),
  format: SourceFormat.default('auto'),
  retention: RetentionClass.default('network'),
  silentAfterMinutes: z.number().int().min(1).max(10080).default(60),
});
/** PATCH /sources/:id */
export const SourceChange = NewSource.omit({ id: true, kind: true })
  .partial()
  .extend({ enabled: z.boolean().optional() });

/** POST /ingest/:source answers only after the records are durable. */
export const IngestReceipt = z.object({
  accepted: z.number().int(),
  /** Records whose frame was kept but which could not be framed at all (over-long lines…): they are in quarantine. */
  quarantined: z.number().int(),
  /** Journal range that holds them. */
  journal: z.string(),
  fromSeq: z.number().int(),
  toSeq: z.number().int(),
});
export type IngestReceipt = z.infer<typeof IngestReceipt>;

export const QuarantineEntry = z.object({
  id: z.uuid(),
  source: z.string(),
  at: Iso,
  /** Code from the catalogue of the reader, with its two texts. */
  code: z.string(),
  reason: z.object({ zh: z.string(), en: z.string() }),
  place: z.string().nullable(),
  /** Records of the frame that were refused for this reason. */
  count: z.number().int(),
  size: z.number().int(),
  /** First 2,000 characters as text, or hex when it is not text. */
  preview: z.string(),
  previewKind: z.enum(['text', 'hex']),
  status: z.enum(['waiting', 'replayed', 'discarded']),
});
export const QuarantineQuery = z.object({
  source: SourceId.optional(),
  status: z.enum(['waiting', 'replayed', 'discarded']).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const QuarantinePage = z.object({
  items: z.array(QuarantineEntry),
  next: z.string().nullable(),
  total: z.number().int(),
});
/** POST /quarantine/replay: reads the kept bytes again with the readers of today. */
export const ReplayRequest = z.object({ ids: z.array(z.uuid()).min(1).max(200), format: SourceFormat.optional() });
export const ReplayResult = z.object({ replayed: z.number().int(), still: z.number().int() });
/** POST /quarantine/discard: the bytes stay in the journal, the entries are no longer waiting. */
export const DiscardRequest = z.object({ ids: z.array(z.uuid()).min(1).max(200) });
export const QuarantineDiscarded = z.object({ discarded: z.number().int() });

/** GET /ingest/live (server-sent events `flow`) and GET /ingest/flow. */
export const Flow = z.object({
  at: Iso,
  acceptedPerSecond: z.number(),
  storedPerSecond: z.number(),
  evaluatedPerSecond: z.number(),
  quarantinedPerSecond: z.number(),
  /** Frames accepted but not yet evaluated / stored. */
  detectBacklog: z.number().int(),
  storeBacklog: z.number().int(),
  storeUp: z.boolean(),
  openConnections: z.number().int(),
});
export type Flow = z.infer<typeof Flow>;

/** GET /ingest/history?minutes: one point a minute. */
export const FlowHistory = z.object({
  points: z.array(z.object({ at: Iso, events: z.number(), quarantined: z.number() })),
});

/** One connection of a vehicle, terminal or forwarding platform (GB/T 32960, JT/T 808). */
export const VehicleSession = z.object({
  peer: z.string(),
  platform: z.string().nullable(),
  vehicles: z.number().int(),
  frames: z.number().int(),
  badFrames: z.number().int(),
  /** Frames that the gate refused: kept as evidence, no reports. */
  refusedFrames: z.number().int(),
  since: Iso,
  lastFrame: Iso.nullable(),
});
export const SessionList = z.object({ items: z.array(VehicleSession), total: z.number().int() });

/** Last state of a vehicle as its newest GB/T 32960 frame told it. */
export const VehicleState = z.object({
  vin: z.string(),
  at: Iso,
  online: z.boolean(),
  speedKmh: z.number().nullable(),
  socPct: z.number().nullable(),
  odometerKm: z.number().nullable(),
  lon: z.number().nullable(),
  lat: z.number().nullable(),
  voltageV: z.number().nullable(),
  currentA: z.number().nullable(),
  insulationKohm: z.number().nullable(),
  alarmLevel: z.number().nullable(),
  alarms: z.array(z.string()),
  charging: z.string().nullable(),
  gear: z.string().nullable(),
  source: z.string(),
});
export type VehicleState = z.infer<typeof VehicleState>;
export const VehicleStateList = z.object({ items: z.array(VehicleState) });

/** A source that a module of ours declares for the records that it makes itself. */
export interface OwnSource {
  readonly id: string;
  readonly title: string;
}

/** What the vehicle listener saw of signatures (GB/T 32960.3-2025). The bytes are copies; `time` is when it came, ISO 8601. */
export type SignatureSighting =
  | {
      readonly kind: 'report';
      readonly vin: string;
      /** Code of the frame: 1 SM2, 2 RSA, 3 ECC. */
      readonly algorithm: number;
      readonly signed: Uint8Array;
      readonly r: Uint8Array;
      readonly s: Uint8Array;
      /** The report tells of an alarm. */
      readonly urgent: boolean;
      readonly ip: string;
      readonly port: number;
      readonly time: string;
    }
  | { readonly kind: 'activation'; readonly vin: string; readonly chipId: string; readonly publicKey: Uint8Array };

/** The certificate with which the other end of a TLS connection proved itself. */
export interface ClientCertificate {
  /** SHA-256 of the DER, hex in lower case. */
  readonly fingerprint: string;
  /** Common name of the subject; '' when it has none. */
  readonly subject: string;
}

/** Listeners whose connections a gate judges. */
export type GatedListener = 'gbt32960' | 'jtt808' | 'jtt809';

/** A connection that was opened, and what may be done with it. */
export interface GatedConnection {
  readonly listener: GatedListener;
  readonly ip: string;
  readonly port: number;
  /** Absent without TLS, and when the client showed none that our authority vouches for. */
  readonly certificate: ClientCertificate | undefined;
  /** Stops reading for so many milliseconds: TCP holds the sender back. */
  readonly hold: (ms: number) => void;
  readonly close: (reason: 'rate' | 'unbound') => void;
}

/** Who logs in: a vehicle, terminal or plate (`id`), or a platform account alone. */
export interface GateSubject {
  readonly id: string | undefined;
  readonly iccid: string | undefined;
  readonly platform: string | null;
}

/** What a gate follows of one connection. */
export interface GatePass {
  /** Whether this login may go on; `true` at once where nothing has to be looked up. Never rejects. */
  readonly admit: (subject: GateSubject) => Promise<boolean> | true;
  /**
   * A frame of `id[from .. to)` (UTF-8, may end in zeros) came; false when its vehicle was refused, so that it is no report
   * of that vehicle. Called for every report: cheap, must not throw. A promise while its bindings are being read: the
   * listener holds the frame back until then (it never rejects, and settles within two seconds).
   */
  readonly frame: (id: Uint8Array, from: number, to: number, platform: string | null) => boolean | Promise<boolean>;
  /** So many frames came with one stretch of bytes. */
  readonly took: (frames: number, platform: string | null) => void;
  /** Data unit in clear of an encrypted GB/T 32960 frame; undefined without a key that fits. Must not throw. */
  readonly decrypt: (frame: Uint8Array, platform: string | null) => Uint8Array | undefined;
  readonly end: () => void;
}

/** Judges who sends: bindings, rates, keys. */
export interface Gate {
  readonly open: (connection: GatedConnection) => GatePass;
}

/** A roadside unit or edge device that the operator registered. */
export interface RoadUnit {
  readonly id: string;
  /** IP address, or topic at the broker, under which it is heard. */
  readonly from: string;
  readonly lat: number;
  readonly lon: number;
}

/** A signed V2X message (SPDU) that came over a broker, before anybody verified it. */
export interface SecuredMessage {
  readonly bytes: Uint8Array;
  /** Topic or subject under which it was heard: that of its receiver. */
  readonly heardAs: string;
  /** Milliseconds since 1970 UTC. */
  readonly received: number;
}

/** What became of such a message: it was judged, or nobody had room for it. */
export type SecuredJudge = (message: SecuredMessage) => Promise<'judged' | 'no-room'>;

/** A V2X message whose signature, chain, time and place were verified. The bytes are read before the call returns. */
export interface SignedRoadMessage {
  /** The whole secured message, which is kept as evidence. */
  readonly message: Uint8Array;
  /** Bytes of it that are the payload. */
  readonly from: number;
  readonly to: number;
  readonly signer: {
    /** HashedId8 of the certificate, hex. */
    readonly certificate: string;
    /** Linkage value of a pseudonym, hex. */
    readonly linkage: string | undefined;
    readonly aid: number;
  };
  /** Name of who heard it, and the address or topic under which that one is registered. */
  readonly receiver: string;
  readonly heardAs: string;
  readonly peer: { readonly ip: string; readonly port: number } | undefined;
  /** Milliseconds since 1970 UTC. */
  readonly received: number;
}

/** What the detectors of misbehaviour saw of a message, and think of it. */
export interface RoadOpinion {
  readonly beacon: Beacon;
  readonly verdict: Verdict;
  readonly own: OwnState | undefined;
}

export interface IngestAsks {
  /**
   * Puts a verified V2X message on the way of all others (journal, store, rules) and before the detectors of misbehaviour,
   * with its signer as identity. Answers what they think; undefined for other messages than a BSM.
   */
  readonly hearSigned: (message: SignedRoadMessage) => RoadOpinion | undefined;
  /** Names who verifies signed V2X messages of brokers; they are acknowledged when they are on disk and judged. Never rejects. */
  readonly verifyWith: (judge: SecuredJudge) => void;
  /** Takes revocation lists (DER or PEM) of client certificates from elsewhere than files; `from` replaces earlier ones. */
  readonly revokeClients: (from: string, lists: readonly Uint8Array[]) => void;
  /** Registers roadside units besides those of the configuration; call it again when they change. */
  readonly registerRoadUnits: (units: readonly RoadUnit[]) => void;
  /** Registered units, those of them that were heard since the start, and senders that are not registered. */
  readonly roadUnitCounts: () => { readonly registered: number; readonly heard: number; readonly strangers: number };
  /** Registered roadside units, those of the configuration among them. */
  readonly roadUnits: () => readonly RoadUnit[];
  /** When senders of V2X messages were heard last since the start, milliseconds by address or topic. */
  readonly roadUnitsHeard: () => ReadonlyMap<string, number>;
  /** Sets the gate of the listeners of vehicles; without one everybody is let in. */
  readonly guard: (gate: Gate) => void;
  /** Tells of every signed report and every activation that the vehicle listener takes; the listener must not wait. */
  readonly onSignature: (listener: (sighting: SignatureSighting) => void) => void;
  /**
   * Puts records that a module of ours made (a verdict of a detector, a finding in an uploaded capture) on the same way
   * as all others: journal, store, rules. Each is a flat JSON object with `time` (ISO 8601), `product` and `category`
   * (docs/reference/vehicle-events.md). Resolves when they are durable.
   */
  readonly record: (source: OwnSource, records: readonly Readonly<Record<string, unknown>>[]) => Promise<void>;
  /**
   * How many records of frames make no event when they are decoded today: quarantined ones and header lines. Answers for the
   * first 300 of the frames asked for.
   */
  readonly rowlessRecords: (
    stream: 'network' | 'telemetry',
    seqs: readonly number[],
  ) => Promise<ReadonlyMap<number, number>>;
  readonly flow: () => Flow;
  /** Ports that are bound, by listener; empty before the start. */
  readonly ports: () => Readonly<Record<string, number>>;
  readonly vehicleState: (vin: string) => VehicleState | undefined;
  readonly sources: () => Promise<readonly Source[]>;
}
