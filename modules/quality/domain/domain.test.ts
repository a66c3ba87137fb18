import type { RuleInUse } from '@chedun/detection/contract';
import type { RuleQuality } from '@chedun/governance/contract';
import { describe, expect, it } from 'vitest';
import { ScoreQuery } from '../contract.ts';
import { duplicatesOf, normalCondition } from './duplicates.ts';
import { draftProposals, exceptionFor } from './proposals.ts';
import { familyOf, scoreList } from './scores.ts';

type Selections = RuleInUse['document']['detection']['selections'];
const rule = (id: string, given: Partial<RuleInUse> = {}, selections: Selections = { a: { x: 1 } }, condition = 'a') =>
  ({
    id,
    title: `Rule ${id}`,
    titleZh: `规则 ${id}`,
    level: 'high',
    product: 'tsp',
    category: 'tsp_api',
    service: '',
    ruleset: 'chedun',
    path: `${id}.yml`,
    groupMinutes: 60,
    hits30d: 0,
    suppressed30d: 0,
    hits24h: 0,
    exceptions: 0,
    document: {
      logsource: { product: 'tsp', category: 'tsp_api' },
      detection: { selections, conditions: [condition] },
    },
    ...given,
  }) as RuleInUse;
const quality = (ruleId: string, given: Partial<RuleQuality> = {}): RuleQuality => ({
  ruleId,
  alerts: 0,
  occurrences: 0,
  truePositive: 0,
  falsePositive: 0,
  open: 0,
  triageMinutes: null,
  topAsset: 'account:monitor',
  topAssetOccurrences: 0,
  topAssetTruePositive: 0,
  ...given,
});

describe('score cards', () => {
  const rules = [
    rule('r1', { hits30d: 100, suppressed30d: 90, hits24h: 4 }),
    rule('r2', { hits30d: 10 }),
    rule('quiet'),
  ];
  const qualities = [
    quality('r1', {
      alerts: 10,
      occurrences: 100,
      truePositive: 1,
      falsePositive: 3,
      triageMinutes: 30,
      topAssetOccurrences: 80,
    }),
    quality('r2', { alerts: 2, occurrences: 10, triageMinutes: 10 }),
  ];
  const list = (query: object = {}) => scoreList(rules, qualities, ScoreQuery.parse(query));

  it('show volume, precision, time to triage and the share that joined an alert', () => {
    expect(list().items[0]).toMatchObject({
      ruleId: 'r1',
      family: 'tsp/tsp_api',
      suppressedShare: 0.9,
      precision: 0.25,
      triageMinutes: 30,
      topAssetShare: 0.8,
    });
    expect(list().items[1]).toMatchObject({ ruleId: 'r2', precision: null, suppressedShare: 0 });
    expect(list().summary).toEqual({
      enabled: 3,
      speaking: 2,
      alerts30d: 12,
      decided: 4,
      precision: 0.25,
      triageMinutes: 10,
    });
  });

  it('leave out rules that said nothing, sort and search', () => {
    expect(list().total).toBe(2);
    expect(list({ search: '规则 R2' }).items.map(({ ruleId }) => ruleId)).toEqual(['r2']);
    expect(list({ sort: 'precision' }).items.map(({ ruleId }) => ruleId)).toEqual(['r1', 'r2']);
    expect(list({ limit: 1 }).items).toHaveLength(1);
    expect(familyOf({ product: '', category: '', service: 'sshd' })).toBe('sshd');
    expect(familyOf({ product: '', category: '', service: '' })).toBe('other');
  });
});

describe('proposals against noise', () => {
  const noisy = quality('r1', { alerts: 168, occurrences: 6500, topAssetOccurrences: 6300 });
  const kinds = (given: Partial<RuleQuality>) =>
    draftProposals([rule('r1')], [{ ...noisy, ...given }], 7).map(({ kind }) => kind);

  it('say how many hits a day come from one asset and that none was true', () => {
    const [draft] = draftProposals([rule('r1')], [noisy], 7);
    expect(draft).toMatchObject({
      kind: 'exception',
      asset: 'account:monitor',
      savesPerDay: 900,
      key: 'exception|r1|account:monitor',
    });
    expect(draft?.reason.zh).toBe('该规则每天在 account:monitor 上命中约 900 次，占全部命中的 97%，没有一条被判为真实');
  });

  it('propose no exception where one alert was true, the asset is not alone, or it is not much', () => {
    expect(kinds({ topAssetTruePositive: 1 })).toEqual(['group']);
    expect(kinds({ topAssetOccurrences: 5000 })).toEqual([]);
    expect(kinds({ occurrences: 690, topAssetOccurrences: 690 })).toEqual(['group']);
  });

  it('propose to switch off what is nearly always wrong, once there are verdicts', () => {
    expect(kinds({ topAssetOccurrences: 100, falsePositive: 4 })).toEqual([]);
    expect(kinds({ topAssetOccurrences: 100, falsePositive: 5 })).toEqual(['disable']);
    expect(kinds({ topAssetOccurrences: 100, falsePositive: 9, truePositive: 1 })).toEqual([]);
  });

  it('propose longer grouping, at most a day', () => {
    const [draft] = draftProposals(
      [rule('r1')],
      [quality('r1', { alerts: 168, occurrences: 200, topAssetOccurrences: 200 })],
      7,
    );
    expect(draft).toMatchObject({ kind: 'group', groupMinutes: 240, savesPerDay: 18 });
    const longest = rule('r1', { groupMinutes: 1440 });
    expect(
      draftProposals([longest], [quality('r1', { alerts: 168, occurrences: 200, topAssetOccurrences: 200 })], 7),
    ).toEqual([]);
  });

  it('write the exception with the field that holds the asset, quoted', () => {
    const fields = [
      { path: 'path', value: '/v1' },
      { path: 'account', value: 'mon"itor' },
    ];
    expect(exceptionFor('account:mon"itor', fields)).toBe('"account": "mon\\"itor"\n');
    expect(exceptionFor('account:other', fields)).toBeNull();
  });
});

describe('duplicate rules', () => {
  it('are the same apart from names of selections, order of lists and case', () => {
    const a = rule('a', {}, { sel: { User: ['x', 'Y'] }, filter: { ip: '1.1.1.1' } }, 'sel and not filter');
    const b = rule('b', {}, { what: { User: ['y', 'X'] }, but: { ip: '1.1.1.1' } }, 'what  AND not but');
    const c = rule('c', {}, { what: { User: ['y', 'X'] }, but: { ip: '1.1.1.1' } }, 'what or but');
    const elsewhere = { ...a, document: { ...a.document, logsource: { product: 'other' } } };
    expect(normalCondition(a)).toBe(normalCondition(b));
    expect(normalCondition(a)).not.toBe(normalCondition(c));
    expect(normalCondition(a)).not.toBe(normalCondition(elsewhere));
    expect(duplicatesOf([a, b, c], new Map())).toMatchObject([
      { kind: 'same-condition', rules: [{ id: 'a' }, { id: 'b' }] },
    ]);
  });

  it('keep patterns of names apart', () => {
    const a = rule('a', {}, { sel_1: { x: 1 }, sel_2: { y: 1 } }, '1 of sel_*');
    const b = rule('b', {}, { sel_1: { x: 1 }, sel_2: { y: 2 } }, '1 of sel_*');
    expect(normalCondition(a)).not.toBe(normalCondition(b));
  });

  it('or the same records raise both', () => {
    const [a, b, c] = [
      rule('a', {}, { s: { x: 1 } }, 's'),
      rule('b', {}, { s: { y: 1 } }, 's'),
      rule('c', {}, { s: { z: 1 } }, 's'),
    ];
    const records = (from: number, count: number) =>
      new Set(Array.from({ length: count }, (_, n) => `network/${from + n}/0`));
    const seen = new Map([
      ['a', records(0, 20)],
      ['b', records(1, 19)],
      ['c', records(10, 20)],
    ]);
    expect(duplicatesOf([a, b, c], seen)).toMatchObject([
      { kind: 'same-hits', rules: [{ id: 'a' }, { id: 'b' }], shared: 19, overlap: 0.95 },
    ]);
    expect(
      duplicatesOf(
        [a, b],
        new Map([
          ['a', records(0, 4)],
          ['b', records(0, 4)],
        ]),
      ),
    ).toEqual([]);
  });
});
