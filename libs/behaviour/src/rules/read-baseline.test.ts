import { describe, expect, test } from 'vitest';
import { readBaseline } from './read-baseline.ts';

const pathsOf = (block: unknown): string[] => readBaseline(block).problems.map(({ path }) => path);

describe('the baseline block', () => {
  test('standards fill what is not said', () => {
    expect(readBaseline({ type: 'rate_anomaly', 'group-by': 'vin' }).rule).toEqual({
      type: 'rate_anomaly',
      groupBy: ['vin'],
      learnMs: 7 * 86_400_000,
      latenessMs: 300_000,
      forgetMs: 35 * 86_400_000,
      muteMs: 6 * 3_600_000,
      entities: 20_000,
      bucketMs: 3_600_000,
      direction: 'surge',
      threshold: 6,
      minimum: 20,
      weeks: 4,
    });
  });

  test.each([
    [undefined, ['']],
    [[], ['']],
    [{ type: 'magic' }, ['type']],
    [{ type: 'new_terms' }, ['field']],
    [{ type: 'new_terms', field: 'x', learn: 'a week' }, ['learn']],
    [{ type: 'new_terms', field: 'x', learn: '9999d' }, ['learn']],
    [{ type: 'new_terms', field: 'x', 'group-by': ['a', 'b', 'c', 'd', 'e'] }, ['group-by']],
    [{ type: 'new_terms', field: 'x', treshold: 3 }, ['treshold']],
    [{ type: 'rare_value', field: 'x', share: 2 }, ['share']],
    [{ type: 'rate_anomaly', bucket: '7m' }, ['bucket']],
    [{ type: 'rate_anomaly', bucket: '5m', direction: 'drop' }, ['bucket']],
    [{ type: 'rate_anomaly', bucket: '5m', lateness: '10m' }, ['lateness']],
    [{ type: 'rate_anomaly', direction: 'sideways' }, ['direction']],
    [{ type: 'rate_anomaly', minimum: 1.5 }, ['minimum']],
    [{ type: 'beaconing', field: 'dst', limits: { jitterPct: 900, speed: 1 } }, ['limits.jitterPct', 'limits.speed']],
    [{ type: 'dga', field: 'q', limits: 'many' }, ['limits']],
  ])('%j is refused with its place', (block, paths) => {
    expect(pathsOf(block)).toEqual(paths);
    expect(readBaseline(block).rule).toBeUndefined();
  });

  test('every problem is told in both languages', () => {
    for (const { zh, en } of readBaseline({ type: 'rare_value', share: 2, learn: 'x' }).problems) {
      expect(zh).toMatch(/[\u4e00-\u9fff]/);
      expect(en).not.toMatch(/[\u4e00-\u9fff]/);
    }
  });
});
