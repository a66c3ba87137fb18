import type { FindingSummary } from '@chedun/governance/contract';
import type { EventRow } from '@chedun/search/contract';
import { eventKey, summaryOf } from './eventRow.ts';

/** One thing that happened to an asset. */
export type TimelineEntry =
  | { readonly kind: 'alert'; readonly key: string; readonly at: number; readonly finding: FindingSummary }
  | { readonly kind: 'event'; readonly key: string; readonly at: number; readonly summary: string };

/** Findings and events in one order, newest first; events that say the same as the one before are left out. */
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
  }));
  const ordered = [...alerts, ...told].filter(({ at }) => at >= since).toSorted((a, b) => b.at - a.at);
  return ordered
    .filter((entry, index) => {
      const before = ordered[index - 1];
      return entry.kind === 'alert' || before?.kind !== 'event' || before.summary !== entry.summary;
    })
    .slice(0, most);
};
