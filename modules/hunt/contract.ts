/** Contract of the hunt module: rules and correlations run over what is stored. Isomorphic: the console imports it. */
import { AssetRef, EventRef, MatchedField } from '@chedun/governance/contract';
import { z } from 'zod';

/** Permissions of this module. */
export const huntPermissions = { read: 'hunt.read', run: 'hunt.run' } as const;

const Iso = z.iso.datetime({ offset: true });
const Texts = z.object({ zh: z.string(), en: z.string() });

/** Most hits of one hunt that are kept; all are counted. */
export const MOST_HITS = 10_000;
/** Newest hits that come with a hunt. */
export const SHOWN_HITS = 2_000;

const range = { from: Iso, to: Iso };
const forwards = [
  (asked: { readonly from: string; readonly to: string }) => Date.parse(asked.from) < Date.parse(asked.to),
  { message: 'the range ends before it begins' },
] as const;
const Ids = z.array(z.string().min(1).max(300)).min(1).max(200);

/** POST /hunts: exactly one of `rules`, `correlations`, `all` and `yaml`. */
export const NewHunt = z
  .strictObject({
    /** Ids or names of rules, switched on or not. */
    rules: Ids.optional(),
    /** Ids of correlations, switched on or not. */
    correlations: Ids.optional(),
    /** All enabled rules. */
    all: z.literal(true).optional(),
    /** The text of one rule, or of correlations with the rules that they stand on. */
    yaml: z.string().min(1).max(200_000).optional(),
    ...range,
    /** Reads every event instead of looking candidates up in the text index. */
    thorough: z.boolean().default(false),
  })
  .refine(
    (hunt) => [hunt.rules, hunt.correlations, hunt.all, hunt.yaml].filter((each) => each !== undefined).length === 1,
    { message: 'give one of rules, correlations, all and yaml' },
  )
  .refine(...forwards);
export type NewHunt = z.infer<typeof NewHunt>;

/**
 * POST /hunts/backfills: an enabled rule over frames that were received in this range and that it has not seen, or an enabled
 * correlation (`correlationId`) over all frames since `from`; windows run up to now, so `to` does not count.
 */
export const NewBackfill = z
  .strictObject({ ruleId: Ids.element.optional(), correlationId: Ids.element.optional(), ...range })
  .refine(({ ruleId, correlationId }) => (ruleId === undefined) !== (correlationId === undefined), {
    message: 'give one of ruleId and correlationId',
  })
  .refine(...forwards);
export type NewBackfill = z.infer<typeof NewBackfill>;

/** What a hunt looks for, as it is kept. */
export type Wanted =
  | { readonly kind: 'rules'; readonly ids: readonly string[] }
  | { readonly kind: 'correlations'; readonly ids: readonly string[] }
  | { readonly kind: 'text'; readonly yaml: string };

export const HuntKind = z.enum(['rules', 'correlations', 'backfill']);
export type HuntKind = z.infer<typeof HuntKind>;

export const HuntState = z.enum(['queued', 'running', 'done', 'cancelled', 'failed']);
export type HuntState = z.infer<typeof HuntState>;

/**
 * How a rule was run: `store` = as SQL in the event store, each hit confirmed by the engine; `engine` = on every event;
 * `journal` = on the frames of the journal, as when they came in.
 */
export const HuntWay = z.enum(['store', 'engine', 'journal']);
export type HuntWay = z.infer<typeof HuntWay>;

/** Hits of one rule or correlation. */
export const HuntRule = z.object({
  id: z.string(),
  title: z.string(),
  titleZh: z.string().nullable(),
  level: z.string(),
  way: HuntWay,
  /** Why it has no SQL form; null where it has one. */
  reason: Texts.nullable(),
  hits: z.number().int(),
});
export type HuntRule = z.infer<typeof HuntRule>;

/** A hunt without its hits. */
export const Hunt = z.object({
  id: z.string(),
  kind: HuntKind,
  state: HuntState,
  ...range,
  thorough: z.boolean(),
  startedAt: Iso,
  startedBy: z.string(),
  endedAt: Iso.nullable(),
  /** Share of the work that is done, 0 to 1. */
  progress: z.number(),
  rules: z.number().int(),
  hits: z.number().int(),
  /** Name of the only rule, '' for several. */
  title: z.string(),
  titleZh: z.string().nullable(),
  /** Why it failed, for people; null otherwise. */
  problem: z.string().nullable(),
  /** How often a restart of the server interrupted it; it went on by itself. */
  interruptions: z.number().int(),
  /** Records of the cold tier that were read; part of the range lies there. */
  coldRows: z.number().int(),
  /** Firings of a correlation whose windows had begun in the middle, corrected by its backfill. */
  superseded: z.number().int(),
});
export type Hunt = z.infer<typeof Hunt>;

/** One event that a rule hits, or one firing of a correlation. */
export const HuntHit = z.object({
  ruleId: z.string(),
  /** Tells the hits of a rule in a hunt apart. */
  key: z.string(),
  time: Iso,
  journal: z.string(),
  seq: z.number().int(),
  index: z.number().int(),
  source: z.string(),
  /** Vehicle, host or address that the event names first; of a firing the first value of its group. */
  subject: z.string(),
  subjectKind: AssetRef.shape.kind,
  message: z.string(),
  /** Fields that made the rule match; of a firing its group and the number. */
  matched: z.array(MatchedField),
  /** Events of a firing, at most twenty; empty for an event. */
  events: z.array(z.object({ ref: EventRef, at: Iso })),
  /** It is in the ledger. */
  promoted: z.boolean(),
});
export type HuntHit = z.infer<typeof HuntHit>;

/** GET /hunts/:id */
export const HuntDetail = Hunt.extend({
  /** Rules with hits, most hits first; of a hunt with few rules all of them. */
  byRule: z.array(HuntRule),
  /** Hits over time; bars without hits are left out. */
  histogram: z.array(z.object({ at: Iso, hits: z.number().int() })),
  barMs: z.number().int(),
  /** The newest of the kept hits, at most {@link SHOWN_HITS}. */
  found: z.array(HuntHit),
  /** Hits that are kept, at most {@link MOST_HITS}. */
  kept: z.number().int(),
  /** True when more were found than are shown. */
  more: z.boolean(),
  /** Hits that are in the ledger. */
  promoted: z.number().int(),
});
export type HuntDetail = z.infer<typeof HuntDetail>;

/** GET /hunts: newest first, at most two hundred. */
export const HuntQuery = z.object({ ruleId: z.string().max(100).optional() });
export const HuntList = z.object({ items: z.array(Hunt) });
export const HuntParams = z.object({ id: z.uuid() });

/** GET /hunts/:id/export: the kept hits, newest first; NDJSON carries the stored events too. */
export const HuntExportQuery = z.object({ format: z.enum(['csv', 'ndjson']).default('ndjson') });

/** POST /hunts/:id/promote: these hits, or all kept ones, become findings of the ledger, one a rule. */
export const Promotion = z.strictObject({
  hits: z
    .array(z.strictObject({ ruleId: z.string().max(300), key: z.string().max(300) }))
    .min(1)
    .max(1_000)
    .optional(),
});
export const Promoted = z.object({ promoted: z.number().int(), findings: z.number().int() });

/** GET /hunts/coverage/:ruleId: what a rule or correlation has evaluated as it reads now, since its alerts are told. */
export const RuleCoverage = z.object({
  ruleId: z.string(),
  kind: z.enum(['rule', 'correlation']),
  /** It is at work now. */
  live: z.boolean(),
  streams: z.array(
    z.object({
      stream: z.string(),
      /** Receipt of the oldest and of the newest frame that is kept; null without frames. */
      from: Iso.nullable(),
      to: Iso.nullable(),
      frames: z.number().int(),
      judged: z.number().int(),
      /** Frames that only older versions of it evaluated. */
      older: z.number().int(),
      /** Receipt of the first frame of every range that was evaluated, and of the first frame behind it or the newest one. */
      ranges: z.array(z.object({ from: Iso, to: Iso })),
    }),
  ),
});
export type RuleCoverage = z.infer<typeof RuleCoverage>;
export const CoverageParams = z.object({ ruleId: z.string().min(1).max(100) });

/** What other modules may ask. */
export type HuntAsks = Record<never, never>;
