import type { Baselines, KeyedRule } from '@chedun/behaviour';
import type { StageBatch } from '@chedun/pipeline';
import { capacityOf, deviationOf, type KeptVerdict, type RuleFacts } from './domain/record-of.ts';
import type { Learnt } from './learning-store.ts';
import type { RuleBook } from './rule-book.ts';
import type { SelectResult } from './worker/select-pack.ts';

/** What was learnt from one stream, and what of it is not durable yet. */
export interface Lane {
  readonly stream: string;
  readonly baselines: Baselines;
  /** Last frame that was looked at. */
  through: number;
  /** Last frame whose verdicts and records are written down. */
  settled: number;
  /** Verdicts that are not written down, and ids whose records were read in the journal. */
  pending: KeptVerdict[];
  recorded: string[];
  savedSeq: number;
  savedAt: number;
  /** Events without a field that their rule needs, since the start. */
  readonly incomplete: Map<string, number>;
  /** Rules that look at older frames before they take part; ids. */
  readonly waiting: Set<string>;
  /** Rules that know the stream and are not written down as such. */
  unmarked: readonly Learnt[];
  /** Version of the pack with which the last batch was selected. */
  version: number;
  /** Where the look at older frames stands. */
  lookBack: LookBack | undefined;
}

/** Older frames that are looked through for some rules: `at` is the last one that is done. */
interface LookBack {
  readonly rules: readonly string[];
  readonly from: number;
  readonly at: number;
  readonly to: number;
}

/** Rules that take part in a lane. */
export const takingPart = ({ waiting }: Pick<Lane, 'waiting'>, rules: readonly KeyedRule[]): readonly KeyedRule[] =>
  rules.filter(({ id }) => !waiting.has(id));

/** Takes verdicts and refusals out of the engine. */
export const gather = (lane: Lane, receivedAt: number, factsOf: (rule: string) => RuleFacts | undefined): void => {
  const place = { stream: lane.stream, receivedAt };
  for (const verdict of lane.baselines.takeVerdicts()) {
    const facts = factsOf(verdict.rule);
    if (facts) lane.pending.push(deviationOf(verdict, facts, place));
  }
  for (const refusal of lane.baselines.takeRefusals()) {
    const facts = factsOf(refusal.rule);
    if (facts) lane.pending.push(capacityOf(refusal, facts, place));
  }
};

/**
 * Looks at batches that were not looked at yet, so that a commit that is tried again changes nothing. Time passes with the
 * frames and not with the clock: a replay of the journal sees the same.
 */
export const judge = (
  lane: Lane,
  batches: readonly StageBatch<SelectResult>[],
  { facts: factsOf, since }: Pick<RuleBook, 'facts' | 'since'>,
): void => {
  for (const batch of batches) {
    if (batch.toSeq <= lane.through) continue;
    for (const { seq, receivedAt, selected } of batch.result.frames) {
      // The first batch after a restart may begin before the state that was read.
      if (seq <= lane.through) continue;
      for (const [rule, at, entity, value, answer] of selected)
        if (batch.result.version >= since(rule))
          lane.baselines.observe({ rule, at, received: receivedAt, entity, value, answer });
      gather(lane, receivedAt, factsOf);
    }
    lane.baselines.pass(batch.newestReceivedAt);
    gather(lane, batch.newestReceivedAt, factsOf);
    lane.recorded.push(...batch.result.recorded);
    for (const [rule, count] of batch.result.incomplete)
      lane.incomplete.set(rule, (lane.incomplete.get(rule) ?? 0) + count);
    lane.version = batch.result.version;
    lane.through = batch.toSeq;
  }
};
