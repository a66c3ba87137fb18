import { z } from 'zod';
import { Iso, ListQuery, page } from './page.ts';

/** Result of a V2X log. */
export const V2xSummary = z.object({
  kind: z.literal('v2x'),
  messages: z.number().int(),
  /** By message: `bsm`, `rsm`, `spat`, `map`, `rsi`, `unknown`. */
  byMessage: z.array(z.object({ message: z.string(), count: z.number().int() })).max(10),
  undecodable: z.number().int(),
  senders: z.number().int(),
  misbehavingSenders: z.number().int(),
  verdicts: z.number().int(),
  first: Iso.nullable(),
  last: Iso.nullable(),
  /** Box around all positions, degrees; null without positions. */
  bounds: z.object({ south: z.number(), west: z.number(), north: z.number(), east: z.number() }).nullable(),
  /** Positions kept for the scene. */
  points: z.number().int(),
});
export type V2xSummary = z.infer<typeof V2xSummary>;

export const V2xSenderRow = z.object({
  seq: z.number().int(),
  /** Temporary id in hex. */
  sender: z.string(),
  /** Class of the vehicle by name of T/CSAE 53; '' when it said none. */
  vehicleClass: z.string(),
  messages: z.number().int(),
  misbehaving: z.number().int(),
  /** Highest suspicion; 1 is a full proof. */
  suspicion: z.number(),
  rules: z.array(z.string()).max(32),
  first: Iso,
  last: Iso,
  maxSpeedMps: z.number().nullable(),
});
export type V2xSenderRow = z.infer<typeof V2xSenderRow>;
/** GET /captures/:id/v2x/senders */
export const V2xSenderQuery = z.object({
  ...ListQuery,
  misbehaving: z.stringbool().optional(),
  sort: z.enum(['suspicion', 'messages', 'first', 'sender']).default('suspicion'),
  order: z.enum(['asc', 'desc']).default('desc'),
});
export const V2xSenderPage = page(V2xSenderRow);

/** One position of one sender, in the order of time. */
export const V2xPoint = z.object({
  /** Milliseconds since 1970 UTC. */
  at: z.number(),
  sender: z.string(),
  lat: z.number(),
  lon: z.number(),
  speedMps: z.number().nullable(),
  headingDeg: z.number().nullable(),
  /** Suspicion after this message, 0 when nothing speaks against it. */
  suspicion: z.number(),
  /** Rules that this message broke. */
  rules: z.array(z.string()),
});
export type V2xPoint = z.infer<typeof V2xPoint>;
/** GET /captures/:id/v2x/scene: positions from `fromMs` on, for replay. */
export const V2xSceneQuery = z.object({
  fromMs: z.coerce.number().optional(),
  toMs: z.coerce.number().optional(),
  sender: z.string().max(64).optional(),
  cursor: z.string().max(64).optional(),
  limit: z.coerce.number().int().min(1).max(5000).default(2000),
});
export type V2xSceneQuery = z.infer<typeof V2xSceneQuery>;
/** `next` may be set though the page is not full: the search goes on there. */
export const V2xScene = z.object({ points: z.array(V2xPoint).max(5000), next: z.string().nullable() });

export const V2xVerdictRow = z.object({
  seq: z.number().int(),
  at: Iso,
  sender: z.string(),
  rule: z.string(),
  title: z.object({ zh: z.string(), en: z.string() }),
  observed: z.number(),
  limit: z.number(),
  unit: z.string(),
  /** The other identity concerned; '' when there is none. */
  other: z.string(),
  suspicion: z.number(),
});
export type V2xVerdictRow = z.infer<typeof V2xVerdictRow>;
/** GET /captures/:id/v2x/verdicts */
export const V2xVerdictQuery = z.object({
  ...ListQuery,
  sender: z.string().max(64).optional(),
  rule: z.string().max(60).optional(),
  sort: z.enum(['at', 'suspicion', 'sender', 'rule']).default('at'),
});
export const V2xVerdictPage = page(V2xVerdictRow);
