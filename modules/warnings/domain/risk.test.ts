import { readFileSync } from 'node:fs';
import type { FindingSummary } from '@chedun/governance/contract';
import { describe, expect, it } from 'vitest';
import { WarningPolicy } from '../contract.ts';
import { decayOf, scoreOf } from './risk.ts';

const NOW = Date.UTC(2026, 10, 23, 1);
const HOUR = 3_600_000;
const { risk } = WarningPolicy.parse(
  JSON.parse(readFileSync(new URL('../../../content/warnings/policy.json', import.meta.url), 'utf8')),
);
const vehicle = { kind: 'vehicle', id: 'LCDCDA1E0RW000017' } as const;
const finding = (given: Partial<FindingSummary> = {}): FindingSummary => ({
  id: 'f1',
  kind: 'alert',
  module: 'detection',
  title: 'Suspicious',
  titleZh: null,
  severity: 'high',
  status: 'open',
  assets: [vehicle],
  count: 1,
  firstSeen: new Date(NOW).toISOString(),
  lastSeen: new Date(NOW).toISOString(),
  openedAt: new Date(NOW).toISOString(),
  dueAt: null,
  overdue: false,
  owner: null,
  ruleId: 'r1',
  tags: [],
  ...given,
});
const score = (findings: readonly FindingSummary[], verdicts = new Map<string, [number, number]>()) =>
  scoreOf(
    vehicle,
    findings,
    risk,
    (rule) => {
      const known = verdicts.get(rule);
      return known && { truePositive: known[0], falsePositive: known[1] };
    },
    NOW,
  );

describe('the risk of an asset', () => {
  it('is severity × confidence × weight and says so', () => {
    const { score: value, worst, contributions } = score([finding()]);
    expect([value, worst]).toEqual([31.5, 'high']);
    expect(contributions).toMatchObject([
      { severityPoints: 45, confidence: 0.7, assetWeight: 1, decay: 1, points: 31.5, counted: 31.5, rule: 'r1' },
    ]);
    expect(score([])).toEqual({ score: 0, worst: 'informational', contributions: [] });
  });

  it('halves with every half-life since the finding was last seen; the future counts as now', () => {
    expect([0, 24, 48, -5].map((hours) => decayOf(hours * HOUR, 24))).toEqual([1, 0.5, 0.25, 1]);
    const old = finding({ lastSeen: new Date(NOW - 24 * HOUR).toISOString() });
    expect(score([old]).score).toBe(15.8);
  });

  it('is capped per rule, the strongest findings first, and ends at 100', () => {
    const many = Array.from({ length: 5 }, (_, n) => finding({ id: `f${n}` }));
    const capped = score(many);
    expect(capped.score).toBe(60);
    expect(capped.contributions.map(({ counted }) => counted)).toEqual([31.5, 28.5, 0, 0, 0]);
    const rules = Array.from({ length: 9 }, (_, n) => finding({ id: `g${n}`, ruleId: `r${n}`, severity: 'critical' }));
    expect(score(rules).score).toBe(100);
  });

  it('follows what people decided: work confirms, a false alarm, a drill and a resolved finding add nothing', () => {
    expect(score([finding({ status: 'in-progress' })]).score).toBe(45);
    for (const status of ['false-positive', 'resolved', 'drill'] as const)
      expect(score([finding({ status })]).score, status).toBe(0);
  });

  it('takes the precision of the rule once there are enough verdicts', () => {
    expect(score([finding()], new Map([['r1', [1, 3]]])).score).toBe(31.5);
    expect(score([finding()], new Map([['r1', [1, 4]]])).score).toBe(9);
    expect(score([finding()], new Map([['r1', [0, 9]]])).score).toBe(0);
  });

  it('joins findings without a rule by their module', () => {
    const silent = finding({ ruleId: null, module: 'ingest', kind: 'anomaly', severity: 'medium' });
    expect(score([silent]).contributions[0]).toMatchObject({ rule: 'ingest', points: 10 });
  });
});
