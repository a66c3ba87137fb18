import { z } from 'zod';
import { ListQuery, page } from './page.ts';

/** Result of a CAN log. Times are seconds as the log counts them. */
export const CanSummary = z.object({
  kind: z.literal('can'),
  frames: z.number().int(),
  /** Frames kept for the window; fewer than `frames` only in very long logs. */
  kept: z.number().int(),
  bytes: z.number().int(),
  channels: z.array(z.string()).max(64),
  ids: z.number().int(),
  /** `epoch`: seconds since 1970 · `relative`: seconds since the start of the recording. */
  timeBase: z.enum(['epoch', 'relative']),
  first: z.number().nullable(),
  last: z.number().nullable(),
  errorFrames: z.number().int(),
  remoteFrames: z.number().int(),
  fdFrames: z.number().int(),
  dialogues: z.number().int(),
  /** Frames that the model marked as injected; null without a model. */
  suspicious: z.number().int().nullable(),
  /** Alerts of the model; null without one. */
  alerts: z.number().int().nullable(),
  /** Model that judged. */
  modelId: z.uuid().nullable(),
  modelTitle: z.string().nullable(),
});
export type CanSummary = z.infer<typeof CanSummary>;

export const CanIdRow = z.object({
  seq: z.number().int(),
  channel: z.string(),
  id: z.number().int(),
  /** 3 or 8 upper-case hex digits. */
  idHex: z.string(),
  extended: z.boolean(),
  /** Name of the message of the DBC attached now, else ''. */
  name: z.string(),
  count: z.number().int(),
  /** Median time between frames and spread (standard deviation) around it, ms; null under three frames. */
  periodMs: z.number().nullable(),
  jitterMs: z.number().nullable(),
  minMs: z.number().nullable(),
  maxMs: z.number().nullable(),
  lengths: z.array(z.number().int()).max(16),
  /** Shannon entropy of the payload bytes, bits a byte, 0 to 8. */
  entropy: z.number(),
  /** One number for each byte of the payload: share of frames in which it changed, 0 to 1. */
  byteChange: z.array(z.number()).max(64),
  /** Last payload in hex. */
  lastData: z.string(),
  firstS: z.number(),
  lastS: z.number(),
  /** Frames marked by the model. */
  suspicious: z.number().int(),
});
export type CanIdRow = z.infer<typeof CanIdRow>;
/** GET /captures/:id/can/ids */
export const CanIdQuery = z.object({
  ...ListQuery,
  channel: z.string().max(64).optional(),
  suspicious: z.stringbool().optional(),
  sort: z.enum(['id', 'count', 'periodMs', 'jitterMs', 'entropy', 'suspicious']).default('id'),
});
export const CanIdPage = page(CanIdRow);

/** GET /captures/:id/can/rate: at most 600 steps of equal length over the whole recording. */
export const CanRate = z.object({
  stepS: z.number(),
  points: z
    .array(
      z.object({ atS: z.number(), frames: z.number().int(), errors: z.number().int(), suspicious: z.number().int() }),
    )
    .max(601),
});
export type CanRate = z.infer<typeof CanRate>;

export const CanSignalValue = z.object({
  name: z.string(),
  value: z.number(),
  unit: z.string(),
  /** Text of the raw value, when the DBC gives one. */
  text: z.string().nullable(),
});
export const CanFrameRow = z.object({
  /** 0-based number in the log. */
  number: z.number().int(),
  timeS: z.number(),
  channel: z.string(),
  id: z.number().int(),
  idHex: z.string(),
  extended: z.boolean(),
  kind: z.enum(['data', 'remote', 'error']),
  fd: z.boolean(),
  length: z.number().int(),
  data: z.string(),
  /** Rules that marked this frame. */
  marks: z.array(z.string()),
  /** Message and signals of the DBC, when one is attached. */
  name: z.string(),
  signals: z.array(CanSignalValue),
});
export type CanFrameRow = z.infer<typeof CanFrameRow>;
/** GET /captures/:id/can/frames: from a time on, forward. `ids`: hex identifiers with commas, at most 16. */
export const CanFrameQuery = z.object({
  fromS: z.coerce.number().optional(),
  toS: z.coerce.number().optional(),
  ids: z
    .string()
    .regex(/^[0-9A-Fa-f]{1,8}(?:,[0-9A-Fa-f]{1,8}){0,15}$/)
    .optional(),
  channel: z.string().max(64).optional(),
  /** Only frames that the model marked. */
  suspicious: z.stringbool().default(false),
  cursor: z.string().max(64).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});
export type CanFrameQuery = z.infer<typeof CanFrameQuery>;
/** `next` may be set though the page is not full: the search goes on there. */
export const CanFramePage = z.object({ items: z.array(CanFrameRow).max(1000), next: z.string().nullable() });

/** One message of a diagnostic or transport protocol. */
export const CanDialogueRow = z.object({
  seq: z.number().int(),
  /** `uds`: a message of ISO 14229 over ISO-TP · `j1939`: one that the transport protocol carried · `fault`: transport broke. */
  kind: z.enum(['uds', 'j1939', 'fault']),
  timeS: z.number(),
  channel: z.string(),
  idHex: z.string(),
  /** `request`, `response`, `negative` of UDS; else ''. */
  role: z.enum(['request', 'response', 'negative', '']),
  /** Service or parameter group as number. */
  code: z.number().int().nullable(),
  /** What it is, in words of the standard. */
  title: z.string(),
  detail: z.string(),
  length: z.number().int(),
  /** First 64 bytes in hex. */
  data: z.string(),
});
export type CanDialogueRow = z.infer<typeof CanDialogueRow>;
/** GET /captures/:id/can/dialogues */
export const CanDialogueQuery = z.object({
  ...ListQuery,
  kind: z.enum(['uds', 'j1939', 'fault']).optional(),
  sort: z.enum(['time']).default('time'),
});
export const CanDialoguePage = page(CanDialogueRow);
