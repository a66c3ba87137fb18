import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SigmaFault } from '../errors.ts';
import { parseRules } from '../parse/parse-rules.ts';
import { createCorrelator } from './correlator.ts';
import { compileCorrelations } from './plan.ts';
import type { CorrelationHit, CorrelationPlan, CorrelatorLimits, Firing } from './types.ts';

const T = 1_800_000_000_000;
const BRUTE = 'type: event_count, rules: [a], group-by: [user], timespan: 1m, condition: {gte: 3}';

const planOf = (...bodies: readonly string[]): CorrelationPlan => {
  const text = bodies.map((body, at) => `title: C${at}\nname: c${at}\ncorrelation: {${body}}\n`).join('---\n');
  const { documents, errors } = parseRules(text, { file: 'c.yml' });
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  return compileCorrelations(
    documents.filter((document) => document.kind === 'correlation'),
    (name) => (/^[a-h]$/.test(name) ? name : undefined),
  );
};
const start = (body: string, limits: Partial<CorrelatorLimits> = {}) =>
  createCorrelator(planOf(body), { groups: 1_000, latenessMs: 0, ...limits });

const hit = (seconds: number, user = 'u', more: Partial<CorrelationHit> = {}): CorrelationHit => ({
  rule: 'a',
  time: T + seconds * 1_000,
  weight: 1,
  ref: `${user}@${seconds}`,
  value: (field) => (field === 'user' ? user : undefined),
  ...more,
});
const at = (firings: readonly Firing[]): readonly number[] => firings.map((one) => (one.at - T) / 1_000);

describe('a correlator', () => {
  it('tells who, when, how many and which events', () => {
    const correlator = start(BRUTE);
    const found = [hit(0), hit(1, 'v'), hit(2), hit(59)].flatMap((one) => correlator.observe(one));
    expect(found).toEqual([
      {
        rule: 'c0',
        group: [['user', 'u']],
        from: T,
        to: T + 59_000,
        value: 3,
        refs: ['u@0', 'u@2', 'u@59'],
        at: T + 59_000,
        alone: true,
      },
    ]);
    expect(correlator.stats()).toMatchObject({ groups: 2, hits: 4, firings: 1, late: 0, incomplete: 0, held: 0 });
  });

  it('gives 50 references at most: the oldest ones and the newest', () => {
    const correlator = start(BRUTE.replace('gte: 3', 'gte: 80'));
    const found = Array.from({ length: 80 }, (_, index) => hit(index / 10)).flatMap((one) => correlator.observe(one));
    expect(found[0]?.refs).toHaveLength(50);
    expect(found[0]?.refs.slice(47)).toEqual(['u@4.7', 'u@4.8', 'u@7.9']);
  });

  it('ignores rules that no correlation needs, and counts hits that lack a field', () => {
    const correlator = start(BRUTE);
    correlator.observe(hit(0, 'u', { rule: 'z' }));
    correlator.observe(hit(1, 'u', { value: () => undefined }));
    expect(correlator.stats()).toMatchObject({ groups: 0, hits: 0, incomplete: 1 });
  });

  it('takes a weight that is none as one', () => {
    const correlator = start(BRUTE);
    const weights = [0, NaN, -4];
    expect(at(weights.flatMap((weight, index) => correlator.observe(hit(index, 'u', { weight }))))).toEqual([2]);
    expect(at(correlator.observe(hit(200, 'u', { weight: 3.9 })))).toEqual([200]);
  });

  it('counts hits that come after the allowance and takes those within it', () => {
    const correlator = start(BRUTE, { latenessMs: 10_000 });
    const found = [hit(0), hit(20), hit(11), hit(9.9), hit(NaN)].flatMap((one) => correlator.observe(one));
    expect(found).toEqual([]);
    expect(correlator.stats()).toMatchObject({ late: 2, held: 2, hits: 1, watermark: T + 10_000 });
    expect(at(correlator.advance(T + 30_000))).toEqual([20]);
  });

  it('takes a hit whose clock is ahead at its time of receipt', () => {
    const correlator = start(BRUTE);
    const year = 365 * 86_400;
    const found = [
      hit(0, 'u', { received: T }),
      hit(year, 'u', { received: T + 1_000 }),
      hit(2, 'u', { received: T + 2_000 }),
    ].flatMap((one) => correlator.observe(one));
    expect(at(found)).toEqual([2]);
    expect(correlator.stats()).toMatchObject({ ahead: 1, late: 0, watermark: T + 2_000 });
  });

  it('is not moved back by an earlier time', () => {
    const correlator = start(BRUTE);
    correlator.observe(hit(100));
    correlator.advance(T);
    expect(correlator.stats().watermark).toBe(T + 100_000);
    correlator.observe(hit(0));
    expect(correlator.stats().late).toBe(1);
  });

  it('says when a cap is reached, once a minute, and goes on with what it has', () => {
    const correlator = start(BRUTE, { groups: 2 });
    const users = ['u', 'v', 'w', 'x', 'u', 'u'];
    const found = users.flatMap((user, index) => correlator.observe(hit(index, user)));
    expect(at(found)).toEqual([5]);
    expect(correlator.refusals()).toEqual([{ rule: 'c0', at: T + 2_000, limit: 'groups', hits: 1 }]);
    expect(correlator.refusals()).toEqual([]);
    correlator.observe(hit(61, 'u'));
    correlator.observe(hit(61.5, 'v'));
    correlator.observe(hit(62, 'z'));
    expect(correlator.refusals()).toEqual([{ rule: 'c0', at: T + 62_000, limit: 'groups', hits: 2 }]);
    expect(correlator.stats()).toMatchObject({ groups: 2, refused: 3 });
    expect(correlator.observe(hit(200, 'z'))).toEqual([]);
    expect(correlator.stats()).toMatchObject({ groups: 1, refused: 3 });
  });

  it('makes room of other correlations before it refuses', () => {
    const other = BRUTE.replace('[a]', '[b]');
    const correlator = createCorrelator(planOf(BRUTE, other), { groups: 1, latenessMs: 0 });
    correlator.observe(hit(0));
    correlator.observe(hit(100, 'u', { rule: 'b' }));
    expect(correlator.stats()).toMatchObject({ groups: 1, refused: 0 });
  });

  it('keeps to its memory', () => {
    const correlator = start(BRUTE.replace('gte: 3', 'gte: 900'), { bytes: 20_000 });
    const found = Array.from({ length: 2_000 }, (_, index) => hit(index / 100)).flatMap((one) =>
      correlator.observe(one),
    );
    expect(found).toEqual([]);
    const { bytes, refused } = correlator.stats();
    expect(bytes).toBeLessThan(20_200);
    expect(refused).toBeGreaterThan(1_000);
    expect(correlator.refusals()).toMatchObject([{ limit: 'bytes' }]);
  });

  it('does not let sums drift', () => {
    const correlator = start('type: value_sum, rules: [a], timespan: 10s, condition: {field: n, gte: 1e9}');
    const value = (index: number) => (index % 1_000 === 0 ? 1e15 : 0.1);
    for (let index = 0; index < 20_500; index += 1)
      correlator.observe(hit(index / 10, 'u', { value: () => value(index) }));
    const found = correlator.observe(hit(2_050.05, 'u', { value: () => 2e9 }));
    expect(found[0]?.value).toBeCloseTo(2e9 + 9.9, 3);
  });
});

describe('snapshots', () => {
  const filled = () => {
    const correlator = createCorrelator(planOf(BRUTE, BRUTE.replace('1m', '2m')), { groups: 10, latenessMs: 1_000 });
    [hit(0), hit(1), hit(1.5)].forEach((one) => correlator.observe(one));
    return correlator;
  };

  it('keep the windows of correlations that read the same, and say which they drop', () => {
    const bytes = filled().snapshot();
    const changed = createCorrelator(planOf(BRUTE, BRUTE.replace('1m', '3m')), { groups: 10, latenessMs: 1_000 });
    changed.observe(hit(-50));
    expect(changed.restore(bytes)).toEqual({ rules: ['c0'], dropped: ['c1'] });
    expect(changed.advance(T + 5_000).map(({ rule }) => rule)).toEqual(['c0']);
    const fewer = createCorrelator(planOf(BRUTE.replace('[a]', '[b]')), { groups: 10, latenessMs: 1_000 });
    expect(fewer.restore(bytes)).toEqual({ rules: [], dropped: ['c0', 'c1'] });
    expect(fewer.stats()).toMatchObject({ groups: 0, held: 0 });
  });

  it('that are cut or changed are refused, and leave the correlator empty', () => {
    const bytes = filled().snapshot();
    const correlator = filled();
    const tried = (wrong: Uint8Array): void => {
      try {
        correlator.restore(wrong);
      } catch (error) {
        expect(error).toBeInstanceOf(SigmaFault);
        expect(error).toMatchObject({ code: 'sigma.snapshot' });
        expect(correlator.stats()).toMatchObject({ groups: 0, held: 0, hits: 0, watermark: -Infinity });
      }
      correlator.observe(hit(500));
      correlator.advance(T + 10_000_000);
    };
    for (let end = 0; end < bytes.length; end += 11) {
      expect(() => correlator.restore(bytes.slice(0, end))).toThrow(SigmaFault);
      tried(bytes.slice(0, end));
    }
    expect(() => correlator.restore(new Uint8Array([...bytes, 0]))).toThrow(SigmaFault);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (place, byte) => tried(bytes.with(place, byte))),
      { numRuns: 100 },
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), tried));
  });

  it('do not depend on the seed', () => {
    const one = start(BRUTE, { seed: 1 });
    const other = start(BRUTE, { seed: -77 });
    for (const correlator of [one, other]) [hit(0), hit(1, 'v'), hit(2)].forEach((each) => correlator.observe(each));
    expect(one.snapshot()).toEqual(other.snapshot());
  });
});
