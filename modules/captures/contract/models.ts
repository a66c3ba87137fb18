import { z } from 'zod';
import { Iso } from './page.ts';

/** `training` · `ready` · `failed`: `reason` says why. */
export const CanModelStatus = z.enum(['training', 'ready', 'failed']);

/** What clean traffic of a vehicle model taught; versions count up for each vehicle model. */
export const CanModel = z.object({
  id: z.uuid(),
  vehicleModel: z.string(),
  version: z.number().int(),
  title: z.string(),
  status: CanModelStatus,
  reason: z.object({ zh: z.string(), en: z.string() }).nullable(),
  /** The one that judges new captures of its vehicle model. */
  active: z.boolean(),
  captureId: z.uuid().nullable(),
  captureName: z.string(),
  frames: z.number().int(),
  seconds: z.number(),
  ids: z.number().int(),
  /** Bytes of the model. */
  size: z.number().int(),
  createdBy: z.object({ id: z.string(), name: z.string() }),
  createdAt: Iso,
  /** Captures of this vehicle model that it judged, and the alerts among them: without attacks these are false alarms. */
  judged: z.object({ captures: z.number().int(), seconds: z.number(), alerts: z.number().int() }),
});
export type CanModel = z.infer<typeof CanModel>;
/** GET /can-models: newest first, at most 500. */
export const CanModelQuery = z.object({ vehicleModel: z.string().max(100).optional() });
export const CanModelList = z.object({ items: z.array(CanModel).max(500) });

/** POST /can-models: trains from a capture without attacks; the answer has status `training`. */
export const TrainRequest = z.strictObject({
  captureId: z.uuid(),
  vehicleModel: z.string().trim().min(1).max(100),
  title: z.string().trim().max(100).default(''),
  /** With its signals learned too. */
  dbcId: z.uuid().optional(),
});
export type TrainRequest = z.infer<typeof TrainRequest>;

/** An identifier that a model knows. */
export const CanModelId = z.object({
  channel: z.string(),
  idHex: z.string(),
  count: z.number().int(),
  timing: z.enum(['periodic', 'event', 'rare']),
  periodMs: z.number().nullable(),
  jitterMs: z.number().nullable(),
  lengths: z.array(z.number().int()),
  counters: z.number().int(),
  /** Bits of the payload that ever changed. */
  changingBits: z.number().int(),
});
/** GET /can-models/:id */
export const CanModelDetail = CanModel.extend({ idList: z.array(CanModelId).max(4096) });
export type CanModelDetail = z.infer<typeof CanModelDetail>;

/** GET /can-models/:id/compare?with= : what the other knows differently. */
export const CompareQuery = z.object({ with: z.uuid() });
export const CanModelDifference = z.object({
  channel: z.string(),
  idHex: z.string(),
  /** `added`: only in `with` · `removed`: only in this · `changed`: see `what`. */
  kind: z.enum(['added', 'removed', 'changed']),
  what: z.array(z.enum(['timing', 'period', 'lengths', 'counters', 'constant_bits'])),
  before: z.string(),
  after: z.string(),
});
export const CanModelComparison = z.object({
  same: z.number().int(),
  differences: z.array(CanModelDifference).max(4096),
});
export type CanModelComparison = z.infer<typeof CanModelComparison>;
