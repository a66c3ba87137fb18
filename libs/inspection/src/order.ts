import { canonicalBytes, parseCanonical } from '@chedun/exchange';
import { isDomainError, type Json } from '@chedun/kernel';
import { z } from 'zod';
import { inspectionError } from './errors.ts';
import { INSPECTION_KIND_IDS } from './kinds.ts';

/** Most bytes of an order. */
export const MOST_ORDER_BYTES = 64 * 1024;
/** Longest time box, in days: ours. */
export const MOST_DAYS = 31;
const DAY_MS = 86_400_000;

const Line = z.string().trim().min(1).max(200);
const Moment = z.iso.datetime({ offset: true });
const Order = z
  .strictObject({
    schema: z.literal('urn:chedun:inspection-order:1'),
    id: z.uuid(),
    number: Line,
    authority: Line,
    /** The inspected organisation: name and 统一社会信用代码. */
    enterprise: z.strictObject({ name: Line, creditCode: z.string().regex(/^[0-9A-Z]{18}$/) }),
    basis: Line,
    kinds: z.array(z.enum(INSPECTION_KIND_IDS)).min(1).max(INSPECTION_KIND_IDS.length),
    /** Ids of obligations; empty: all. */
    obligations: z.array(z.string().regex(/^\d\.\d-[a-z]$/)).max(200),
    /** Names of units; empty: all. */
    units: z.array(Line).max(50),
    from: Moment,
    until: Moment,
    inspectors: z
      .array(z.strictObject({ name: Line, organisation: Line }))
      .min(1)
      .max(20),
    announced: z.boolean(),
  })
  .refine(({ from, until }) => Date.parse(until) > Date.parse(from), { path: ['until'] })
  .refine(({ from, until }) => Date.parse(until) - Date.parse(from) <= MOST_DAYS * DAY_MS, { path: ['until'] });

/** An order to inspect: who, what, from when to when, by whom. */
export type InspectionOrder = Readonly<z.infer<typeof Order>>;

const parsed = (value: unknown): InspectionOrder => {
  const order = Order.safeParse(value);
  if (order.success) return order.data;
  const issue = order.error.issues[0];
  throw inspectionError({ field: issue?.path.join('.') ?? '', reason: issue?.message ?? '' });
};

/** Bytes of an order: canonical JSON (RFC 8785). Throws `inspection.order-invalid`. */
export const writeInspectionOrder = (order: InspectionOrder): Uint8Array => {
  const bytes = canonicalBytes(parsed(order) as unknown as Json);
  if (bytes.length > MOST_ORDER_BYTES) throw inspectionError({ reason: `more than ${MOST_ORDER_BYTES} bytes` });
  return bytes;
};

/** Reads an order of foreign hands. Throws `inspection.order-invalid` with the field, and nothing else. */
export const readInspectionOrder = (bytes: Uint8Array): InspectionOrder => {
  if (bytes.length > MOST_ORDER_BYTES) throw inspectionError({ reason: `more than ${MOST_ORDER_BYTES} bytes` });
  try {
    return parsed(parseCanonical(bytes, 'order.json'));
  } catch (error) {
    if (isDomainError(error) && error.code === 'inspection.order-invalid') throw error;
    throw inspectionError({ reason: isDomainError(error) ? error.code : 'not canonical JSON' });
  }
};
