import type { DetectionAsks } from '@chedun/detection/contract';
import type { Journal } from '@chedun/journal';
import type { RuleCoverage } from '../contract.ts';

interface Needs {
  readonly journals: Readonly<Record<string, Journal>>;
  readonly detection: Pick<DetectionAsks, 'judged' | 'judgedThrough' | 'evaluateLater'>;
}

const receivedAt = async (journal: Journal, seq: number): Promise<string | null> => {
  const [frame] = await journal.read({ from: seq, maxFrames: 1 });
  return frame === undefined ? null : new Date(frame.receivedAt).toISOString();
};

const streamOf = async (
  stream: string,
  journal: Journal,
  ranges: Awaited<ReturnType<DetectionAsks['judged']>>,
  through: number,
): Promise<RuleCoverage['streams'][number]> => {
  const first = journal.first();
  const last = journal.head().seq;
  const kept = ranges
    .filter((range) => range.stream === stream)
    // What is at work has evaluated what is told already.
    .map(({ from, to }) => ({ from: Math.max(from, first), to: Math.min(last, (to ?? through + 1) - 1) }))
    .filter(({ from, to }) => from <= to);
  const times: { from: string; to: string }[] = [];
  for (const { from, to } of kept) {
    // Up to the next frame nothing was received that could be missing.
    const [begin, end] = [await receivedAt(journal, from), await receivedAt(journal, Math.min(to + 1, last))];
    if (begin !== null && end !== null) times.push({ from: begin, to: end });
  }
  return {
    stream,
    from: last < first ? null : await receivedAt(journal, first),
    to: last < first ? null : await receivedAt(journal, last),
    frames: Math.max(0, last - first + 1),
    judged: kept.reduce((sum, { from, to }) => sum + to - from + 1, 0),
    ranges: times,
  };
};

/** What a rule has evaluated of the frames that are kept, as times of receipt. */
export const readCoverage =
  ({ journals, detection }: Needs) =>
  async (ruleId: string): Promise<RuleCoverage> => {
    const ranges = await detection.judged(ruleId);
    const streams: RuleCoverage['streams'] = [];
    for (const [stream, journal] of Object.entries(journals))
      streams.push(await streamOf(stream, journal, ranges, await detection.judgedThrough(stream)));
    return { ruleId, live: detection.evaluateLater(ruleId) !== undefined, streams };
  };
