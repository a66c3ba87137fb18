/** Contract of the hunt module: rules run backwards over the stored events. Isomorphic: the console imports it. */
import { z } from 'zod';

/** Permissions of this module. */
export const huntPermissions = { read: 'hunt.read', run: 'hunt.run' } as const;

const Iso = z.iso.datetime({ offset: true });

/** Most hits of one hunt that are kept; all are counted. */
export const MOST_HITS = 2_000;

/** POST /hunts: exactly one of `rules`, `all` and `yaml`. */
export const NewHunt = z
  .strictObject({
    /** Ids or names of rules, switched on or not. */
    rules: z.array(z.string().min(1).max(300)).min(1).max(200).optional(),
    /** All enabled rules. */
    all: z.literal(true).optional(),
    /** The text of one rule. */
    yaml: z.string().min(1).max(200_000).optional(),
    from: Iso,
    to: Iso,
    /** Reads every event instead of looking candidates up in the text index. */
    thorough: z.boolean().default(false),
  })
  .refine((hunt) => [hunt.rules, hunt.all, hunt.yaml].filter((each) => each !== undefined).length === 1, {
    message: 'give one of rules, all and yaml',
  })
  .refine((hunt) => Date.parse(hunt.from) < Date.parse(hunt.to), { message: 'the range ends before it begins' });
export type NewHunt = z.infer<typeof NewHunt>;

export const HuntState = z.enum(['running', 'done', 'cancelled', 'failed']);

/** How a rule was run: `store` = as SQL in the event store, each hit confirmed by the engine; `engine` = on every event. */
export const HuntWay = z.enum(['store', 'engine']);

/** Hits of one rule. */
export const HuntRule = z.object({
  id: z.string(),
  title: z.string(),
  level: z.string(),
  way: HuntWay,
  /** Why it has no SQL form; null where it has one. */
  reason: z.object({ zh: z.string(), en: z.string() }).nullable(),
  hits: z.number().int(),
});
export type HuntRule = z.infer<typeof HuntRule>;

/** A hunt without its hits. */
export const Hunt = z.object({
  id: z.string(),
  state: HuntState,
  from: Iso,
  to: Iso,
  thorough: z.boolean(),
  startedAt: Iso,
  startedBy: z.string(),
  endedAt: Iso.nullable(),
  /** Share of the range that was read, 0 to 1. */
  progress: z.number(),
  rules: z.number().int(),
  hits: z.number().int(),
  /** Name of the only rule, '' for several. */
  title: z.string(),
  /** Why it failed, for people; null otherwise. */
  problem: z.string().nullable(),
});
export type Hunt = z.infer<typeof Hunt>;

/** One event that a rule hits. */
export const HuntHit = z.object({
  ruleId: z.string(),
  time: Iso,
  journal: z.string(),
  seq: z.number().int(),
  index: z.number().int(),
  source: z.string(),
  /** Vehicle, host or address that the event names first. */
  subject: z.string(),
  message: z.string(),
});
export type HuntHit = z.infer<typeof HuntHit>;

/** GET /hunts/:id */
export const HuntDetail = Hunt.extend({
  /** Rules with hits, most hits first; of a hunt with few rules all of them. */
  byRule: z.array(HuntRule),
  /** Hits over time; bars without hits are left out. */
  histogram: z.array(z.object({ at: Iso, hits: z.number().int() })),
  barMs: z.number().int(),
  /** The newest hits, at most {@link MOST_HITS}. */
  found: z.array(HuntHit),
  /** True when more were found than are kept. */
  more: z.boolean(),
});
export type HuntDetail = z.infer<typeof HuntDetail>;

/** GET /hunts: newest first, at most fifty; they are forgotten when the server stops. */
export const HuntList = z.object({ items: z.array(Hunt) });
export const HuntParams = z.object({ id: z.string().min(1).max(100) });

/** What other modules may ask. */
export type HuntAsks = Record<never, never>;
