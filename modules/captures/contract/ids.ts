import { z } from 'zod';
import { Iso, ListQuery, page } from './page.ts';

/** Result of messages of the AUTOSAR IDS protocol. */
export const IdsSummary = z.object({
  kind: z.literal('ids'),
  messages: z.number().int(),
  /** Security events that the messages stand for. */
  events: z.number().int(),
  signed: z.number().int(),
  idsms: z.array(z.number().int()).max(1024),
  undecodedBytes: z.number().int(),
  first: Iso.nullable(),
  last: Iso.nullable(),
});
export type IdsSummary = z.infer<typeof IdsSummary>;

/** Security events of one kind from one sensor. */
export const IdsEventRow = z.object({
  seq: z.number().int(),
  eventId: z.number().int(),
  eventIdHex: z.string(),
  /** Name of the catalogue; '' when it knows none. */
  name: z.string(),
  idsm: z.number().int(),
  sensor: z.number().int(),
  messages: z.number().int(),
  events: z.number().int(),
  anomalies: z.array(z.string()),
  /** Context data of the first message in hex, at most 256 bytes. */
  context: z.string(),
  first: Iso.nullable(),
  last: Iso.nullable(),
});
export type IdsEventRow = z.infer<typeof IdsEventRow>;
/** GET /captures/:id/ids-events */
export const IdsEventQuery = z.object({
  ...ListQuery,
  sort: z.enum(['events', 'eventId', 'idsm']).default('events'),
  order: z.enum(['asc', 'desc']).default('desc'),
});
export const IdsEventPage = page(IdsEventRow);
