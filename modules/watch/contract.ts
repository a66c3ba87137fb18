/**
 * Contract of the watch module: native detectors over event streams, campaigns, and how well detectors do.
 * Isomorphic: the console imports it.
 */
import { Severity } from '@chedun/governance/contract';
import { z } from 'zod';

export { RECORD_WORDS } from './phrases.ts';

/** Permissions of this module. */
export const watchPermissions = {
  read: 'watch.read',
  write: 'watch.detectors-write',
} as const;

/** Source under which the records of this module enter the journal. */
export const WATCH_SOURCE = { id: 'watch', title: '行为检测' } as const;

const Iso = z.iso.datetime({ offset: true });
const Texts = z.object({ zh: z.string(), en: z.string() });

/**
 * Families of native detectors. `traffic`, `remote_control` and `fleet` run in this module; `gbt32960` runs at the vehicle
 * listener, `can` and `v2x` where captures and messages are read.
 */
export const DetectorFamily = z.enum(['traffic', 'remote_control', 'fleet', 'gbt32960', 'can', 'v2x']);
export type DetectorFamily = z.infer<typeof DetectorFamily>;

/**
 * `off`: a person switched it off · `not-ready`: something it needs is missing, `reason` says what · `waiting`: nothing of
 * the kind it looks at came within a day · `learning`: it still learns what is normal · `watching`: it judges.
 */
export const DetectorState = z.enum(['off', 'not-ready', 'waiting', 'learning', 'watching']);
export type DetectorState = z.infer<typeof DetectorState>;

/** One value that can be tuned. The unit is also the end of the name. */
export const DetectorLimit = z.object({
  name: z.string(),
  title: Texts,
  /** `s`, `min`, `h`, `pct`, `km/h`, `bytes`, `bits`, `count`, `score` … */
  unit: z.string(),
  value: z.number(),
  standard: z.number(),
  min: z.number(),
  max: z.number(),
});
export type DetectorLimit = z.infer<typeof DetectorLimit>;

/** A native detector as the console lists it. */
export const Detector = z.object({
  /** Stable id, for example `flow.port-fan-out`, `gbt32960.clone`, `can.ids.unknown_id`, `v2x-range`. */
  id: z.string(),
  family: DetectorFamily,
  title: Texts,
  /** Why it matters and what it compares; empty texts where the title says all. */
  about: Texts,
  level: Severity,
  /** Log source category of its records; rules ask for `signal: <id>` (CAN: `can.rule`, V2X: `v2x.rules`). */
  category: z.string(),
  limits: z.array(DetectorLimit),
  /** False for detectors that other parts run: they are listed, not switched here. */
  changeable: z.boolean(),
  enabled: z.boolean(),
  state: DetectorState,
  /** Why it is in this state, where that is not obvious. */
  reason: Texts.nullable(),
  /** Observations that it looked at since the server started; null for detectors that other parts run. */
  looked: z.number().int().nullable(),
  spoken24h: z.number().int(),
  spokenTotal: z.number().int(),
  lastSpoken: Iso.nullable(),
  /** Alerts (findings) of rules that asked for it, by what people decided. */
  alerts: z.object({ truePositive: z.number().int(), falsePositive: z.number().int(), open: z.number().int() }),
  /** falsePositive / (falsePositive + truePositive), 0 to 1; null while nothing was decided. */
  falseAlarmRate: z.number().nullable(),
});
export type Detector = z.infer<typeof Detector>;

/** GET /watch/detectors: all of them, no paging (fewer than a hundred). */
export const DetectorList = z.object({ items: z.array(Detector) });

/** GET and PATCH /watch/detectors/:id */
export const DetectorParams = z.object({ id: z.string().min(1).max(100) });

/** PATCH /watch/detectors/:id: at least one change; a limit that is null goes back to its standard. */
export const DetectorChange = z.strictObject({
  enabled: z.boolean().optional(),
  limits: z.record(z.string().max(60), z.number().nullable()).optional(),
});
export type DetectorChange = z.infer<typeof DetectorChange>;

/** GET /watch/detectors/:id/history: times it spoke per hour over the last `days`. */
export const DetectorHistoryQuery = z.object({ days: z.coerce.number().int().min(1).max(30).default(7) });
export const DetectorHistory = z.object({ points: z.array(z.object({ at: Iso, count: z.number().int() })) });

/** `running`: the signature was seen on further vehicles within its window; `ended`: the window has passed. */
export const CampaignStatus = z.enum(['running', 'ended']);
export type CampaignStatus = z.infer<typeof CampaignStatus>;

/** The same signature on many vehicles within a window. */
export const Campaign = z.object({
  id: z.uuid(),
  /** What the vehicles have in common: a rule (id of the rule) or a signal (id of a detector). */
  signature: z.object({ kind: z.enum(['rule', 'signal']), id: z.string(), title: Texts }),
  severity: Severity,
  status: CampaignStatus,
  windowHours: z.number(),
  /** Distinct vehicles; above 64 an estimate with a standard error of about 1.6 %. */
  vehicles: z.number().int(),
  estimated: z.boolean(),
  firstSeen: Iso,
  lastSeen: Iso,
  /** When the number of vehicles reached the limit. */
  openedAt: Iso,
  /** The first vehicles, at most 50: VINs, or addresses of vehicles whose VIN is not known. */
  sampleVins: z.array(z.string()),
  /** Models of the vehicles as far as the asset register knows them, biggest first; '' = not known. */
  peerGroups: z.array(z.object({ group: z.string(), vehicles: z.number().int() })),
});
export type Campaign = z.infer<typeof Campaign>;

/** GET /watch/campaigns: newest first. */
export const CampaignQuery = z.object({
  status: CampaignStatus.optional(),
  /** Part of the signature, of its title, or a VIN of the sample. */
  search: z.string().max(200).optional(),
  from: Iso.optional(),
  to: Iso.optional(),
  sort: z.enum(['lastSeen', 'firstSeen', 'vehicles']).default('lastSeen'),
  cursor: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type CampaignQuery = z.infer<typeof CampaignQuery>;
export const CampaignPage = z.object({
  items: z.array(Campaign),
  next: z.string().nullable(),
  total: z.number().int(),
});
export const CampaignParams = z.object({ id: z.uuid() });

/** Vehicles per hour of a campaign, for the curve of its spread. */
export const CampaignDetail = Campaign.extend({
  spread: z.array(z.object({ at: Iso, vehicles: z.number().int() })),
});
export type CampaignDetail = z.infer<typeof CampaignDetail>;

/** GET /watch/countries: what is known about the operator's table of address ranges. */
export const CountryTable = z.object({
  ranges: z.number().int(),
  countries: z.number().int(),
  /** Countries (ISO 3166 alpha-2) to which vehicles may talk. */
  home: z.array(z.string()),
  updatedAt: Iso.nullable(),
  updatedBy: z.string().nullable(),
});
export type CountryTable = z.infer<typeof CountryTable>;

/**
 * PUT /watch/countries?home=CN,HK with the table as body: lines `CIDR,country`, for example `203.0.113.0/24,CN`, at most
 * 16 MB. An empty body takes the table away.
 */
export const CountryTableQuery = z.object({
  /** Countries to which vehicles may talk, ISO 3166 alpha-2. */
  home: z
    .string()
    .regex(/^[A-Z]{2}(,[A-Z]{2}){0,49}$/)
    .default('CN'),
});

/** GET and PUT /watch/regions: the areas by which vehicles are grouped, from GeoJSON of at most 16 MB. */
export const RegionTable = z.object({
  regions: z.number().int(),
  points: z.number().int(),
  updatedAt: Iso.nullable(),
  updatedBy: z.string().nullable(),
});
export type RegionTable = z.infer<typeof RegionTable>;

/** What other modules may ask. */
export interface WatchAsks {
  readonly detectors: () => Promise<readonly Detector[]>;
  readonly runningCampaigns: () => Promise<number>;
}
