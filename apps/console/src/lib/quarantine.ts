import type { QuarantinePage } from '@chedun/ingest/contract';
import type { z } from 'zod';

export type QuarantineEntry = z.output<typeof QuarantinePage>['items'][number];

/** Entries that one reason has in common. */
export interface QuarantineReason {
  readonly code: string;
  readonly source: string;
  readonly reason: QuarantineEntry['reason'];
  /** Entries, and the records in them: an entry holds the records of one batch. */
  readonly ids: readonly string[];
  readonly records: number;
  readonly bytes: number;
  readonly newest: string;
}

/** What a reason says about one record stands in brackets at its end, in either width. */
const OWN_PART = / ?[\uff08(].*$/;

/** A reason without what it says about one record. */
export const generalReason = (text: string): string => text.replace(OWN_PART, '');

/** Where in a record it went wrong, when the reader could tell: `offset 12`, `line 3`. */
export const placeIn = (
  place: string | null,
): { readonly unit: 'offset' | 'line'; readonly at: number } | undefined => {
  const [, unit, at] = /^(offset|line) (\d+)$/.exec(place ?? '') ?? [];
  return unit === 'offset' || unit === 'line' ? { unit, at: Number(at) } : undefined;
};

/** The waiting entries by reason and source, the reason with most records first. */
export const byReason = (entries: readonly QuarantineEntry[]): readonly QuarantineReason[] => {
  const groups = new Map<string, QuarantineReason>();
  for (const entry of entries) {
    if (entry.status !== 'waiting') continue;
    const key = `${entry.source} ${entry.code}`;
    const known = groups.get(key);
    groups.set(key, {
      code: entry.code,
      source: entry.source,
      reason: known?.reason ?? entry.reason,
      ids: [...(known?.ids ?? []), entry.id],
      records: (known?.records ?? 0) + entry.count,
      bytes: (known?.bytes ?? 0) + entry.size,
      newest: known !== undefined && known.newest > entry.at ? known.newest : entry.at,
    });
  }
  return [...groups.values()].toSorted((a, b) => b.records - a.records || b.ids.length - a.ids.length);
};

/** Records in the entries that were chosen. */
export const recordsIn = (entries: readonly QuarantineEntry[], ids: ReadonlySet<string>): number => {
  const counts = new Map(entries.map(({ id, count }) => [id, count]));
  return [...ids].reduce((sum, id) => sum + (counts.get(id) ?? 0), 0);
};

/** The ids in portions, so that a long piece of work can tell how far it is and be stopped. */
export const portions = (ids: readonly string[], size: number): readonly (readonly string[])[] =>
  Array.from({ length: Math.ceil(ids.length / size) }, (_, index) => ids.slice(index * size, (index + 1) * size));
