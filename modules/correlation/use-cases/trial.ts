import type { Candidate } from '@chedun/detection/contract';
import { createCorrelator, type CorrelationPlan, type Firing, type HitFinder } from '@chedun/sigma';
import type { z } from 'zod';
import type { TestHit } from '../contract.ts';
import { referenceOf } from '../domain/reference.ts';

const MOST_HITS = 500;
/** Events of a trial come in order of time, so none has to wait for another. */
const TRIAL = { groups: 100_000, bytes: 128 * 1024 * 1024, latenessMs: 0, aheadMs: Number.MAX_SAFE_INTEGER };

/** An event with its number and its time; one without a time comes as if now. */
export interface Numbered {
  readonly event: Candidate;
  readonly at: number;
  readonly number: number;
}

/** Sends events through a plan as the stream does, and lets time pass at the end so that windows close. */
export const runTrial = (
  plan: CorrelationPlan,
  finder: HitFinder,
  events: readonly Numbered[],
  groupBy: readonly string[],
): { readonly hits: z.input<typeof TestHit>[]; readonly hitsTotal: number; readonly firings: Firing[] } => {
  const correlator = createCorrelator(plan, TRIAL);
  const hits: z.input<typeof TestHit>[] = [];
  const firings: Firing[] = [];
  let hitsTotal = 0;
  let last = 0;
  for (const { event, at, number } of events) {
    for (const [rule, time, weight, index, values] of finder.find({ ...event, time: at }, number, at)) {
      const fields = plan.fields(rule);
      const value = (field: string): string | number | undefined => values[fields.indexOf(field)] ?? undefined;
      firings.push(...correlator.observe({ rule, time, weight, ref: referenceOf(0, index, time), value }));
      hitsTotal += 1;
      last = Math.max(last, time);
      if (hits.length < MOST_HITS)
        hits.push({
          rule,
          at: new Date(time).toISOString(),
          group: groupBy.map((field) => String(value(field) ?? '–')).join(' · '),
          event: index,
        });
    }
  }
  if (hitsTotal > 0) firings.push(...correlator.advance(last + plan.reachMs + 1));
  return { hits, hitsTotal, firings };
};
