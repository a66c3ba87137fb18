import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { parseRules } from '../parse/parse-rules.ts';
import { correlateNaively, type TimedHit } from '../testing/naive-correlation.ts';
import { createCorrelator } from './correlator.ts';
import { compileCorrelations } from './plan.ts';
import type { CorrelationHit, CorrelationPlan, Correlator, Firing } from './types.ts';

const SECOND = 1_000;
const NAMES = ['a', 'b', 'c'];

const bound = (least: number, most: number) =>
  fc
    .tuple(fc.constantFrom('gt', 'gte', 'lt', 'lte', 'eq', 'neq'), fc.integer({ min: least, max: most }))
    .map(([op, value]) => ({ [op]: value }));
const bounds = (least: number, most: number) =>
  fc.tuple(bound(least, most), bound(least, most)).map(([left, right]) => ({ ...left, ...right }));

const window = fc.constantFrom<Record<string, string>>(
  {},
  { window: 'sliding' },
  { window: 'tumbling' },
  { window: 'session', gap: '3s' },
  { window: 'session', gap: '7s' },
);
const body = fc.oneof(
  fc.record({ type: fc.constant('event_count'), condition: bounds(1, 6) }),
  fc.record({
    type: fc.constant('value_count'),
    condition: fc
      .tuple(bounds(1, 4), fc.constantFrom<string | string[]>('v', ['v', 'w']))
      .map(([one, field]) => ({ ...one, field })),
  }),
  fc.record({
    type: fc.constantFrom('value_sum', 'value_avg', 'value_median'),
    condition: bounds(-4, 12).map((one) => ({ ...one, field: 'n' })),
  }),
  fc.record({
    type: fc.constant('value_percentile'),
    condition: fc
      .tuple(bounds(-4, 6), fc.integer({ min: 1, max: 100 }))
      .map(([one, percentile]) => ({ ...one, percentile, field: 'n' })),
  }),
  fc.record({ type: fc.constant('temporal'), condition: bounds(1, 3) }),
  fc.record({ type: fc.constantFrom('temporal', 'temporal_ordered') }),
  fc.record({
    type: fc.constantFrom('temporal_extended', 'temporal_ordered_extended'),
    condition: fc.constantFrom(
      'a and b and c',
      'a and b and not c',
      '(a or b) and c',
      'c and not (a or b)',
      'a or (b and c)',
      '(a and not b) or (b and c)',
      '2 of them'.replace('2', 'all'),
    ),
  }),
);
const correlation = fc
  .tuple(body, window, fc.constantFrom('5s', '9s', '20s'), fc.constantFrom([], ['u'], ['u', 'w']))
  .map(([one, shape, timespan, groups]) => ({ ...one, ...shape, rules: NAMES, timespan, 'group-by': groups }));

const timeline = fc
  .array(
    fc.record({
      rule: fc.constantFrom(...NAMES),
      step: fc.constantFrom(0, 0, 1, 1, 2, 3, 6, 15),
      weight: fc.constantFrom(1, 1, 1, 2, 3),
      u: fc.constantFrom('x', 'y'),
      v: fc.constantFrom('1', 1, 'p', '车\ud83d', ''),
      w: fc.constantFrom<string | undefined>('k', 'l', undefined),
      n: fc.constantFrom<string | number>(-2, 0, 1, 2.5, '4', 'x'),
    }),
    { maxLength: 40 },
  )
  .map((steps) => {
    let time = 1_000_000 * SECOND;
    return steps.map(({ rule, step, weight, w, ...fields }, at): TimedHit => {
      time += step * SECOND;
      return { rule, time, weight, ref: `e${at}`, fields: w === undefined ? fields : { ...fields, w } };
    });
  });

const planOf = (documents: readonly object[]): CorrelationPlan | undefined => {
  const text = documents
    .map((one, at) => stringify({ title: `C${at}`, name: `c${at}`, correlation: one }))
    .join('---\n');
  const { documents: read, errors } = parseRules(text, { file: 'c.yml' });
  const impossible = errors.some(({ why }) => why?.code === 'bounds-impossible' || why?.code === 'gap-too-long');
  if (errors.length > 0 && !impossible) throw new Error(JSON.stringify(errors));
  if (impossible) return undefined;
  return compileCorrelations(
    read.filter((document) => document.kind === 'correlation'),
    (name) => (NAMES.includes(name) ? name : undefined),
  );
};

const hitOf = ({ fields, weight = 1, ...hit }: TimedHit): CorrelationHit => ({
  ...hit,
  weight,
  value: (field) => fields[field],
});
const feed = (correlator: Correlator, hits: readonly TimedHit[]): Firing[] =>
  hits.flatMap((hit) => [...correlator.observe(hitOf(hit))]);
const END = 2e12;
const limits = (latenessMs = 0) => ({ groups: 1_000, latenessMs });
const nameOf = ({ at, rule, group }: Firing): string => `${at} ${rule} ${JSON.stringify(group)}`;
const sorted = (firings: readonly Firing[]): readonly Firing[] =>
  firings.toSorted((left, right) => (nameOf(left) < nameOf(right) ? -1 : 1));

const runs = { numRuns: 100 };

describe('the engine', () => {
  it('fires as the naive model does, whatever the rule and the timeline', () => {
    fc.assert(
      fc.property(correlation, timeline, (document, hits) => {
        const plan = planOf([document]);
        fc.pre(plan !== undefined);
        const correlator = createCorrelator(plan, limits());
        const found = [...feed(correlator, hits), ...correlator.advance(END)];
        expect(sorted(found)).toEqual(sorted(correlateNaively(plan, hits)));
        expect(correlator.stats()).toMatchObject({ groups: 0, bytes: 0, held: 0, late: 0, refused: 0 });
      }),
      runs,
    );
  });

  it('fires as the naive model does through chains', () => {
    const outer = fc.constantFrom(
      { type: 'event_count', rules: ['c0'], timespan: '20s', condition: { gte: 2 } },
      { type: 'value_count', rules: ['c0'], timespan: '30s', condition: { field: 'u', gte: 2 } },
      { type: 'temporal', rules: ['c0', 'b'], timespan: '10s', 'group-by': ['u'] },
      { type: 'temporal_ordered', rules: ['c0', 'b'], timespan: '10s', 'group-by': ['u'] },
      { type: 'event_count', rules: ['c0', 'a'], timespan: '15s', window: 'tumbling', condition: { lte: 3 } },
      {
        type: 'temporal',
        rules: ['c0', 'b'],
        timespan: '30s',
        window: 'session',
        gap: '8s',
        condition: 'c0 and not b',
      },
    );
    const inner = correlation.map((one) => ({ ...one, 'group-by': ['u'] }));
    const outermost = { type: 'event_count', rules: ['c1'], timespan: '60s', condition: { gte: 1 } };
    fc.assert(
      fc.property(inner, outer, timeline, (one, other, hits) => {
        const plan = planOf([one, other, outermost]);
        fc.pre(plan !== undefined);
        expect(plan.errors).toEqual([]);
        const correlator = createCorrelator(plan, limits());
        const found = [...feed(correlator, hits), ...correlator.advance(END)];
        expect(sorted(found)).toEqual(sorted(correlateNaively(plan, hits)));
      }),
      runs,
    );
  });

  it('does not mind disorder within the allowance', () => {
    fc.assert(
      fc.property(
        correlation,
        timeline,
        fc.array(fc.nat(4), { minLength: 40, maxLength: 40 }),
        (document, hits, delays) => {
          const plan = planOf([document]);
          fc.pre(plan !== undefined);
          const arrival = hits
            .map((hit, at) => ({ hit, at: hit.time + (delays[at] ?? 0) * SECOND }))
            .toSorted((left, right) => left.at - right.at)
            .map(({ hit }) => hit);
          const correlator = createCorrelator(plan, limits(5 * SECOND));
          const found = [...feed(correlator, arrival), ...correlator.advance(END)];
          expect(sorted(found)).toEqual(sorted(correlateNaively(plan, arrival)));
          expect(correlator.stats().late).toBe(0);
        },
      ),
      runs,
    );
  });

  it('goes on after a restore as if nothing had happened', () => {
    fc.assert(
      fc.property(
        correlation,
        correlation,
        timeline,
        fc.nat(40),
        fc.constantFrom(0, 4),
        (one, other, hits, cut, late) => {
          const plan = planOf([one, other]);
          fc.pre(plan !== undefined);
          const whole = createCorrelator(plan, limits(late * SECOND));
          const before = createCorrelator(plan, limits(late * SECOND));
          const after = createCorrelator(plan, limits(late * SECOND));
          const expected = [...feed(whole, hits), ...whole.advance(END)];
          const found = feed(before, hits.slice(0, cut));
          const restored = after.restore(before.snapshot());
          expect(restored).toEqual({ rules: ['c0', 'c1'], dropped: [] });
          expect(after.stats()).toEqual(before.stats());
          expect(after.snapshot()).toEqual(before.snapshot());
          found.push(...feed(after, hits.slice(cut)), ...after.advance(END));
          expect(found).toEqual(expected);
          expect(after.stats()).toEqual(whole.stats());
        },
      ),
      runs,
    );
  });
});
