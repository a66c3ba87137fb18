import type { JudgedRange, LaterEvaluation, RaisedAfterwards } from '@chedun/detection/contract';
import type { Journal } from '@chedun/journal';
import { journalReader, type Pipeline } from '@chedun/pipeline';
import type { Tx } from '@chedun/records';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TimeRange } from '../domain/query.ts';
import { frameAt, type FrameSpan } from './spans.ts';

/** What a backfill stands on. */
export interface BackfillNeeds {
  readonly journals: Readonly<Record<string, Journal>>;
  readonly pipeline: Pick<Pipeline, 'replay'>;
  readonly judged: (ruleId: string) => Promise<readonly JudgedRange[]>;
  readonly judgedBefore: (ruleId: string) => Promise<readonly JudgedRange[]>;
  readonly judgedThrough: (stream: string) => Promise<number>;
}

/** Where a backfill tells how it goes. */
export interface BackfillSink {
  /** Part of the transaction that raises the alerts of these frames. */
  readonly write: (tx: Tx, raised: RaisedAfterwards, done: number, of: number) => Promise<void>;
  /** The transaction is durable. */
  readonly written: () => void;
  readonly signal: AbortSignal;
}

const WAIT_MS = 300;

/** The parts of a span that no range covers, in their order. */
export const uncovered = (
  { stream, from, to }: FrameSpan,
  ranges: readonly Omit<JudgedRange, 'version'>[],
): readonly FrameSpan[] => {
  const gaps: FrameSpan[] = [];
  let next = from;
  const own = ranges.filter((range) => range.stream === stream).toSorted((a, b) => a.from - b.from);
  for (const range of own) {
    if (range.from > to) break;
    if (range.from > next) gaps.push({ stream, from: next, to: range.from - 1 });
    next = Math.max(next, range.to ?? Number.MAX_SAFE_INTEGER);
  }
  if (next <= to) gaps.push({ stream, from: next, to });
  return gaps;
};

/** Frames with the older versions of a rule that evaluated them. */
interface ToldSpan extends FrameSpan {
  readonly told: readonly string[];
}

/** A span in parts, each with the older versions that evaluated all of it. */
export const toldIn = (span: FrameSpan, before: readonly JudgedRange[]): readonly ToldSpan[] => {
  const { stream, from, to } = span;
  const own = before.filter((range) => range.stream === stream);
  const cuts = own.flatMap((range) => [range.from, range.to ?? to + 1]).filter((cut) => cut > from && cut <= to);
  const begins = [...new Set([from, ...cuts])].toSorted((a, b) => a - b);
  return begins.map((begin, at) => {
    const end = (begins[at + 1] ?? to + 1) - 1;
    const covering = own.filter((range) => range.from <= begin && (range.to ?? Infinity) > end);
    return { stream, from: begin, to: end, told: [...new Set(covering.map(({ version }) => version))].toSorted() };
  });
};

/** Frames of every stream that were received in a range. */
const spansOf = async (journals: BackfillNeeds['journals'], { from, to }: TimeRange): Promise<readonly FrameSpan[]> => {
  const spans: FrameSpan[] = [];
  for (const [stream, journal] of Object.entries(journals)) {
    const first = await frameAt(journal, from);
    const last = (await frameAt(journal, to)) - 1;
    if (first <= last) spans.push({ stream, from: first, to: last });
  }
  return spans;
};

/** Waits until live detection has passed these frames: only then it is known what it evaluated. */
const waitForDetection = async (
  spans: readonly FrameSpan[],
  needs: BackfillNeeds,
  signal: AbortSignal,
): Promise<void> => {
  for (const { stream, to } of spans)
    while ((await needs.judgedThrough(stream)) < to) {
      signal.throwIfAborted();
      await sleep(WAIT_MS);
    }
};

const framesIn = (spans: readonly FrameSpan[]): number => spans.reduce((sum, { from, to }) => sum + to - from + 1, 0);

/**
 * Evaluates a rule on all frames received in a range that it has not seen as it reads now, oldest first, and raises the
 * alerts that it would have raised and no older version of it did. What is done is durable frame by frame: an interrupted backfill goes on where it was, and a second
 * one finds nothing to do. Rejects with the reason of `signal` when it aborts.
 */
export const backfill = async (
  rule: { readonly id: string; readonly evaluation: LaterEvaluation },
  range: TimeRange,
  needs: BackfillNeeds,
  sink: BackfillSink,
): Promise<void> => {
  const spans = await spansOf(needs.journals, range);
  await waitForDetection(spans, needs, sink.signal);
  const ranges = await needs.judged(rule.id);
  const before = await needs.judgedBefore(rule.id);
  const gaps = spans.flatMap((span) => uncovered(span, ranges)).flatMap((span) => toldIn(span, before));
  const of = framesIn(spans);
  let done = of - framesIn(gaps);
  for (const { stream, from, to, told } of gaps) {
    const journal = needs.journals[stream];
    if (journal === undefined) continue;
    await needs.pipeline.replay({
      stage: { worker: rule.evaluation.worker, init: await rule.evaluation.init(told) },
      reader: journalReader(stream, journal, () => undefined),
      from,
      to,
      signal: sink.signal,
      take: async ({ fromSeq, toSeq, newestReceivedAt, result }) => {
        done += toSeq - fromSeq + 1;
        const frames = { stream, from: fromSeq, to: toSeq, newestReceivedAt, result };
        const kept = await rule.evaluation.keep(frames, (tx, raised) => sink.write(tx, raised, done, of));
        if (!kept) throw new Error('another backfill of this rule was faster; run it again');
        sink.written();
      },
    });
  }
};
