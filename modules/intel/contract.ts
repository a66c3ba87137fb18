/**
 * Contract of the intelligence module: feeds, indicators, sightings. Isomorphic: the console imports it.
 */
import { z } from 'zod';

/** Permissions of this module. */
export const intelPermissions = {
  read: 'intel.read',
  /** Import indicators, switch single ones. */
  write: 'intel.indicators-write',
  /** Feeds with their addresses and secrets. */
  feeds: 'intel.feeds-manage',
} as const;

/** Source under which hits enter the journal. */
export const INTEL_SOURCE = { id: 'intel', title: '威胁情报命中' } as const;

/** Largest file that can be uploaded. */
export const MAX_INTEL_BYTES = 1_073_741_824;

const Iso = z.iso.datetime({ offset: true });
const Count = z.number().int();

export const IndicatorKindName = z.enum([
  'ip',
  'network',
  'domain',
  'url',
  'md5',
  'sha1',
  'sha256',
  'sm3',
  'ja3',
  'ja4',
  'cert-serial',
  'cert-md5',
  'cert-sha1',
  'cert-sha256',
  'email',
]);
export type IndicatorKindName = z.infer<typeof IndicatorKindName>;
export const TlpLevel = z.enum(['clear', 'green', 'amber', 'amber+strict', 'red']);
export type TlpLevel = z.infer<typeof TlpLevel>;
export const IntelFormat = z.enum(['auto', 'stix', 'misp', 'list']);

/** `upload`: only files that people bring · `folder`: files below the folder of the server · the others are polled over HTTP. */
export const FeedKind = z.enum(['upload', 'folder', 'taxii', 'misp', 'list']);
export type FeedKind = z.infer<typeof FeedKind>;
/** `key`: the secret is the whole Authorization header, as MISP wants it. */
export const FeedAuth = z.enum(['none', 'basic', 'bearer', 'key']);
/** `never`: not read yet · `stale`: not read for three intervals. */
export const FeedState = z.enum(['off', 'never', 'running', 'fresh', 'stale', 'failed']);
export type FeedState = z.infer<typeof FeedState>;

/** Why a reading failed: code and texts of the catalogue, and the place. */
export const IntelFault = z.object({
  code: z.string(),
  message: z.object({ zh: z.string(), en: z.string() }),
  advice: z.object({ zh: z.string(), en: z.string() }),
  reason: z.string(),
  place: z.string(),
});
export type IntelFault = z.infer<typeof IntelFault>;

export const Feed = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: FeedKind,
  url: z.string(),
  collection: z.string(),
  auth: FeedAuth,
  username: z.string(),
  hasSecret: z.boolean(),
  valueKind: IndicatorKindName.nullable(),
  intervalMinutes: Count,
  enabled: z.boolean(),
  confidence: Count.nullable(),
  tlp: TlpLevel.nullable(),
  ttlDays: Count.nullable(),
  state: FeedState,
  fault: IntelFault.nullable(),
  lastOk: Iso.nullable(),
  nextPoll: Iso.nullable(),
  indicators: Count,
  active: Count,
  sightings: Count,
});
export type Feed = z.infer<typeof Feed>;
export const FeedList = z.object({
  items: z.array(Feed),
  /** What the stream is compared with now. */
  matcher: z.object({ indicators: Count, loadedAt: Iso.nullable(), megabytes: z.number() }),
});
export type FeedList = z.infer<typeof FeedList>;
export const FeedParams = z.object({ id: z.uuid() });

const feedFields = {
  url: z.string().max(2048).default(''),
  /** TAXII: id of the collection. Folder: name of the folder below `intel` in the data folder of the server. */
  collection: z
    .string()
    .max(200)
    .regex(/^[A-Za-z0-9._-]*$/)
    .refine((name) => !name.startsWith('.'))
    .default(''),
  auth: FeedAuth.default('none'),
  username: z.string().max(200).default(''),
  secret: z.string().max(4096).optional(),
  valueKind: IndicatorKindName.nullable().default(null),
  intervalMinutes: z.number().int().min(5).max(10_080).default(60),
  confidence: z.number().int().min(0).max(100).nullable().default(null),
  tlp: TlpLevel.nullable().default(null),
  ttlDays: z.number().int().min(1).max(3650).nullable().default(null),
};

/** POST /intel/feeds */
export const NewFeed = z.strictObject({ name: z.string().trim().min(1).max(100), kind: FeedKind, ...feedFields });
export type NewFeed = z.output<typeof NewFeed>;
/** PATCH /intel/feeds/:id: what is absent stays. A secret stays until another one is given. */
export const FeedChange = z.strictObject({
  name: z.string().trim().min(1).max(100).optional(),
  enabled: z.boolean().optional(),
  secret: z.string().max(4096).optional(),
  intervalMinutes: z.number().int().min(5).max(10_080).optional(),
  confidence: z.number().int().min(0).max(100).nullable().optional(),
  ttlDays: z.number().int().min(1).max(3650).nullable().optional(),
});
export type FeedChange = z.infer<typeof FeedChange>;

/** POST /intel/taxii-collections: what a TAXII server offers, before a feed is made of it. */
export const TaxiiQuestion = z.strictObject({
  url: z.string().min(1).max(2048),
  auth: FeedAuth.default('none'),
  username: z.string().max(200).default(''),
  secret: z.string().max(4096).optional(),
});
export const TaxiiCollections = z.object({
  title: z.string(),
  items: z.array(z.object({ root: z.string(), id: z.string(), title: z.string(), canRead: z.boolean() })),
});

/** POST /intel/feeds/:id/import with the file as body. */
export const ImportQuery = z.object({
  name: z.string().min(1).max(200),
  format: IntelFormat.default('auto'),
  lookBackDays: z.coerce.number().int().min(0).max(400).default(30),
});
export const ImportStatus = z.enum(['waiting', 'running', 'done', 'failed']);
export const EntryProblemCode = z.enum([
  'unsupported-pattern',
  'pattern-syntax',
  'unsupported-pattern-type',
  'unsupported-type',
  'invalid-value',
  'too-broad',
  'no-value',
  'not-for-detection',
  'malformed-entry',
]);
export type EntryProblemCode = z.infer<typeof EntryProblemCode>;
export const LookBack = z.object({
  status: ImportStatus,
  from: Iso,
  to: Iso,
  /** 0 to 1. */
  progress: z.number(),
  sightings: Count,
  leftOut: z.array(z.object({ reason: z.enum(['joined', 'too-many']), count: Count })),
  fault: IntelFault.nullable(),
});
export type LookBack = z.infer<typeof LookBack>;
export const Import = z.object({
  id: z.uuid(),
  feedId: z.uuid(),
  feed: z.string(),
  trigger: z.enum(['upload', 'poll']),
  name: z.string(),
  format: z.string().nullable(),
  status: ImportStatus,
  fault: IntelFault.nullable(),
  entries: Count,
  added: Count,
  changed: Count,
  passedOver: Count,
  requestedAt: Iso,
  requestedBy: z.string(),
  endedAt: Iso.nullable(),
  lookBack: LookBack.nullable(),
});
export type Import = z.infer<typeof Import>;
export const ImportList = z.object({ items: z.array(Import) });
export const ImportDetail = Import.extend({
  problemCounts: z.array(z.object({ code: EntryProblemCode, count: Count })),
  /** The first 500. */
  problems: z.array(z.object({ code: EntryProblemCode, place: z.string(), detail: z.string(), sample: z.string() })),
});
export type ImportDetail = z.infer<typeof ImportDetail>;

export const IndicatorState = z.enum(['active', 'expired', 'not-yet', 'revoked', 'disabled', 'feed-off']);
export type IndicatorState = z.infer<typeof IndicatorState>;
export const Indicator = z.object({
  id: Count,
  kind: IndicatorKindName,
  value: z.string(),
  /** What the same event has to show besides. */
  also: z.array(z.object({ kind: IndicatorKindName, value: z.string() })),
  feedId: z.uuid(),
  feed: z.string(),
  ref: z.string(),
  title: z.string(),
  confidence: Count.nullable(),
  tlp: TlpLevel.nullable(),
  labels: z.array(z.string()),
  killChain: z.array(z.string()),
  validFrom: Iso.nullable(),
  validUntil: Iso.nullable(),
  state: IndicatorState,
  disabledBy: z.string().nullable(),
  createdAt: Iso,
  /** Events of ours. */
  sightings: Count,
  lastSeen: Iso.nullable(),
  /** Sightings that others reported. */
  reported: Count,
});
export type Indicator = z.infer<typeof Indicator>;
export const IndicatorParams = z.object({ id: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) });
export const IndicatorQuery = z.object({
  search: z.string().max(2048).optional(),
  kind: IndicatorKindName.optional(),
  feed: z.uuid().optional(),
  state: IndicatorState.optional(),
  seen: z.enum(['true']).optional(),
  cursor: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type IndicatorQuery = z.output<typeof IndicatorQuery>;
export const IndicatorPage = z.object({
  items: z.array(Indicator),
  next: z.string().nullable(),
  /** Up to 10,000; `more` when there are more. */
  total: Count,
  more: z.boolean(),
});
export type IndicatorPage = z.infer<typeof IndicatorPage>;
/** PATCH /intel/indicators/:id */
export const IndicatorChange = z.strictObject({ disabled: z.boolean() });

export const Sighting = z.object({
  id: z.uuid(),
  indicatorId: Count,
  kind: IndicatorKindName,
  value: z.string(),
  title: z.string(),
  feed: z.string(),
  confidence: Count.nullable(),
  asset: z.object({ kind: z.string(), id: z.string() }),
  observed: z.string(),
  field: z.string(),
  firstSeen: Iso,
  lastSeen: Iso,
  count: Count,
  event: z.object({ journal: z.string(), seq: Count, index: Count }),
  fromHistory: z.boolean(),
});
export type Sighting = z.infer<typeof Sighting>;
export const SightingQuery = z.object({
  indicator: z.coerce.number().int().min(1).optional(),
  search: z.string().max(200).optional(),
  cursor: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type SightingQuery = z.output<typeof SightingQuery>;
export const SightingPage = z.object({ items: z.array(Sighting), next: z.string().nullable(), total: Count });
export type SightingPage = z.infer<typeof SightingPage>;
/** GET /intel/sightings/history: events that matched, per hour (a day or less) or day. */
export const SightingHistoryQuery = z.object({
  days: z.coerce.number().int().min(1).max(400).default(30),
  indicator: z.coerce.number().int().min(1).optional(),
});
export const SightingHistory = z.object({ points: z.array(z.object({ at: Iso, count: Count })) });
export type SightingHistory = z.infer<typeof SightingHistory>;

/** POST /intel/match: looks values up, whatever they are. */
export const MatchRequest = z.strictObject({ values: z.array(z.string().min(1).max(2048)).min(1).max(1000) });
export const MatchAnswer = z.object({
  items: z.array(z.object({ asked: z.string(), kind: IndicatorKindName.nullable(), indicators: z.array(Indicator) })),
});
export type MatchAnswer = z.infer<typeof MatchAnswer>;

/** What other modules may ask. */
export interface IntelAsks {
  /** Indicators of the stream now. */
  readonly active: () => Promise<number>;
}
