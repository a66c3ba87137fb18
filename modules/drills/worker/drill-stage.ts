import { openHitFinder, RuleSet, type RuleEntry } from '@chedun/sigma';
import type { OpenStage } from '@chedun/pipeline';
import type { DrillPack, DrillResult } from './drill-pack.ts';

type Mutable = { -readonly [K in keyof DrillResult]: DrillResult[K][number][] };
const nothing = (): Mutable => ({ hits: [], base: [], refused: [] });

/** Evaluates the rules at work on frames of a drill. It knows nothing of the ledger and keeps nothing. */
export const openStage: OpenStage = (init) => {
  const { rules, base } = init as DrillPack;
  const set = new RuleSet(
    rules.map(({ id, document, exceptions }) => ({
      id,
      rule: document,
      exceptions: exceptions as RuleEntry['exceptions'],
    })),
  );
  const finder = openHitFinder(base);
  const found: string[] = [];
  let result = nothing();
  return {
    onFrame: ({ frame, events, rejects }) => {
      if (rejects.length > 0) result.refused.push([frame.seq, rejects.length]);
      const correlated = [];
      for (const { event, index } of events) {
        const count = set.matchInto(event.fields, event.logsource, found);
        for (const rule of found.slice(0, count)) result.hits.push({ rule, seq: frame.seq, index });
        correlated.push(...finder.find(event, index, frame.receivedAt));
      }
      if (correlated.length > 0) result.base.push({ seq: frame.seq, hits: correlated });
    },
    flush: () => {
      const flushed = { result };
      result = nothing();
      return flushed;
    },
  };
};
