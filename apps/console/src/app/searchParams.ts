import { Framework } from '@chedun/detection/contract';
import { IndicatorKindName, IndicatorState } from '@chedun/intel/contract';
import { CampaignStatus, DetectorFamily } from '@chedun/watch/contract';
import { z } from 'zod';

const text = (max: number) => z.string().max(max).optional().catch(undefined);

/** Address-bar state of the lists of findings. */
export const FindingSearch = z.object({
  severity: text(100),
  status: text(200),
  kind: text(100),
  rule: text(100),
  asset: text(200),
  owner: text(100),
  find: text(200),
  range: text(40),
  sort: z.enum(['lastSeen', 'severity', 'count', 'firstSeen']).optional().catch(undefined),
});
export type FindingSearch = z.output<typeof FindingSearch>;

/** Address-bar state of event search. */
export const EventSearch = z.object({
  q: z.coerce.string().max(4000).optional().catch(undefined),
  range: text(40),
  order: z.enum(['newest', 'oldest']).optional().catch(undefined),
});
export type EventSearch = z.output<typeof EventSearch>;

/** Address-bar state of the list of rules. */
export const RuleSearch = z.object({
  find: text(200),
  level: text(100),
  product: text(50),
  category: text(400),
  tag: text(2000),
  detector: text(100),
  ruleset: text(100),
  enabled: z.enum(['true', 'false']).optional().catch(undefined),
  sort: z.enum(['title', 'level', 'hits24h', 'lastHit']).optional().catch(undefined),
});
export type RuleSearch = z.output<typeof RuleSearch>;

/** Address-bar state of the list of correlations. */
export const CorrelationSearch = z.object({
  find: text(200),
  level: text(100),
  type: text(200),
  kind: z.enum(['correlation', 'filter']).optional().catch(undefined),
  ruleset: text(100),
  enabled: z.enum(['true', 'false']).optional().catch(undefined),
  sort: z.enum(['title', 'level', 'fired24h', 'lastFired']).optional().catch(undefined),
});
export type CorrelationSearch = z.output<typeof CorrelationSearch>;

/** Address-bar state of the list of deadlines. */
export const DeadlineSearch = z.object({
  state: z.enum(['overdue', 'ended', 'all']).optional().catch(undefined),
  find: text(100),
});

/** What a new hunt begins with: a rule or a correlation by its id. */
export const HuntSearch = z.object({ rule: text(100), correlation: text(100) });

/** Address-bar state of the coverage of lists of threats. */
export const CoverageSearch = z.object({
  framework: Framework.optional().catch(undefined),
  show: z.enum(['all', 'covered', 'gaps']).optional().catch(undefined),
  view: z.enum(['matrix', 'list']).optional().catch(undefined),
});
export type CoverageSearch = z.output<typeof CoverageSearch>;

/** Address-bar state of the detectors; `id` is the one whose details are open. */
export const DetectorSearch = z.object({
  family: DetectorFamily.optional().catch(undefined),
  find: text(200),
  level: text(100),
  state: text(100),
  id: text(100),
});
export type DetectorSearch = z.output<typeof DetectorSearch>;

/** Address-bar state of the warnings; `tab` is absent on the list. */
export const WarningSearch = z.object({
  tab: z.enum(['risk', 'channels', 'deliveries', 'packets', 'policy']).optional().catch(undefined),
  find: text(200),
  level: text(100),
  status: z.enum(['all', 'standing', 'lifted', 'refused']).optional().catch(undefined),
  /** `kind:id` of the asset whose score is explained. */
  asset: text(220),
});
export type WarningSearch = z.output<typeof WarningSearch>;

/** Address-bar state of the list of campaigns. */
export const CampaignSearch = z.object({
  find: text(200),
  status: CampaignStatus.optional().catch(undefined),
  sort: z.enum(['lastSeen', 'firstSeen', 'vehicles']).optional().catch(undefined),
});
export type CampaignSearch = z.output<typeof CampaignSearch>;

/** Address-bar state of the list of vehicles. */
export const VehicleSearch = z.object({
  find: text(128),
  status: z.enum(['registered', 'discovered', 'retired']).optional().catch(undefined),
  model: text(128),
  sort: z.enum(['vin', 'model', 'lastSeen', 'updated']).optional().catch(undefined),
});

/** Address-bar state of the page of one vehicle. */
export const TwinSearch = z.object({ range: text(40) });

/** Address-bar state of the fleet. */
export const FleetSearch = z.object({
  minutes: z.number().int().min(1).max(1440).optional().catch(undefined),
  find: z
    .string()
    .regex(/^[A-Z0-9]{1,17}$/)
    .optional()
    .catch(undefined),
  state: z.enum(['on', 'off', 'other']).optional().catch(undefined),
  charge: z.enum(['parked', 'driving', 'none', 'complete', 'other']).optional().catch(undefined),
  source: text(64),
  level: z.number().int().min(1).max(4).optional().catch(undefined),
  sort: z.enum(['received', 'vin', 'speed', 'soc', 'alarmLevel', 'odometer', 'reports']).optional().catch(undefined),
});

/** Address-bar state of pages with tabs. */
export const TabSearch = z.object({ tab: text(30) });

/** Address-bar state of the posture: which tab, and the obligation that is open. */
export const PostureSearch = z.object({ tab: text(30), id: text(10) });

/** Address-bar state of the log proofs: which tab, and the place of the record that is proved. */
export const LogProofSearch = z.object({ tab: text(30), place: text(60) });

/** Address-bar state of the drills: which tab. */
export const DrillSearch = z.object({ tab: z.enum(['reviews', 'plan']).optional().catch(undefined) });

/** Address-bar state of threat intelligence. */
export const IntelSearch = z.object({
  tab: text(30),
  find: text(200),
  kind: IndicatorKindName.optional().catch(undefined),
  feed: z.uuid().optional().catch(undefined),
  state: IndicatorState.optional().catch(undefined),
  seen: z.enum(['true']).optional().catch(undefined),
});
export type IntelSearch = z.output<typeof IntelSearch>;

/** Address-bar state of the quarantine. */
export const QuarantineSearch = z.object({
  source: text(63),
  status: z.enum(['waiting', 'replayed', 'discarded']).optional().catch(undefined),
});

/** Where to go after signing in; only a path of this console. */
export const SignInSearch = z.object({
  next: z
    .string()
    .max(2000)
    .regex(/^\/(?![/\\])/)
    .optional()
    .catch(undefined),
});
