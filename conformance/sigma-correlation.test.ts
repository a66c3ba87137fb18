import { describe, expect, it } from 'vitest';
import { correlateNaively } from '../libs/sigma/src/testing/naive-correlation.ts';
import { play, prepare, readCases, run } from './sigma-correlation.ts';

const cases = readCases();
const plain = cases.filter(
  ({ one }) =>
    one.groups === undefined && one.ahead === undefined && one.until === undefined && !('ahead' in (one.stats ?? {})),
);

describe('the suite of correlations', () => {
  it('passes, and is as large as it says', async () => {
    const result = await run({ dataDir: '' });
    expect(result.failures).toEqual([]);
    expect(result.passed).toBeGreaterThanOrEqual(200);
  });

  it('has a name of its own for every case', () => {
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  });

  it('covers every type, operator and window', () => {
    const text = JSON.stringify(cases);
    const names =
      'event_count value_count value_sum value_avg value_percentile value_median temporal temporal_ordered '.concat(
        'temporal_extended temporal_ordered_extended sliding tumbling session gt gte lt lte eq neq aliases generate percentile gap',
      );
    for (const name of names.split(' ')) expect(text).toContain(`"${name}"`);
  });

  it.each(plain.map(({ name, one }) => [name, one] as const))('%s: the naive model agrees', (_, one) => {
    const prepared = prepare(one);
    const { firings, stats } = play(one, prepared, 'straight');
    if (stats.late > 0) return;
    const timed = prepared.hits.map(({ rule, time, weight, ref, fields }) => ({ rule, time, weight, ref, fields }));
    const order = (list: readonly object[]) =>
      list.map((each) => JSON.stringify(Object.entries(each).toSorted())).toSorted();
    expect(order(correlateNaively(prepared.plan, timed))).toEqual(order(firings));
  });
});
