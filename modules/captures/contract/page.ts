import { z } from 'zod';

/** An instant, ISO 8601. */
export const Iso = z.iso.datetime({ offset: true });

/** What every list takes: part of a text, a cursor of the page before, the size of a page, and the direction. */
export const ListQuery = {
  q: z.string().trim().max(128).optional(),
  cursor: z.string().max(64).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  order: z.enum(['asc', 'desc']).default('asc'),
};

/** A page of a list; `total` counts what the filter lets through. */
export const page = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item).max(500), next: z.string().nullable(), total: z.number().int() });
