import type { CorrelationAsks } from '@chedun/correlation/contract';
import type { DetectionAsks } from '@chedun/detection/contract';
import type { Journal } from '@chedun/journal';
import type { RuleCoverage } from '../contract.ts';
import { uncovered } from './run-backfill.ts';
import { receivedAt } from './spans.ts';

interface Needs {
  readonly journals: Readonly<Record<string, Journal>>;
  readonly detection: Pick<DetectionAsks, 'judged' | 'judgedBefore' | 'judgedThrough' | 'evaluateLater'>;
  readonly correlation: Pick<CorrelationAsks, 'judged' | 'evaluateLater'>;
}

interface Range {
  readonly stream: string;
  readonly from: number;
  readonly to: number | null;
}

/** What was evaluated of every stream, and how far it is evaluated that what is at work tells. */
interface Evaluated {
  readonly kind: RuleCoverage['kind'];
  readonly live: boolean;
  readonly ranges: readonly Range[];
  readonly before: readonly Range[];
  readonly through: (stream: string) => Promise<number>;
}

const isoAt = async (journal: Journal, seq: number): Promise<string | null> => {
  const at = await receivedAt(journal, seq);
  return at === undefined ? null : new Date(at).toISOString();
};

const streamOf = async (
  stream: string,
  journal: Journal,
  { ranges, before, through }: Evaluated,
): Promise<RuleCoverage['streams'][number]> => {
  const first = journal.first();
  const last = journal.head().seq;
  const passed = await through(stream);
  /** What is at work has evaluated what is told already. */
  const bounded = (all: readonly Range[]): { stream: string; from: number; to: number }[] =>
    all
      .filter((range) => range.stream === stream)
      .map(({ from, to }) => ({ stream, from: Math.max(from, first), to: Math.min(last, (to ?? passed + 1) - 1) }))
      .filter(({ from, to }) => from <= to);
  const kept = bounded(ranges);
  const times: { from: string; to: string }[] = [];
  for (const { from, to } of kept) {
    // Up to the next frame nothing was received that could be missing.
    const [begin, end] = [await isoAt(journal, from), await isoAt(journal, Math.min(to + 1, last))];
    if (begin !== null && end !== null) times.push({ from: begin, to: end });
  }
  const framesOf = (spans: readonly { from: number; to: number }[]): number =>
    spans.reduce((sum, { from, to }) => sum + to - from + 1, 0);
  const whole = { stream, from: first, to: last };
  const asRanges = (spans: readonly { from: number; to: number }[]) =>
    spans.map(({ from, to }) => ({ stream, from, to: to + 1 }));
  const missing = framesOf(uncovered(whole, asRanges(kept)));
  const missingOfAll = framesOf(uncovered(whole, asRanges([...kept, ...bounded(before)])));
  return {
    stream,
    from: last < first ? null : await isoAt(journal, first),
    to: last < first ? null : await isoAt(journal, last),
    frames: Math.max(0, last - first + 1),
    judged: framesOf(kept),
    older: missing - missingOfAll,
    ranges: times,
  };
};

const evaluated = async (id: string, { detection, correlation }: Needs): Promise<Evaluated> => {
  const later = correlation.evaluateLater(id);
  const { version, ranges } = await correlation.judged(id);
  if (later === undefined && ranges.length === 0)
    return {
      kind: 'rule',
      live: detection.evaluateLater(id) !== undefined,
      ranges: await detection.judged(id),
      before: await detection.judgedBefore(id),
      through: detection.judgedThrough,
    };
  const now = version ?? ranges.at(-1)?.version;
  return {
    kind: 'correlation',
    live: later !== undefined,
    ranges: ranges.filter((range) => range.version === now),
    before: ranges.filter((range) => range.version !== now),
    through: async (stream) => later?.through(stream) ?? 0,
  };
};

/** What a rule or correlation has evaluated of the frames that are kept, as times of receipt. */
export const readCoverage =
  (needs: Needs) =>
  async (ruleId: string): Promise<RuleCoverage> => {
    const found = await evaluated(ruleId, needs);
    const streams: RuleCoverage['streams'] = [];
    for (const [stream, journal] of Object.entries(needs.journals))
      streams.push(await streamOf(stream, journal, found));
    return { ruleId, kind: found.kind, live: found.live, streams };
  };
