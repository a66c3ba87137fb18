import { TeamRole } from '@chedun/duty-roster/contract';
import { z } from 'zod';

const Text = z.strictObject({ zh: z.string().min(1).max(2000), en: z.string().min(1).max(2000) });
const Id = z.string().regex(/^[a-z][a-z0-9-]{1,60}$/);
const Minutes = z.number().min(0).max(1440);

/** A test event: a template with fields set; `{n}`, `{n2}`, `{n6}` in texts stand for the number of the repeat from 1. */
const PlayedEvent = z.strictObject({
  /** Seconds before the moment of the inject; records arrive then and bear their own times. */
  before: z.number().min(0).max(86_400),
  of: z.string(),
  set: z.record(z.string(), z.unknown()).default({}),
  times: z.number().int().min(1).max(500).default(1),
  /** Seconds between repeats, backwards from `before`. */
  every: z.number().min(0).max(3600).default(0),
});
export type PlayedEvent = z.infer<typeof PlayedEvent>;

/** Bytes of a protocol, as they come over the wire. */
const PlayedFrame = z.strictObject({
  format: z.enum(['gbt32960', 'jtt808', 'v2x']),
  hex: z
    .string()
    .regex(/^(?:[0-9a-f]{2})+$/)
    .max(8192),
});

export const HumanChannel = z.enum(['mail', 'call', 'media', 'customer', 'authority']);
const Inject = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('technical'),
    id: Id,
    at: Minutes,
    title: Text,
    events: z.array(PlayedEvent).max(100).default([]),
    frames: z.array(PlayedFrame).max(100).default([]),
  }),
  z.strictObject({
    kind: z.literal('human'),
    id: Id,
    at: Minutes,
    title: Text,
    channel: HumanChannel,
    from: Text,
    text: Text,
  }),
]);
export type Inject = z.infer<typeof Inject>;

/** Families of results. */
export const ResultFamily = z.enum(['prevention', 'detection', 'response', 'vulnerability']);
export type ResultFamily = z.infer<typeof ResultFamily>;
/** What people are asked for. */
export const Asked = z.enum(['plan', 'report', 'decision', 'action', 'answer']);
export type Asked = z.infer<typeof Asked>;

const expected = {
  id: Id,
  inject: Id,
  title: Text,
  family: ResultFamily,
  weight: z.number().int().min(1).max(100),
  withinMinutes: z.number().min(1).max(1440),
  /** Whether all targets have to succeed, or one of them. */
  mode: z.enum(['all', 'any']),
};
const Expectation = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('detect'),
    ...expected,
    targets: z
      .array(z.strictObject({ kind: z.enum(['rule', 'correlation']), id: z.uuid() }))
      .min(1)
      .max(20),
  }),
  z.strictObject({
    kind: z.literal('human'),
    ...expected,
    asks: Asked,
    roles: z.array(TeamRole).min(1).max(5),
    /** A legal deadline in drill time: rule of the catalogue and its term in minutes, which `speed` divides. */
    clock: z.strictObject({ rule: z.string().max(10), minutes: z.number().int().min(1).max(43_200) }).optional(),
  }),
]);
export type Expectation = z.infer<typeof Expectation>;

/** A file of content/drills. */
export const Scenario = z.strictObject({
  id: Id,
  version: z.number().int().min(1),
  title: Text,
  goal: Text,
  /** What happened before the first inject. */
  briefing: Text,
  obligations: z.array(z.string().max(20)).min(1),
  /** A legal hour lasts 60 / speed minutes of the drill. */
  speed: z.number().min(1).max(60).default(1),
  templates: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  injects: z.array(Inject).min(1).max(50),
  expectations: z.array(Expectation).min(1).max(50),
});
export type Scenario = z.infer<typeof Scenario>;

/** GET /drills/scenarios */
export const ScenarioSummary = Scenario.pick({
  id: true,
  version: true,
  title: true,
  goal: true,
  briefing: true,
  obligations: true,
  speed: true,
}).extend({
  minutes: z.number(),
  technical: z.number().int(),
  human: z.number().int(),
  expectations: z.number().int(),
  families: z.array(ResultFamily),
  /** Rules and correlations that it expects and that are not at work here. */
  missing: z.array(z.string()),
});
export type ScenarioSummary = z.infer<typeof ScenarioSummary>;
export const ScenarioList = z.object({ items: z.array(ScenarioSummary) });
