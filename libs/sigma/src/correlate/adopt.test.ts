import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SigmaFault } from '../errors.ts';
import { parseRules } from '../parse/parse-rules.ts';
import { createCorrelator } from './correlator.ts';
import { compileCorrelations } from './plan.ts';
import type { CorrelationHit, CorrelationPlan, Correlator, Firing } from './types.ts';

const LATENESS_MS = 15_000;
const T = 1_800_000_000_000;
const BODIES = {
  old: 'type: event_count, rules: [a], group-by: [user], timespan: 1m, condition: {gte: 3}',
  young: 'type: event_count, rules: [b], group-by: [user], timespan: 2m, condition: {gte: 4}',
  fixed:
    'type: value_count, rules: [b, a], group-by: [user], timespan: 90s, window: tumbling, condition: {gte: 2, field: n}',
  chain: 'type: temporal_ordered, rules: [young, a], group-by: [user], timespan: 5m, condition: {gte: 2}',
};
type Name = keyof typeof BODIES;

const planOf = (names: readonly Name[]): CorrelationPlan => {
  const text = names.map((name) => `title: ${name}\nname: ${name}\ncorrelation: {${BODIES[name]}}\n`).join('---\n');
  return compileCorrelations(
    parseRules(text, { file: 'c.yml' }).documents.filter((document) => document.kind === 'correlation'),
    (name) => (/^[ab]$/.test(name) ? name : undefined),
  );
};
const open = (...names: readonly Name[]): Correlator =>
  createCorrelator(planOf(names), { groups: 1_000, latenessMs: LATENESS_MS });

type Told = readonly [rule: 'a' | 'b', seconds: number, user: number, n: number];
const hitOf = ([rule, seconds, user, n]: Told, place: number): CorrelationHit => ({
  rule,
  time: T + seconds * 1_000,
  weight: 1,
  ref: String(place),
  value: (field) => (field === 'user' ? `u${user}` : field === 'n' ? n : undefined),
});
const fired = (firings: readonly Firing[]): string[] =>
  firings.map(({ rule, group, at, value, from, refs }) => JSON.stringify([rule, group, at, value, from, refs]));

/** Hits out of order, none later than is allowed: which of them is late depends on the rules of a correlator. */
const hits = fc
  .array(fc.tuple(fc.constantFrom('a' as const, 'b' as const), fc.nat(19), fc.nat(14), fc.nat(2), fc.nat(4)), {
    minLength: 1,
    maxLength: 120,
  })
  .map((steps) => {
    let seconds = 0;
    return steps.map(([rule, step, back, user, n]): Told => {
      seconds += step;
      return [rule, seconds - back, user, n];
    });
  });
const reached = (correlator: Correlator): number => correlator.stats().watermark + LATENESS_MS;

describe('windows that a correlator takes over', () => {
  it('are as if the correlations had always run, and leave the others alone', () => {
    fc.assert(
      fc.property(hits, fc.nat(120), fc.nat(120), (all, one, other) => {
        const [begun, handed] = [one, other].map((each) => each % (all.length + 1)).toSorted((a, b) => a - b);
        const names: Name[] = ['old', 'young', 'fixed', 'chain'];
        const always = open(...names);
        const older = open(...names);
        let live = open('old');
        const got: string[] = [];
        const expected: string[] = [];
        // Those that are handed over count from then on; the others from the first hit.
        const isTold = (place: number) => (firing: Firing) => place >= (handed ?? 0) || firing.rule === 'old';
        const take = (): void => {
          const further = reached(older);
          if (Number.isFinite(further)) got.push(...fired(live.advance(further).filter(isTold(-1))));
          live.adopt(older.snapshot(), ['young', 'fixed', 'chain']);
        };
        const begin = (): void => {
          const state = live.snapshot();
          live = open(...names);
          live.restore(state);
        };
        all.forEach((told, place) => {
          if (place === begun) begin();
          if (place === handed) take();
          const hit = hitOf(told, place);
          expected.push(...fired(always.observe(hit).filter(isTold(place))));
          got.push(...fired(live.observe(hit).filter(isTold(place))));
          if (place < (handed ?? 0)) older.observe(hit);
        });
        if (begun === all.length) begin();
        if (handed === all.length) take();
        expected.push(...fired(always.advance(T + 10_000_000)));
        got.push(...fired(live.advance(T + 10_000_000)));
        expect(got.toSorted()).toEqual(expected.toSorted());
      }),
      { numRuns: 300 },
    );
  });

  it('are refused when the bytes are wrong, and nothing changes', () => {
    const correlator = open('old', 'young');
    for (let place = 0; place < 5; place += 1) correlator.observe(hitOf(['a', place, 0, 0], place));
    const before = correlator.snapshot();
    const figures = correlator.stats();
    const behind = open('old', 'young');
    behind.observe(hitOf(['b', 3, 0, 0], 9));
    expect(() => correlator.adopt(behind.snapshot(), ['young'])).toThrow(SigmaFault);
    expect(correlator.snapshot()).toEqual(before);
    const other = open('old', 'young');
    other.observe(hitOf(['b', 4, 0, 0], 9));
    const bytes = other.snapshot();
    for (let end = 0; end < bytes.length; end += 7)
      expect(() => correlator.adopt(bytes.slice(0, end), ['young'])).toThrow(SigmaFault);
    expect(correlator.snapshot()).toEqual(before);
    correlator.adopt(bytes, ['young']);
    expect(correlator.stats()).toMatchObject({ hits: figures.hits, firings: figures.firings, held: 6 });
  });
});
