import type { FindingSummary } from '@chedun/governance/contract';
import type { EventRow } from '@chedun/search/contract';
import { eventKey, summaryOf } from './eventRow.ts';

/** One thing that happened to an asset. */
export type TimelineEntry =
  | { readonly kind: 'alert'; readonly key: string; readonly at: number; readonly finding: FindingSummary }
  | {
      readonly kind: 'event';
      readonly key: string;
      readonly at: number;
      readonly summary: string;
      /** How many events in a row said the same. */
      readonly count: number;
    };

/** Findings and events in one order, newest first; events in a row that say the same are told once, with their number. */
export const mergeTimeline = (
  findings: readonly FindingSummary[],
  events: readonly EventRow[],
  since: number,
  most: number,
): readonly TimelineEntry[] => {
  const alerts: TimelineEntry[] = findings.map((finding) => ({
    kind: 'alert',
    key: finding.id,
    at: Date.parse(finding.lastSeen),
    finding,
  }));
  const told: TimelineEntry[] = events.map((row) => ({
    kind: 'event',
    key: eventKey(row),
    at: Date.parse(row.time),
    summary: summaryOf(row),
    count: 1,
  }));
  const ordered = [...alerts, ...told].filter(({ at }) => at >= since).toSorted((a, b) => b.at - a.at);
  const entries: TimelineEntry[] = [];
  for (const entry of ordered) {
    const before = entries.at(-1);
    const same = entry.kind === 'event' && before?.kind === 'event' && before.summary === entry.summary;
    if (same) entries[entries.length - 1] = { ...before, count: before.count + 1 };
    else entries.push(entry);
  }
  return entries.slice(0, most);
};
