import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { correlatorFor, feed, laneHits, sourceHits, type LaneHit, type Run } from './correlate/loads.ts';
import { rescanning } from './correlate/rescan.ts';

interface Metric {
  readonly value: number;
  readonly unit: string;
  readonly peer?: string;
  readonly ratio?: number;
}

const SPAN_MS = 300_000;
const WARM_UP = 400_000;
const EVENTS = 500_000;
const PEER_EVENTS = 8_000;
const DISTINCT = 100_000;
const FEW_DISTINCT = 1_800;

/**
 * Correlations on one core (hits per second of CPU, the best of three rounds of 500,000), hits parsed beforehand. `event_count` and `temporal` run on the correlation lane (1,000 hits a
 * second of event time, 5-minute windows); `value_count` holds 100,000 distinct sources in one window. Beside each the same
 * rule by a list of hits for each group that is looked through with every hit. `session_keys_1m_mb` is what resident memory
 * grows by in a process of its own.
 */
export const run = async (options: {
  readonly dataDir: string;
}): Promise<{ bench: string; metrics: Record<string, Metric> }> => {
  const lane = laneHits(options.dataDir);
  const count = 'type: event_count, rules: [failure, success], group-by: [User], timespan: 5m, condition: {gte: 10}';
  const both = 'type: temporal, rules: [failure, success], group-by: [User], timespan: 5m';
  const inTurn = both.replace('temporal', 'temporal_ordered');
  const values = (spanSeconds: number) =>
    `type: value_count, rules: [failure], group-by: [User], timespan: ${spanSeconds}s, condition: {field: SourceIP, gte: 50000}`;
  const bothSeen = (window: readonly { readonly rule: string }[]) => new Set(window.map(({ rule }) => rule)).size >= 2;
  const metrics: Record<string, Metric> = {
    event_count: beside(
      speed(count, lane),
      peer(lane, 'User', (window) => window.length >= 10),
    ),
    temporal: beside(speed(both, lane), peer(lane, 'User', bothSeen)),
    temporal_ordered: { value: speed(inTurn, lane).perSecond, unit: 'events per CPU-second' },
    event_count_late_5s: {
      value: speed(count, lane, 5_000).perSecond,
      unit: 'events per CPU-second with an allowance of 5 s',
    },
  };
  const distinct = (sources: number): Metric => {
    const hits = sourceHits(sources);
    const own = speed(values(Math.ceil(sources / 1_000)), hits);
    const other = feed(
      rescanning(sources, 'User', 'SourceIP', (window) => new Set(window.map(({ value }) => value)).size >= 50_000),
      hits,
      Math.min(2_000, sources),
      1_000,
    );
    return beside(own, other);
  };
  metrics['value_count'] = distinct(DISTINCT);
  metrics['value_count_1800'] = distinct(FEW_DISTINCT);
  return { bench: 'correlate', metrics: { ...metrics, ...sessions() } };
};

const speed = (correlation: string, hits: readonly LaneHit[], latenessMs = 0): Run => {
  const correlator = correlatorFor(correlation, latenessMs);
  return feed((hit) => correlator.observe(hit).length, hits, WARM_UP, EVENTS);
};

const peer = (
  hits: readonly LaneHit[],
  field: string,
  holds: (window: readonly { readonly rule: string }[]) => boolean,
): Run => feed(rescanning(SPAN_MS, 'User', field, holds), hits, PEER_EVENTS, PEER_EVENTS);

const beside = (own: Run, other: Run): Metric => ({
  value: own.perSecond,
  unit: 'events per CPU-second',
  peer: `a list looked through with every hit: ${other.perSecond}`,
  ratio: Math.round((own.perSecond / other.perSecond) * 10) / 10,
});

const sessions = (): Record<string, Metric> => {
  const child = fileURLToPath(new URL('correlate/session-keys.ts', import.meta.url));
  const found: Record<string, number> = JSON.parse(
    execFileSync(process.execPath, ['--expose-gc', child], { encoding: 'utf8', maxBuffer: 1e6 }),
  );
  const metric = (name: string, unit: string): Metric => ({ value: Math.round((found[name] ?? NaN) * 10) / 10, unit });
  return {
    session_keys_1m_mb: metric('megabytes', `MB resident for ${found['groups']} sessions`),
    session_keys_estimate_mb: metric('estimated', 'MB as the correlator estimates them'),
    session_keys_per_second: metric('perSecond', 'new sessions per CPU-second'),
    session_slowest_ms: metric('slowestMs', 'ms of CPU for the slowest 64 hits'),
    session_snapshot_mb: metric('snapshotMb', 'MB of snapshot'),
    session_snapshot_ms: metric('snapshotMs', 'ms of CPU to write it'),
  };
};
