import { testDatabase, type TestDatabase } from '@chedun/records/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RuleFilter } from './contract.ts';
import { coveredRules } from './read-coverage.ts';
import { pageOfRules } from './read-model.ts';
import { syncRuleset } from './use-cases/sync-ruleset.ts';

const ID = (at: number): string => `0f6b7f3a-0000-4000-8000-00000000010${at}`;
const ruleText = (at: number, selection: string, extra = ''): string => `title: Rule ${at}
x-title-zh: 规则${9 - at}
id: ${ID(at)}
status: test
description: d
author: a
date: 2026-11-27
tags:
  - atm.execution
  - r155.4.${at}
logsource:
  category: ${at === 3 ? 'v2x' : 'can'}
detection:
  selection:
    ${selection}
  condition: selection
level: high
${extra}`;

const TEXTS = [
  ruleText(1, `can.rule: 'can.ids.replay'`),
  ruleText(2, `can.rule:\n      - 'can.ids.replay'\n      - 'can.ids.bus_load'`),
  ruleText(3, `v2x.rules: 'v2x-range'\n    signal|contains: 'not-a-detector'`),
  ruleText(4, `account: 'can.ids.replay'`),
];

describe('rules as coverage sees them', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await testDatabase({
      migrations: [{ module: 'detection', folder: new URL('./migrations/', import.meta.url) }],
    });
    await syncRuleset({ records: db.records, clock: db.clock })({
      id: 'mine',
      title: 'mine',
      origin: 'test',
      license: '',
      enableNew: 'enabled',
      files: TEXTS.map((text, at) => ({ path: `rule-${at}.yml`, text })),
    });
  }, 60_000);
  afterAll(() => db.close());

  const page = async (given: object) =>
    (await pageOfRules(db.records, RuleFilter.parse(given), db.clock.now())).items.map(({ id }) => id).toSorted();

  it('carry the detectors that they ask for by name, and the alerts of the last 30 days', async () => {
    const asked: string[] = [];
    const alertsByRule = async (since: string) => {
      asked.push(since);
      return [{ ruleId: ID(2), alerts: 7 }];
    };
    const rules = await coveredRules(db.records, { alertsByRule }, Date.parse('2026-11-30T00:00:00Z'));
    const told = rules.map(({ id, detectors, alerts }) => [id, [...detectors].toSorted(), alerts]);
    expect(told.toSorted()).toEqual([
      [ID(1), ['can.ids.replay'], 0],
      [ID(2), ['can.ids.bus_load', 'can.ids.replay'], 7],
      [ID(3), ['v2x-range'], 0],
      [ID(4), [], 0],
    ]);
    expect(asked).toEqual(['2026-10-31T00:00:00.000Z']);
  });

  it('are found by detector', async () => {
    expect(await page({ detector: 'can.ids.replay' })).toEqual([ID(1), ID(2)]);
    expect(await page({ detector: 'can.ids.bus_load' })).toEqual([ID(2)]);
    expect(await page({ detector: 'can.ids' })).toEqual([]);
    expect(await page({ detector: `' or true --` })).toEqual([]);
  });

  it('are found by any of several tags and categories', async () => {
    expect(await page({ tag: 'r155.4.1,r155.4.3' })).toEqual([ID(1), ID(3)]);
    expect(await page({ tag: 'r155.4' })).toEqual([]);
    expect(await page({ tag: 'atm.execution', category: 'v2x,dns' })).toEqual([ID(3)]);
  });

  it('have a title in each language and an order by each', async () => {
    const order = async (sort: 'title' | 'titleZh') =>
      (await pageOfRules(db.records, RuleFilter.parse({ sort }), db.clock.now())).items.map((each) => [
        each.title,
        each.titleZh,
      ]);
    expect((await order('title'))[0]).toEqual(['Rule 1', '规则8']);
    expect((await order('titleZh'))[0]).toEqual(['Rule 4', '规则5']);
  });
});
