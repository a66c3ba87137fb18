import { FindingReport } from '@chedun/governance/contract';
import type { Firing } from '@chedun/sigma';
import { describe, expect, it } from 'vitest';
import { readReference, referenceOf } from './reference.ts';
import { assetsOf, fingerprintOf, firingId, reportOf, shortfallReports, type CorrelationFacts } from './report.ts';

const AT = Date.UTC(2026, 10, 27, 1, 20);
const firing = (about: Partial<Firing> = {}): Firing => ({
  rule: 'r-1',
  group: [['account', 'u-1']],
  from: AT - 60_000,
  to: AT,
  value: 5,
  refs: [referenceOf(17, 3, AT - 60_000), referenceOf(18, 0, AT)],
  at: AT,
  alone: true,
  ...about,
});
const facts: CorrelationFacts = {
  id: 'r-1',
  title: 'Many',
  titleZh: '很多',
  type: 'event_count',
  level: 'high',
  author: 'a',
  license: 'l',
  description: 'd',
  references: [],
  falsePositives: [],
  tags: ['attack.t1110'],
  groupMinutes: 60,
};

describe('the identity of a firing', () => {
  it('is that of its group and its time', () => {
    expect(firingId(firing())).toBe(firingId(firing({ value: 9, refs: [] })));
    expect(firingId(firing())).not.toBe(firingId(firing({ at: AT + 1 })));
    expect(firingId(firing())).not.toBe(firingId(firing({ group: [['account', 'u-2']] })));
    expect(firingId(firing({ group: [['a', 'b|c']] }))).not.toBe(firingId(firing({ group: [['a|b', 'c']] })));
  });

  it('joins firings of one group within the stretch of event time into one alert', () => {
    const print = (about: Partial<Firing>, minutes = 60) => fingerprintOf(firing(about), minutes);
    expect(print({ at: AT + 39 * 60_000 })).toBe(print({}));
    expect(print({ at: AT + 40 * 60_000 })).not.toBe(print({}));
    expect(print({ at: AT + 6 * 60_000 }, 5)).not.toBe(print({}, 5));
    expect(print({ group: [['vin', 'x'.repeat(400)]] }).length).toBeLessThanOrEqual(200);
  });
});

describe('the alert of a firing', () => {
  it('is a report of the ledger with rule, group, samples and times', () => {
    const report = FindingReport.parse(reportOf({ stream: 'network', receivedAt: AT + 900, firing: firing() }, facts));
    expect(report).toMatchObject({
      kind: 'alert',
      module: 'correlation',
      severity: 'high',
      title: 'Many',
      titleZh: '很多',
      count: 1,
      firstSeen: '2026-11-27T01:19:00.000Z',
      lastSeen: '2026-11-27T01:20:00.000Z',
      assets: [{ kind: 'account', id: 'u-1' }],
      alert: {
        ruleId: 'r-1',
        matched: [
          { field: 'account', value: 'u-1' },
          { field: 'event_count', value: '5' },
        ],
      },
    });
    expect(report.samples[0]).toEqual({
      ref: { journal: 'network', seq: 17, index: 3 },
      at: '2026-11-27T01:19:00.000Z',
      summary: 'account = u-1',
    });
  });

  it('stays within the bounds of the ledger whatever the event says', () => {
    const wild = firing({
      group: Array.from({ length: 8 }, (_, n) => [`f${n}`, 'x'.repeat(500)] as const),
      from: -1e15,
      at: 9e15,
      refs: Array.from({ length: 50 }, (_, n) => referenceOf(n, 0, 9e15)),
    });
    const report = reportOf({ stream: 'network', receivedAt: 0, firing: wild }, { ...facts, level: 'odd' });
    expect(FindingReport.parse(report)).toMatchObject({ severity: 'medium' });
  });

  it('knows what the fields of a group are about', () => {
    const kinds = (field: string) => assetsOf({ group: [[field, 'x']] })[0]?.kind;
    expect(['vin', 'account', 'src_ip', 'mqtt.connect.client_id', 'ids.event'].map(kinds)).toEqual([
      'vehicle',
      'account',
      'host',
      'service',
      'platform',
    ]);
    expect(assetsOf({ group: [] })).toEqual([{ kind: 'platform', id: 'fleet' }]);
  });
});

describe('a reference', () => {
  it('is read back as it was written', () => {
    expect(readReference('network', referenceOf(4711, 12, AT))).toEqual({
      ref: { journal: 'network', seq: 4711, index: 12 },
      at: AT,
    });
  });
});

describe('what was not counted', () => {
  it('is told by kind, and not at all when there was nothing', () => {
    const none = { stream: 'network', late: 0, refused: 0, refusedAt: 0, limits: [], rules: [], now: AT };
    expect(shortfallReports(none)).toEqual([]);
    const reports = shortfallReports({ ...none, late: 3, refused: 9, limits: ['groups'], rules: ['r-1'] });
    expect(reports.map(({ count, severity }) => [count, severity])).toEqual([
      [3, 'low'],
      [9, 'high'],
    ]);
    for (const report of reports) expect(() => FindingReport.parse(report)).not.toThrow();
    expect(reports[1]?.facts).toMatchObject({ limits: 'groups', rules: 'r-1' });
  });
});
