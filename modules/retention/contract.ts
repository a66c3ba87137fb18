/**
 * Contract of the retention module: classes and how long they are kept, the ledger of what is there, legal holds, and the only
 * way in which journal segments go. Isomorphic: the console imports it.
 */
import { EventPage, EventQuery } from '@chedun/search/contract';
import { z } from 'zod';

/** Permissions of this module. Proposing and approving belong to different administrators. */
export const retentionPermissions = {
  read: 'retention.read',
  /** Propose a removal, ask for the release of a hold, run a restore test, change how long classes are kept. */
  propose: 'retention.propose',
  /** Approve or reject what another person proposed. */
  approve: 'retention.approve',
  /** Place a legal hold. */
  hold: 'retention.hold',
} as const;

/** Source under which tombstones enter the journal. */
export const RETENTION_SOURCE = { id: 'retention', title: '日志留存' } as const;

const Iso = z.iso.datetime({ offset: true });
const Texts = z.object({ zh: z.string(), en: z.string() });
const Text = (most: number) => z.string().trim().min(1).max(most);

/** Streams of the journal. */
export const Stream = z.enum(['network', 'telemetry']);
export type Stream = z.infer<typeof Stream>;

/**
 * `network`: network and security logs · `vulnerability-log`: receipts of vulnerability reports, in the same stream ·
 * `telemetry`: raw telemetry, as long as the operator chooses.
 */
export const RetentionClassId = z.enum(['network', 'vulnerability-log', 'telemetry']);
export type RetentionClassId = z.infer<typeof RetentionClassId>;

/** A class with its policy and what it takes. */
export const RetentionClass = z.object({
  id: RetentionClassId,
  title: Texts,
  stream: Stream,
  /** What asks for it; empty when the operator decides alone. */
  basis: Texts,
  /** Fewest days that may be set. */
  floorDays: z.number().int(),
  days: z.number().int(),
  /** Sealed segments older than this are also kept as Parquet files; null = never. */
  coldAfterDays: z.number().int().nullable(),
  /** Searchable rows older than this leave the event store when their Parquet copy is verified; null = never. */
  hotDays: z.number().int().nullable(),
  updatedAt: Iso.nullable(),
  updatedBy: z.string().nullable(),
});
export type RetentionClass = z.infer<typeof RetentionClass>;

/** What one stream takes on disk and will take. */
export const StreamUse = z.object({
  stream: Stream,
  /** Days that bind for the stream: the largest of its classes. */
  days: z.number().int(),
  oldestAt: Iso.nullable(),
  newestAt: Iso.nullable(),
  segments: z.number().int(),
  journalBytes: z.number().int(),
  coldBytes: z.number().int(),
  bytesPerDay: z.number().int().nullable(),
  bytesAtFullAge: z.number().int().nullable(),
  daysUntilFull: z.number().int().nullable(),
});
export type StreamUse = z.infer<typeof StreamUse>;

/** Why a segment stays; `until` where time alone removes the reason. */
export const ObstacleView = z.object({
  kind: z.enum([
    'not-sealed',
    'not-consumed',
    'checkpoint-missing',
    'receive-clock',
    'checkpoint-clock',
    'uptime-ledger',
    'clock-ahead',
    'clock-off',
    'ntp-off',
    'legal-hold',
  ]),
  until: Iso.nullable(),
  ms: z.number().nullable(),
  hold: z.string().nullable(),
});
export type ObstacleView = z.infer<typeof ObstacleView>;

/** The three clocks as they stand. */
export const ClockView = z.object({
  now: Iso,
  lastCheckpointAt: Iso.nullable(),
  uptimeMs: z.number().int(),
  jumps: z.array(z.object({ at: Iso, jumpMs: z.number().int() })),
  /** What blocks every removal now. */
  obstacles: z.array(ObstacleView),
});

/** GET /retention: classes, clocks, disk, and what could be removed. */
export const RetentionOverview = z.object({
  classes: z.array(RetentionClass),
  streams: z.array(StreamUse),
  clocks: ClockView,
  activeHolds: z.number().int(),
  openProposals: z.number().int(),
  restoreTest: z
    .object({ at: Iso, ok: z.boolean(), segments: z.number().int(), coldFiles: z.number().int(), detail: z.string() })
    .nullable(),
});
export type RetentionOverview = z.infer<typeof RetentionOverview>;

/** PATCH /retention/classes/:id */
export const ClassParams = z.object({ id: RetentionClassId });
export const ClassChange = z.strictObject({
  days: z.number().int().min(1).max(36_500).optional(),
  coldAfterDays: z.number().int().min(1).max(36_500).nullable().optional(),
  hotDays: z.number().int().min(1).max(36_500).nullable().optional(),
});
export type ClassChange = z.infer<typeof ClassChange>;

const GapView = z.object({ from: Iso, to: Iso, hours: z.number().int() });

/** One source in the ledger. */
export const LedgerEntry = z.object({
  source: z.string(),
  title: z.string(),
  stream: Stream,
  firstAt: Iso,
  lastAt: Iso,
  frames: z.number().int(),
  events: z.number().int(),
  bytes: z.number().int(),
  /** False for sources that speak only now and then (uploads, our own modules): they have no gaps. */
  expected: z.boolean(),
  gapHours: z.number().int(),
  /** The newest gaps, at most 50. */
  gaps: z.array(GapView),
  /** Events of each of the last 168 hours, oldest first. */
  strip: z.array(z.number().int()),
  stripFrom: Iso,
});
export type LedgerEntry = z.infer<typeof LedgerEntry>;

/** GET /retention/ledger: all sources, fewer than some hundred. */
export const Ledger = z.object({ items: z.array(LedgerEntry) });

/** GET /retention/ledger/:source/hours: hours with records, at most a year. */
export const HoursParams = z.object({ source: z.string().min(1).max(255) });
export const HoursQuery = z.object({ days: z.coerce.number().int().min(1).max(400).default(30) });
export const Hours = z.object({
  from: Iso,
  to: Iso,
  hours: z.array(z.object({ at: Iso, events: z.number().int(), bytes: z.number().int() })),
});
export type Hours = z.infer<typeof Hours>;

/** A sealed segment. */
export const SegmentView = z.object({
  stream: Stream,
  firstSeq: z.number().int(),
  lastSeq: z.number().int(),
  bytes: z.number().int(),
  frames: z.number().int(),
  events: z.number().int(),
  oldestAt: Iso,
  newestAt: Iso,
  sm3: z.string(),
  checkpointAt: Iso.nullable(),
  verifiedAt: Iso.nullable(),
  cold: z.object({ at: Iso, bytes: z.number().int(), rows: z.number().int() }).nullable(),
  hotRemovedAt: Iso.nullable(),
  removedAt: Iso.nullable(),
  obstacles: z.array(ObstacleView),
});
export type SegmentView = z.infer<typeof SegmentView>;
export const SegmentQuery = z.object({
  stream: Stream.default('network'),
  /** Segments after this first frame. */
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});
export const SegmentPage = z.object({ items: z.array(SegmentView), next: z.number().int().nullable() });
export const SegmentParams = z.object({ stream: Stream, firstSeq: z.coerce.number().int().min(1) });
/** DELETE of a single segment is always refused and audited; this is what it would have answered. */
export const Refused = z.object({ removed: z.literal(false) });

/** What a legal hold keeps; empty lists mean all. */
export const NewHold = z.strictObject({
  title: Text(100),
  reason: Text(1000),
  caseRef: z.string().trim().max(100).default(''),
  streams: z.array(Stream).max(2).default([]),
  sources: z.array(Text(255)).max(100).default([]),
  assets: z.array(Text(100)).max(100).default([]),
  from: Iso.nullable().default(null),
  to: Iso.nullable().default(null),
});
export type NewHold = z.infer<typeof NewHold>;

/** `placed` blocks at once, a second person confirms it; release needs two persons as well. */
export const Hold = z.object({
  id: z.uuid(),
  title: z.string(),
  reason: z.string(),
  caseRef: z.string(),
  streams: z.array(z.string()),
  sources: z.array(z.string()),
  assets: z.array(z.string()),
  from: Iso.nullable(),
  to: Iso.nullable(),
  status: z.enum(['placed', 'confirmed', 'release-asked', 'released']),
  placedBy: z.string(),
  placedAt: Iso,
  confirmedBy: z.string().nullable(),
  releaseBy: z.string().nullable(),
  releaseReason: z.string().nullable(),
  releasedBy: z.string().nullable(),
  releasedAt: Iso.nullable(),
});
export type Hold = z.infer<typeof Hold>;
export const HoldList = z.object({ items: z.array(Hold) });
export const IdParams = z.object({ id: z.uuid() });
export const Reason = z.strictObject({ reason: Text(1000) });

/** POST /retention/proposals: everything of a stream that may go, or up to a frame. */
export const NewProposal = z.strictObject({
  stream: Stream,
  upToSeq: z.number().int().min(1).optional(),
  reason: Text(1000),
});
export type NewProposal = z.infer<typeof NewProposal>;

/** `blocked`: when the work began, a clock, a hold or a consumer stood against it. */
export const ProposalStatus = z.enum(['proposed', 'approved', 'rejected', 'blocked', 'done']);
export const Proposal = z.object({
  id: z.uuid(),
  stream: Stream,
  firstSeq: z.number().int(),
  lastSeq: z.number().int(),
  segments: z.number().int(),
  frames: z.number().int(),
  events: z.number().int(),
  bytes: z.number().int(),
  oldestAt: Iso,
  newestAt: Iso,
  reason: z.string(),
  status: ProposalStatus,
  proposedBy: z.string(),
  proposedAt: Iso,
  decidedBy: z.string().nullable(),
  decidedAt: Iso.nullable(),
  note: z.string(),
});
export type Proposal = z.infer<typeof Proposal>;
export const ProposalList = z.object({ items: z.array(Proposal) });
export type ProposalList = z.infer<typeof ProposalList>;
export const Decision = z.strictObject({ approve: z.boolean(), note: z.string().trim().max(1000).default('') });

/** One signature under a tombstone. */
export const TombstoneSignature = z.object({
  algorithm: z.enum(['ed25519', 'sm2']),
  keyId: z.string(),
  /** Base64. */
  value: z.string(),
});
export type TombstoneSignature = z.infer<typeof TombstoneSignature>;

/** A signed statement about segments that are gone. */
export const Tombstone = z.object({
  id: z.uuid(),
  stream: Stream,
  firstSeq: z.number().int(),
  lastSeq: z.number().int(),
  frames: z.number().int(),
  events: z.number().int(),
  oldestAt: Iso,
  newestAt: Iso,
  /** The signed bytes, as text. */
  body: z.string(),
  signatures: z.array(TombstoneSignature),
  /** Every signature holds for the body. */
  genuine: z.boolean(),
  signedAt: Iso,
  loggedAt: Iso.nullable(),
  segmentsRemovedAt: Iso.nullable(),
  rowsRemovedAt: Iso.nullable(),
  removedRows: z.number().int(),
  proposedBy: z.string(),
  approvedBy: z.string(),
});
export type Tombstone = z.infer<typeof Tombstone>;
export const TombstoneList = z.object({ items: z.array(Tombstone) });

/** POST /retention/restore-tests */
export const RestoreTest = z.object({
  at: Iso,
  ok: z.boolean(),
  segments: z.number().int(),
  frames: z.number().int(),
  coldFiles: z.number().int(),
  coldRows: z.number().int(),
  detail: z.string(),
});
export type RestoreTest = z.infer<typeof RestoreTest>;

/** GET /retention/cold-events: records whose rows have left the event store. */
export const ColdQuery = EventQuery;
export const ColdPage = EventPage.extend({
  /** Parquet files that were read. */
  files: z.number().int(),
});
export type ColdPage = z.infer<typeof ColdPage>;

/** A segment of the journal whose rows lie in Parquet files alone. */
export interface ColdSegment {
  /** Stream and first frame. */
  readonly id: string;
  /** Event times of its oldest and newest row, milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  /**
   * Checks the signed manifest and the digests, and puts the files where the event store reads them, until `close`. Throws
   * `retention.cold-damaged`: whoever reads must not take what is missing for nothing.
   */
  readonly open: () => Promise<{ readonly files: readonly string[]; readonly close: () => void }>;
}

/** What other modules may ask. */
export interface RetentionAsks {
  /** Segments that may hold events of this range and whose rows are in the event store no more, newest first. */
  readonly coldSegments: (range: { readonly from: number; readonly to: number }) => Promise<readonly ColdSegment[]>;
  /**
   * Parquet files, ready in the folder of the event store, that may hold events of this range whose rows are there no more
   * in the store. At most 500, oldest first. Milliseconds since 1970.
   */
  readonly coldFiles: (range: { readonly from: number; readonly to: number }) => Promise<readonly string[]>;
}
