import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readCoverageDictionary } from '../coverage-dictionary.ts';
import type { Framework } from '../contract.ts';
import { ruleFilesBelow } from '../rule-folders.ts';
import { coverageOf, type CoveredRule } from './coverage.ts';
import { readRuleFile } from './read-rules.ts';

const DICTIONARIES = new URL('../../../content/dictionaries/', import.meta.url);
const OWN_RULES = fileURLToPath(new URL('../../../content/rules/', import.meta.url));

let made = 0;
const rule = (given: Partial<CoveredRule>): CoveredRule => ({
  id: String((made += 1)),
  tags: [],
  category: '',
  enabled: true,
  detectors: [],
  alerts: 0,
  ...given,
});
const tagged = (...tags: string[]): CoveredRule => rule({ tags });
const of = async (framework: Framework, ...rules: CoveredRule[]) =>
  coverageOf(framework, await readCoverageDictionary(DICTIONARIES), rules).groups;
const group = async (framework: Framework, id: string, ...rules: CoveredRule[]) => {
  const found = (await of(framework, ...rules)).find((each) => each.id === id);
  if (found === undefined) throw new Error(`no group ${id}`);
  return found;
};
const row = async (framework: Framework, at: string, id: string, ...rules: CoveredRule[]) =>
  (await group(framework, at, ...rules)).rows.find((each) => each.id === id);

const ownRules = async (): Promise<CoveredRule[]> => {
  const rules: CoveredRule[] = [];
  for await (const file of ruleFilesBelow(OWN_RULES))
    for (const { document } of readRuleFile(file).rules)
      rules.push(rule({ tags: document.tags, category: document.logsource.category ?? '' }));
  return rules;
};

describe('the dictionaries of coverage', () => {
  it('know everything that our own rules name, in both languages', async () => {
    const rules = await ownRules();
    expect(rules.length).toBeGreaterThan(300);
    for (const framework of ['attack', 'ics', 'atm', 'r155', 'gbt45181'] as const) {
      const rows = (await of(framework, ...rules)).flatMap((each) => each.rows);
      expect(rows.filter(({ title }) => title === null).map(({ id }) => `${framework} ${id}`)).toEqual([]);
      expect(rows.some(({ enabled }) => enabled > 0)).toBe(true);
    }
  });

  it('list the techniques of ATT&CK for ICS whole, and none of them in the enterprise', async () => {
    const ics = (await of('ics')).flatMap(({ rows }) => rows);
    expect(ics).toHaveLength(83);
    const enterprise = (await of('attack')).flatMap(({ rows }) => rows);
    expect(new Set(enterprise.map(({ id }) => id)).size).toBeGreaterThanOrEqual(400);
    expect(enterprise.filter(({ id }) => id.startsWith('T0'))).toEqual([]);
  });

  it('say of each framework whether it was checked, in both languages', async () => {
    const dictionary = await readCoverageDictionary(DICTIONARIES);
    const told = (['attack', 'ics', 'atm', 'r155', 'gbt45181'] as const).map((framework) => {
      const { verified, note } = coverageOf(framework, dictionary, []);
      expect(note.zh).toMatch(/\p{Script=Han}/u);
      expect(note.en).not.toMatch(/\p{Script=Han}/u);
      return [framework, verified];
    });
    expect(told).toEqual([
      ['attack', false],
      ['ics', false],
      ['atm', true],
      ['r155', false],
      ['gbt45181', true],
    ]);
  });

  it('are refused when a file is not what its schema says', async () => {
    await expect(readCoverageDictionary(new URL('../../../content/notice/', import.meta.url))).rejects.toThrow();
  });
});

describe('coverage of ATT&CK Enterprise', () => {
  it('counts rules, alerts, and detectors of enabled rules only', async () => {
    const seen = { tags: ['attack.execution', 'attack.t1059.001'] };
    const rules = [
      rule({ ...seen, detectors: ['watch.a', 'watch.b'], alerts: 2 }),
      rule({ ...seen, detectors: ['watch.b'], alerts: 1 }),
      rule({ ...seen, detectors: ['watch.c'], enabled: false, alerts: 4 }),
    ];
    expect(await row('attack', 'execution', 'T1059.001', ...rules)).toMatchObject({
      title: { zh: 'PowerShell', en: 'PowerShell' },
      parent: { id: 'T1059' },
      tags: ['attack.t1059.001'],
      rules: 3,
      enabled: 2,
      detectors: ['watch.a', 'watch.b'],
      alerts30d: 7,
    });
  });

  it('counts the rules of sub-techniques for the technique as well, each once', async () => {
    const both = tagged('attack.execution', 'attack.t1059', 'attack.t1059.001');
    expect((await row('attack', 'execution', 'T1059', both, tagged('attack.t1059.003')))?.rules).toBe(2);
  });

  it('leaves a technique without rules as a gap', async () => {
    expect(await row('attack', 'exfiltration', 'T1041')).toMatchObject({ rules: 0, enabled: 0, detectors: [] });
  });

  it('puts a technique only under tactics that are its own, and an unknown one where rules put it', async () => {
    const rules = [tagged('attack.impact', 'attack.credential-access', 'attack.t1003.001', 'attack.t1999')];
    const places = (await of('attack', ...rules))
      .filter(({ rows }) => rows.some(({ id }) => id === 'T1003.001'))
      .map(({ id }) => id);
    expect(places).toEqual(['credential-access']);
    expect(await row('attack', 'impact', 'T1999', ...rules)).toMatchObject({ title: null, rules: 1 });
    expect(await row('attack', 'discovery', 'T1999', ...rules)).toBeUndefined();
  });

  it('lets rules say which tactic of evasion they mean, and shows a retired one only then', async () => {
    const ids = async (...rules: CoveredRule[]) =>
      (await of('attack', ...rules)).filter(({ rows }) => rows.some(({ id }) => id === 'T1070')).map(({ id }) => id);
    expect(await ids()).toEqual(['stealth']);
    expect(await ids(tagged('attack.defense-impairment', 'attack.t1070'))).toEqual(['defense-impairment']);
    const old = tagged('attack.defense_evasion', 'attack.t1070');
    expect(await ids(old)).toEqual(['defense-evasion']);
    expect((await of('attack')).map(({ id }) => id)).not.toContain('defense-evasion');
    expect((await group('attack', 'defense-evasion', old)).rules).toBe(1);
  });

  it('reads tags without regard to case', async () => {
    expect((await row('attack', 'execution', 'T1059.001', tagged('attack.T1059.001')))?.rules).toBe(1);
  });
});

describe('coverage of lists for vehicles', () => {
  it('keeps enterprise and ICS apart where they share names of tactics', async () => {
    const rules = [tagged('attack.impact', 'attack.t0879'), tagged('attack.impact')];
    expect((await group('attack', 'impact', ...rules)).rules).toBe(1);
    expect((await group('ics', 'impact', ...rules)).rules).toBe(1);
    expect(await row('ics', 'impact', 'T0879', ...rules)).toMatchObject({
      rules: 1,
      title: { zh: '财产损害', en: 'Damage to Property' },
    });
  });

  it('opens tactics of the Automotive Threat Matrix by kind of data', async () => {
    const rules = [
      rule({ tags: ['atm.lateral-movement'], category: 'can', detectors: ['can.ids.replay'] }),
      rule({ tags: ['atm.lateral-movement'], category: 'can', enabled: false }),
      rule({ tags: ['atm.execution'], category: 'v2x' }),
    ];
    const tactic = await group('atm', 'lateral-movement', ...rules);
    expect(tactic).toMatchObject({ rules: 2, enabled: 1 });
    expect(tactic.rows.find(({ id }) => id === 'can')).toMatchObject({
      tags: ['atm.lateral-movement', 'atm.lateral_movement'],
      categories: ['can'],
      rules: 2,
      detectors: ['can.ids.replay'],
    });
    expect(tactic.rows.find(({ id }) => id === 'v2x')?.rules).toBe(0);
  });

  it('places examples of UN R155 under threats under groups, and counts a rule of a group once', async () => {
    const rules = [tagged('r155.4.3.2', 'r155.4.1', 'r155.6.3'), tagged('r155.4.3.2'), tagged('r155.4.2')];
    expect((await group('r155', '4.3.2', ...rules)).rules).toBe(3);
    expect((await group('r155', '4.3.1', ...rules)).rules).toBe(0);
    expect(await row('r155', '4.3.2', '6.3', ...rules)).toMatchObject({
      parent: { id: '6', title: { en: 'Untrusted messages accepted, session hijacking, replay' } },
      title: { zh: '重放攻击', en: 'Replay' },
      rules: 1,
    });
    const dictionary = await readCoverageDictionary(DICTIONARIES);
    const shown = (await of('r155')).flatMap(({ rows }) => rows.map(({ parent }) => parent?.id));
    expect(new Set(shown).size).toBe(dictionary.r155.threats.length);
  });

  it('counts for GB/T 45181 only rules that name one of its steps, by source and kind of data', async () => {
    const rules = [
      rule({ tags: ['gbt45181.1.b'], category: 'can', alerts: 3 }),
      rule({ tags: [], category: 'can', alerts: 5 }),
      rule({ tags: ['gbt45181.1.b'], category: 'process_creation' }),
    ];
    expect(await group('gbt45181', 'vehicle', ...rules)).toMatchObject({ rules: 1, alerts30d: 3 });
    expect(await row('gbt45181', 'vehicle', 'can', ...rules)).toMatchObject({ rules: 1, alerts30d: 3 });
    expect(await group('gbt45181', 'supplier', ...rules)).toMatchObject({ rules: 0, rows: [] });
  });
});
