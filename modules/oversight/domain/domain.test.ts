import { readDataRules } from '@chedun/regulations';
import { openCalendar } from '@chedun/calendar';
import type { Json } from '@chedun/kernel';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DeliveryState, NoticeKind } from '../contract.ts';
import { readPlace } from './cursor.ts';
import { declaredOf, exportProblems, lastDay, observedOf } from './exports.ts';
import { after, isOverdue, penaltyBar } from './life.ts';
import { readFacts } from './read-facts.ts';
import { knownAt, levelOf, openItems, reportOf } from './reports.ts';
import { firstRule, relaysOwed } from './timing.ts';

const rules = readDataRules(
  JSON.parse(readFileSync(new URL('../../../content/regulations/data-rules.json', import.meta.url), 'utf8')),
);
const NOW = Date.parse('2026-11-23T01:00:00Z');
const factsIn = (scope: string) => Object.fromEntries(readFacts({ scope }).map(({ fact, value }) => [fact, value]));

describe('what a report says in words', () => {
  it.each([
    ['约1,200万用户信息泄露', { leakedPersons: 12_000_000 }],
    ['1.5亿条个人信息被窃取', { leakedPersons: 150_000_000 }],
    ['泄露车主信息，涉及车主85000人', { leakedPersons: 85_000 }],
    ['多个省的车辆用户无法联网', { usersOffline: 'several-provinces' }],
    ['全国范围内车联网服务平台瘫痪', { platformFailure: 'national' }],
    ['省内平台访问严重异常', { platformFailure: 'provincial' }],
    ['勒索软件在三个省扩散', { virusSpread: 'several-provinces' }],
    ['未发现用户信息泄露，涉及用户100万户', {}],
    ['影响用户100万户。没有数据外泄', {}],
    ['无', {}],
  ])('%s', (text, facts) => {
    expect(factsIn(text)).toEqual(facts);
  });

  it('is quoted, and of several numbers the largest counts', () => {
    const [fact] = readFacts({ scope: '先后泄露3万用户、12万用户信息', impact: '泄露5万用户信息' });
    expect(fact).toEqual({
      fact: 'leakedPersons',
      value: 120_000,
      quote: '先后泄露3万用户、12万用户信息',
      field: 'scope',
    });
    expect(readFacts({ persons: 42 })[0]).toMatchObject({ value: 42, field: 'persons' });
  });

  it('of any text is read without an error, in bounded time, with whole numbers only', () => {
    const words = fc.constantFrom(
      '泄露',
      '1',
      '9,999',
      '万',
      '亿',
      '用户',
      '人',
      '平台',
      '瘫痪',
      '全国',
      '多个省',
      '病毒',
      '扩散',
      '，',
      '。',
      ' ',
      '未',
    );
    const text = fc.oneof(
      fc.string({ maxLength: 400 }),
      fc.array(words, { maxLength: 80 }).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(text, (scope) => {
        for (const { value, quote } of readFacts({ scope })) {
          if (typeof value === 'number') expect(Number.isSafeInteger(value) && value >= 0).toBe(true);
          expect(scope).toContain(quote);
        }
      }),
    );
    const begun = performance.now();
    readFacts({ scope: '泄露1'.repeat(100_000) + '9'.repeat(100_000) });
    observedOf([{ exported: '1'.repeat(200_000) }]);
    expect(performance.now() - begun).toBeLessThan(2_000);
  });
});

describe('reports', () => {
  it('are told apart by their template, and state their level in the words of their regime', () => {
    expect(reportOf('incident-cac-followup')).toEqual({ regime: 'cac', kind: 'followup' });
    expect(reportOf('incident-miit-final')).toEqual({ regime: 'miit', kind: 'final' });
    expect(reportOf('data-incident-report')).toEqual({ regime: 'data', kind: 'first' });
    expect(['I', 'II', 'III', 'IV', '1', '4', 'V', 7].map((level) => levelOf({ level }))).toEqual([
      '特别重大',
      '重大',
      '较大',
      '一般',
      '特别重大',
      '一般',
      null,
      null,
    ]);
    expect(knownAt({ occurredAt: 'gestern' })).toBeUndefined();
    expect(openItems('miit', { measures: '已隔离' })).toEqual(['advice']);
  });

  it('are held against the clock of their regime, and heavy ones are passed on', () => {
    expect(firstRule('miit', null, 'other')).toBe('NET-1');
    expect(firstRule('cac', '较大', 'cii')).toBe('CAC-1');
    expect(firstRule('cac', '较大', 'other')).toBe('CAC-3');
    expect(firstRule('cac', '一般', 'other')).toBeUndefined();
    const owed = (...given: Parameters<typeof relaysOwed>) =>
      relaysOwed(...given).map(({ rule, term }) => term ?? rule);
    expect(owed(['miit', 'cac'], '重大', 'other', 'running')).toEqual(['CAC-3b']);
    expect(owed(['miit'], '特别重大', 'cii', 'running')).toEqual(['CAC-1b']);
    expect(owed(['data'], '重大', 'other', 'running')).toEqual(['telephone', 'written']);
    expect(owed(['miit'], '较大', 'other', 'ended')).toEqual(['NET-4']);
    expect(owed(['cac'], '较大', 'cii', 'ended')).toEqual([]);
    expect(openCalendar([])).toBeDefined();
  });
});

describe('the life of a notice', () => {
  it('never leaves its states, and a warning is confirmed but not answered', () => {
    const actions = ['acknowledge', 'answer', 'close', 'reopen', 'change', 'lift'] as const;
    fc.assert(
      fc.property(
        fc.constantFrom(...NoticeKind.options),
        fc.array(fc.constantFrom(...actions), { maxLength: 20 }),
        (kind, steps) => {
          const end = steps.reduce<string>(
            (state, action) => after(kind, DeliveryState.parse(state), action) ?? state,
            'sent',
          );
          expect(DeliveryState.options).toContain(end);
          if (kind === 'warning') expect(end).not.toBe('answered');
        },
      ),
    );
    expect(after('warning', 'sent', 'answer')).toBeUndefined();
    expect(after('task', 'closed', 'close')).toBeUndefined();
  });

  it('is overdue the day after its day, and only while the enterprise owes something', () => {
    const on = (state: DeliveryState, day: string, kind: NoticeKind = 'task') =>
      isOverdue({ state, due_on: '2026-11-23' }, kind, day);
    expect(on('sent', '2026-11-23')).toBe(false);
    expect(on('sent', '2026-11-24')).toBe(true);
    expect(on('acknowledged', '2026-11-24')).toBe(true);
    expect(on('answered', '2026-11-24')).toBe(false);
    expect(on('acknowledged', '2026-11-24', 'warning')).toBe(false);
    expect(isOverdue({ state: 'sent', due_on: null }, 'task', '2030-01-01')).toBe(false);
  });

  it('bars a penalty before the day, after the order was obeyed, and a fine before a warning', () => {
    const order = { kind: 'order', state: 'acknowledged', dueOn: '2026-11-20', result: null, decided: [] } as const;
    const bar = (more: object, wanted: 'warning' | 'fine' = 'warning') =>
      penaltyBar({ ...order, ...more }, wanted, '2026-11-23');
    expect(bar({})).toBeUndefined();
    expect(bar({ kind: 'task' })).toBe('no-order');
    expect(bar({ dueOn: '2026-11-23' })).toBe('no-order');
    expect(bar({ result: 'done' })).toBe('no-order');
    expect(bar({ state: 'closed' })).toBe('no-order');
    expect(bar({}, 'fine')).toBe('rung-missing');
    expect(bar({ decided: [{ kind: 'warning', decision: 'declined' }] }, 'fine')).toBe('rung-missing');
    expect(bar({ decided: [{ kind: 'warning', decision: 'open' }] }, 'fine')).toBe('waiting');
    expect(bar({ decided: [{ kind: 'warning', decision: 'approved' }] }, 'fine')).toBeUndefined();
  });
});

describe('exports', () => {
  const filing: Record<string, Json> = {
    route: 'exempt',
    personal: 50_000,
    sensitive: 0,
    important: false,
    recipients: [{ name: 'Example GmbH' }],
    assessedOn: '2026-05-01',
  };
  const rulesBroken = (more: Record<string, Json>, reports: readonly Record<string, Json>[] = []) =>
    exportProblems(declaredOf({ ...filing, ...more }), observedOf(reports), rules, NOW).map(({ rule }) => rule);

  it('declared under too light a route are found, at the number itself', () => {
    expect(rulesBroken({})).toEqual([]);
    expect(rulesBroken({ personal: 99_999 })).toEqual([]);
    expect(rulesBroken({ personal: 100_000 })).toEqual(['route']);
    expect(rulesBroken({ personal: 100_000, route: 'contract' })).toEqual([]);
    expect(rulesBroken({ sensitive: 10_000, route: 'certification' })).toEqual(['route']);
    expect(rulesBroken({ important: true, route: 'contract' })).toEqual(['route']);
    expect(rulesBroken({ personal: 10, route: 'assessment' })).toEqual([]);
  });

  it('are held against what later reports say: persons, recipients, and the end of an assessment', () => {
    expect(rulesBroken({}, [{ exported: '出境数据涉及用户6万人' }])).toEqual(['persons']);
    expect(rulesBroken({}, [{ exported: '出境数据涉及用户5万人' }])).toEqual([]);
    expect(rulesBroken({}, [{ recipients: 'Example GmbH、Other Inc' }])).toEqual(['recipient']);
    expect(rulesBroken({}, [{ exported: '不涉及', recipients: '无' }])).toEqual([]);
    expect(rulesBroken({ route: 'assessment', assessedOn: '2023-11-22' })).toEqual(['expired']);
    expect(rulesBroken({ route: 'assessment', assessedOn: '2023-11-23' })).toEqual([]);
    expect(lastDay('2024-02-29')).toBe('2027-02-28');
    expect(exportProblems(undefined, observedOf([{ exported: '向境外提供6万人' }]), rules, NOW)[0]?.rule).toBe(
      'unfiled',
    );
    expect(exportProblems(undefined, observedOf([{ exported: '不涉及' }]), rules, NOW)).toEqual([]);
  });

  it('of any form are read without an error', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...Object.keys(filing), 'exported'), fc.jsonValue() as fc.Arbitrary<Json>),
        (data) => {
          exportProblems(declaredOf(data), observedOf([data]), rules, NOW);
        },
      ),
    );
  });
});

describe('the place in the stream of changes', () => {
  it('is a number, and nothing else is one', () => {
    expect(readPlace(undefined)).toBe(0);
    expect(() => readPlace('-1')).toThrow(expect.objectContaining({ code: 'oversight.cursor-invalid' }));
  });
});
