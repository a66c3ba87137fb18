import type { FindingSummary } from '@chedun/governance/contract';
import type { ObligationState } from '@chedun/posture/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assetQuery,
  listOf,
  listText,
  logsourceText,
  needsVerdict,
  otherTags,
  statusFilter,
  techniquesOf,
} from './findings.ts';
import { articleTitle, byArticle, mostPressing, newestEvidence } from './posture.ts';
import { isRuleStatus, newRuleText } from './rules.ts';
import { SEVERITIES, severityGrid } from './series.ts';
import { quarantineShare, worstFirst } from './sources.ts';
import { mergeTimeline } from './timeline.ts';
import { isVehicleAlarm, socTone } from './vehicle.ts';

const HOUR = 3_600_000;
const FROM = Date.UTC(2026, 10, 23);

describe('the grid of severities', () => {
  const at = (hour: number): string => new Date(FROM + hour * HOUR).toISOString();

  it('shows quiet hours as zeros', () => {
    const points = [
      { at: at(0), severity: 'high' as const, count: 2 },
      { at: at(1), severity: 'low' as const, count: 1 },
      { at: at(4), severity: 'high' as const, count: 5 },
    ];
    const grid = severityGrid(points, FROM, FROM + 5 * HOUR);
    expect(grid.stepMs).toBe(HOUR);
    expect(grid.counts.high).toEqual([2, 0, 0, 0, 5, 0]);
    expect(grid.counts.low).toEqual([0, 1, 0, 0, 0, 0]);
  });

  it('keeps every alert of the range', () => {
    const point = fc.record({
      hour: fc.integer({ min: 0, max: 23 }),
      severity: fc.constantFrom(...SEVERITIES),
      count: fc.integer({ min: 1, max: 99 }),
    });
    fc.assert(
      fc.property(fc.array(point, { maxLength: 60 }), (drawn) => {
        const points = drawn.map(({ hour, severity, count }) => ({ at: at(hour), severity, count }));
        const grid = severityGrid(points, FROM, FROM + 24 * HOUR);
        const shown = SEVERITIES.flatMap((severity) => grid.counts[severity]).reduce((sum, count) => sum + count, 0);
        expect(shown).toBe(drawn.reduce((sum, { count }) => sum + count, 0));
      }),
    );
  });

  it('stays small when two moments are close in a long range', () => {
    const points = [0, 1].map((ms) => ({ at: new Date(FROM + ms).toISOString(), severity: 'high' as const, count: 1 }));
    expect(severityGrid(points, FROM, FROM + 184 * 24 * HOUR).at.length).toBeLessThanOrEqual(400);
  });
});

describe('findings', () => {
  it('read and write "any of" filters', () => {
    expect(listOf('high,nonsense,low', SEVERITIES)).toEqual(['high', 'low']);
    expect(listOf(undefined, SEVERITIES)).toEqual([]);
    expect([listText([]), listText(['a', 'b'])]).toEqual([undefined, 'a,b']);
  });

  it('are shown while they are open unless somebody asks for all', () => {
    expect(statusFilter(undefined)).toBe('open,triaging,in-progress');
    expect(statusFilter('all')).toBeUndefined();
    expect(statusFilter('resolved')).toBe('resolved');
  });

  it('need a reason when they are closed', () => {
    expect([undefined, 'open' as const, 'false-positive' as const].map(needsVerdict)).toEqual([false, false, true]);
  });

  it('lead to the events of their asset', () => {
    expect(assetQuery({ kind: 'vehicle', id: 'LSVAA2180E2100001' })).toBe('vin:LSVAA2180E2100001');
    expect(assetQuery({ kind: 'account', id: 'CORP\\li' })).toBe('user:"CORP\\\\li"');
    expect(assetQuery({ kind: 'service', id: 'remote "api"' })).toBe('"remote api"');
  });

  it('name their techniques', () => {
    const tags = ['attack.execution', 'attack.t1059.001', 'attack.defense-evasion', 'cve.2021-44228'];
    expect(techniquesOf(tags)).toEqual(['T1059.001']);
    expect(otherTags(tags)).toEqual(['execution', 'defense evasion', 'cve.2021 44228']);
    expect(logsourceText({ product: 'windows', category: '', service: 'sysmon' })).toBe('windows / sysmon');
  });
});

describe('a timeline', () => {
  const event = (seconds: number, message: string) => ({
    journal: 'network',
    seq: seconds,
    index: 0,
    time: new Date(FROM + seconds * 1000).toISOString(),
    received: new Date(FROM).toISOString(),
    source: 's',
    format: 'tsp',
    classUid: 0,
    severityId: 0,
    message,
    columns: {},
  });
  const finding = { id: 'f', lastSeen: new Date(FROM + 5_000).toISOString() } as FindingSummary;

  it('mixes alerts and events, newest first, and counts repetitions', () => {
    const entries = mergeTimeline([finding], [event(9, 'b'), event(8, 'b'), event(1, 'a')], FROM, 10);
    expect(entries.map(({ key }) => key)).toEqual(['network/9/0', 'f', 'network/1/0']);
    expect(entries.map((entry) => (entry.kind === 'event' ? entry.count : 'alert'))).toEqual([2, 'alert', 1]);
  });

  it('ends at its beginning and at its length', () => {
    expect(mergeTimeline([finding], [event(9, 'a')], FROM + 6_000, 10)).toHaveLength(1);
    expect(mergeTimeline([finding], [event(9, 'a')], FROM, 1)).toHaveLength(1);
  });
});

describe('sources', () => {
  const source = (health: 'healthy' | 'failing' | 'silent', rate: number) =>
    ({ id: `${health}${rate}`, health, rate }) as Parameters<typeof worstFirst>[0][number];

  it('come with the sick ones first', () => {
    const order = worstFirst([source('healthy', 1), source('silent', 0), source('healthy', 9), source('failing', 2)]);
    expect(order.map(({ id }) => id)).toEqual(['failing2', 'silent0', 'healthy9', 'healthy1']);
  });

  it('never round a share of quarantine down to nothing', () => {
    expect(quarantineShare({ events: 0, quarantined: 0 })).toBe('0%');
    expect(quarantineShare({ events: 1_000_000, quarantined: 1 })).toBe('<0.1%');
    expect(quarantineShare({ events: 95, quarantined: 5 })).toBe('5%');
  });
});

describe('posture', () => {
  const obligation = (id: string, article: string, light: ObligationState['light']): ObligationState => ({
    id,
    article,
    articleTitle: article,
    quote: '',
    focus: null,
    gap: null,
    duty: { zh: '', en: '' },
    light,
    checks: [],
  });

  it('groups obligations by article in the order of the notice', () => {
    const all = [
      obligation('1.1-a', '1.1', 'none'),
      obligation('1.2-a', '1.2', 'none'),
      obligation('1.1-b', '1.1', 'none'),
    ];
    expect(byArticle(all).map(({ article, obligations }) => [article, obligations.length])).toEqual([
      ['1.1', 2],
      ['1.2', 1],
    ]);
  });

  it('names an article in English where we have a translation, else in the words of the notice', () => {
    const title = '一（二）保障车联网通信安全';
    expect(articleTitle({ article: '1.2', title }, 'zh-CN')).toBe(title);
    expect(articleTitle({ article: '1.2', title }, 'en')).toBe('Secure communication');
    expect(articleTitle({ article: '9.9', title }, 'en')).toBe(title);
  });

  it('tells the age of the newest evidence', () => {
    const check = (at: string | undefined) =>
      ({ latest: at === undefined ? null : { at } }) as unknown as ObligationState['checks'][number];
    expect(newestEvidence({ checks: [] })).toBeUndefined();
    expect(newestEvidence({ checks: [check(undefined)] })).toBeUndefined();
    const checks = [check('2026-11-23T08:00:00+08:00'), check('2026-11-23T01:00:00Z'), check(undefined)];
    expect(newestEvidence({ checks })).toBe('2026-11-23T01:00:00Z');
  });

  it('opens what presses most', () => {
    const green = obligation('a', '1', 'green');
    const amber = obligation('b', '1', 'amber');
    const red = obligation('c', '1', 'red');
    expect(mostPressing([green, amber, red])).toBe(red);
    expect(mostPressing([green, amber])).toBe(amber);
    expect(mostPressing([obligation('d', '1', 'none')])).toBeUndefined();
  });
});

describe('small words', () => {
  it('are known or shown as they are', () => {
    expect([isVehicleAlarm('insulation'), isVehicleAlarm('reserved_20'), isVehicleAlarm('constructor')]).toEqual([
      true,
      false,
      false,
    ]);
    expect([isRuleStatus('stable'), isRuleStatus('other')]).toEqual([true, false]);
    expect([9.9, 10, 25, null].map(socTone)).toEqual(['critical', 'medium', 'good', 'good']);
  });

  it('start a rule that carries its own id and day', () => {
    expect(newRuleText('id-1', '2026-11-23')).toMatch(/id: id-1\n[\s\S]*date: 2026-11-23\n/);
  });
});
