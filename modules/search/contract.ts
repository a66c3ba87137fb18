import { z } from 'zod';

/** Permissions of event search; `export` is separate because bytes leave the product. */
export const searchPermissions = {
  read: 'search.events-read',
  export: 'search.events-export',
  save: 'search.searches-save',
} as const;

const Iso = z.iso.datetime({ offset: true });

/** Lucene-like text, for example `vin:LSV* AND severity:>=4 "access denied"`; empty = everything. */
export const QueryText = z.string().max(4000).default('');

const Range = { query: QueryText, from: Iso, to: Iso };

/** One record in lists: hot columns only, empty strings and zeros left out. */
export const EventRow = z.object({
  journal: z.string(),
  seq: z.number().int(),
  index: z.number().int(),
  time: Iso,
  received: Iso,
  source: z.string(),
  format: z.string(),
  classUid: z.number().int(),
  severityId: z.number().int(),
  message: z.string(),
  /** Further non-empty hot columns: host, user, vin, srcIp, eventCode … */
  columns: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type EventRow = z.infer<typeof EventRow>;

/** GET /events */
export const EventQuery = z.object({
  ...Range,
  cursor: z.string().max(200).optional(),
  order: z.enum(['newest', 'oldest']).default('newest'),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export const EventPage = z.object({ items: z.array(EventRow), next: z.string().nullable(), tookMs: z.number() });

/** GET /events/histogram */
export const HistogramQuery = z.object({ ...Range, buckets: z.coerce.number().int().min(5).max(300).default(60) });
export const Histogram = z.object({
  bucketMs: z.number().int(),
  total: z.number().int(),
  tookMs: z.number(),
  buckets: z.array(z.object({ at: Iso, count: z.number().int() })),
});

/** GET /events/facets?fields=host,vin */
export const FacetQuery = z.object({
  ...Range,
  fields: z.string().min(1).max(500),
  top: z.coerce.number().int().min(1).max(50).default(10),
});
export const Facets = z.object({
  tookMs: z.number(),
  fields: z.array(
    z.object({ field: z.string(), values: z.array(z.object({ value: z.string(), count: z.number().int() })) }),
  ),
});

/** GET /events/fields: what can be searched. */
export const FieldList = z.object({
  fields: z.array(
    z.object({
      name: z.string(),
      title: z.object({ zh: z.string(), en: z.string() }),
      kind: z.enum(['text', 'keyword', 'number', 'time', 'ip']),
      facet: z.boolean(),
    }),
  ),
});

/** GET /events/:journal/:seq/:index: the whole record. */
export const EventRecordParams = z.object({
  journal: z.string().max(32),
  seq: z.coerce.number().int().nonnegative(),
  index: z.coerce.number().int().nonnegative(),
});
export const EventRecord = EventRow.extend({
  /** Every field as the source named it, flattened to dotted paths. */
  fields: z.array(z.object({ path: z.string(), value: z.string() })),
  /** The original, byte for byte. */
  raw: z.object({
    kind: z.enum(['text', 'hex']),
    content: z.string(),
    bytes: z.number().int(),
    truncated: z.boolean(),
  }),
});
export type EventRecord = z.infer<typeof EventRecord>;

/** POST /events/check-query: where a query is wrong. */
export const QueryCheck = z.object({
  ok: z.boolean(),
  error: z.object({ zh: z.string(), en: z.string(), column: z.number().int().nullable() }).nullable(),
});

/** GET /events/export (download): format csv or ndjson, at most 1,000,000 rows; `x-total-rows` header carries the count for progress. */
export const ExportQuery = z.object({
  ...Range,
  format: z.enum(['csv', 'ndjson']),
  max: z.coerce.number().int().min(1).max(1_000_000).default(100_000),
});

export const SavedSearch = z.object({
  id: z.uuid(),
  name: z.string().min(1).max(100),
  query: QueryText,
  rangeMinutes: z.number().int().min(1).max(525_600),
  shared: z.boolean(),
  owner: z.string(),
  createdAt: Iso,
});
export type SavedSearch = z.infer<typeof SavedSearch>;
export const NewSavedSearch = SavedSearch.pick({ name: true, query: true, rangeMinutes: true, shared: true });
export const SavedSearchList = z.object({ items: z.array(SavedSearch) });

export interface SearchAsks {
  /** A page of the records in Parquet files of the cold tier (names as `Events.query` takes them). */
  readonly searchFiles: (
    asked: z.output<typeof EventQuery>,
    coldFiles: readonly string[],
  ) => Promise<z.input<typeof EventPage>>;
  readonly record: (journal: string, seq: number, index: number) => Promise<EventRecord | undefined>;
}
