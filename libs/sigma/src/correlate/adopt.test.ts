import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SigmaFault } from '../errors.ts';
import { parseRules } from '../parse/parse-rules.ts';
import { createCorrelator } from './correlator.ts';
import { compileCorrelations } from './plan.ts';
import type { CorrelationHit, CorrelationPlan, Correlator, Firing } from './types.ts';

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
  createCorrelator(planOf(names), { groups: 1_000, latenessMs: 15_000 });

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

const hits = fc
  .array(fc.tuple(fc.constantFrom('a' as const, 'b' as const), fc.nat(25), fc.nat(2), fc.nat(4)), {
    minLength: 1,
    maxLength: 120,
  })
  .map((steps) => {
    let seconds = 0;
    return steps.map(([rule, step, user, n]): Told => {
      seconds += step - 6;
      return [rule, seconds, user, n];
    });
  });

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
        const begin = (): void => {
          const state = live.snapshot();
          live = open(...names);
          live.restore(state);
        };
        all.forEach((told, place) => {
          if (place === begun) begin();
          if (place === handed) live.adopt(older.snapshot(), ['young', 'fixed', 'chain']);
          const hit = hitOf(told, place);
          const whole = fired(always.observe(hit));
          const found = fired(live.observe(hit));
          if (place < (handed ?? 0)) older.observe(hit);
          if (place >= (handed ?? 0)) {
            expected.push(...whole);
            got.push(...found);
          }
        });
        if (begun === all.length) begin();
        if (handed === all.length) live.adopt(older.snapshot(), ['young', 'fixed', 'chain']);
        expected.push(...fired(always.advance(T + 10_000_000)));
        got.push(...fired(live.advance(T + 10_000_000)));
        expect(got).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('are refused when the bytes are wrong, and nothing changes', () => {
    const correlator = open('old', 'young');
    for (let place = 0; place < 5; place += 1) correlator.observe(hitOf(['a', place, 0, 0], place));
    const before = correlator.snapshot();
    const figures = correlator.stats();
    const other = open('old', 'young');
    other.observe(hitOf(['b', 3, 0, 0], 9));
    const bytes = other.snapshot();
    for (let end = 0; end < bytes.length; end += 7)
      expect(() => correlator.adopt(bytes.slice(0, end), ['young'])).toThrow(SigmaFault);
    expect(correlator.snapshot()).toEqual(before);
    correlator.adopt(bytes, ['young']);
    expect(correlator.stats()).toMatchObject({ hits: figures.hits, firings: figures.firings, held: 6 });
  });
});
