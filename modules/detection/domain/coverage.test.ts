import { describe, expect, it } from 'vitest';
import { readAttackDictionary } from '../attack-dictionary.ts';
import { readRuleFile } from './read-rules.ts';
import { fileURLToPath } from 'node:url';
import { ruleFilesBelow } from '../rule-folders.ts';
import { coverageOf, type CoveredRule } from './coverage.ts';

const DICTIONARIES = new URL('../../../content/dictionaries/', import.meta.url);
const OWN_RULES = fileURLToPath(new URL('../../../content/rules/', import.meta.url));
const rule = (enabled: boolean, ...tags: string[]): CoveredRule => ({ tags, enabled, hits24h: enabled ? 2 : 0 });

describe('the dictionary of ATT&CK', () => {
  it('names every technique and tactic that our own rules speak of, in both languages', async () => {
    const { techniques, tactics } = await readAttackDictionary(DICTIONARIES);
    const known = new Set([...tactics.attack, ...tactics.ics].map((tactic) => tactic.id));
    for await (const file of ruleFilesBelow(OWN_RULES)) {
      const tags = readRuleFile(file).rules.flatMap(({ document }) => document.tags);
      for (const tag of tags.filter((each) => each.startsWith('attack.')).map((each) => each.slice(7))) {
        const there = /^t\d/.test(tag) ? techniques.has(tag.toUpperCase()) : known.has(tag);
        expect(there, `${file.path}: ${tag}`).toBe(true);
      }
    }
    expect(techniques.get('T1059.001')).toEqual({ zh: 'PowerShell', en: 'PowerShell' });
    expect(techniques.get('T0855')).toEqual({ zh: '未授权命令报文', en: 'Unauthorized Command Message' });
  });

  it('has no id twice and no empty name', async () => {
    const { techniques, tactics } = await readAttackDictionary(DICTIONARIES);
    expect(techniques.size).toBeGreaterThanOrEqual(413);
    for (const list of Object.values(tactics)) expect(new Set(list.map(({ id }) => id)).size).toBe(list.length);
  });

  it('is refused when a file is not what its schema says', async () => {
    await expect(readAttackDictionary(new URL('../../../content/notice/', import.meta.url))).rejects.toThrow();
  });
});

describe('coverageOf', () => {
  const of = async (framework: 'attack' | 'ics' | 'atm', ...rules: CoveredRule[]) =>
    coverageOf(framework, await readAttackDictionary(DICTIONARIES), rules).tactics;

  it('counts a rule under each tactic that it names, with titles', async () => {
    const tactics = await of(
      'attack',
      rule(true, 'attack.execution', 'attack.stealth', 'attack.t1059.001'),
      rule(false, 'attack.execution', 'attack.t1059.001', 'attack.t1999'),
    );
    const execution = tactics.find(({ id }) => id === 'execution');
    expect(execution).toMatchObject({ rules: 2, enabled: 1, title: { zh: '执行', en: 'Execution' } });
    expect(execution?.techniques).toEqual([
      { id: 'T1059.001', title: { zh: 'PowerShell', en: 'PowerShell' }, rules: 2, enabled: 1, hits24h: 2 },
      { id: 'T1999', title: null, rules: 1, enabled: 0, hits24h: 0 },
    ]);
    expect(tactics.find(({ id }) => id === 'stealth')).toMatchObject({ rules: 1, techniques: [] });
  });

  it('puts a technique only under tactics that are its own, and one that is not in the dictionary under all', async () => {
    const tactics = await of(
      'attack',
      rule(true, 'attack.impact', 'attack.credential-access', 'attack.t1003.001', 'attack.t1999'),
    );
    const ids = (tactic: string) => tactics.find(({ id }) => id === tactic)?.techniques.map(({ id }) => id);
    expect([ids('impact'), ids('credential-access')]).toEqual([['T1999'], ['T1003.001', 'T1999']]);
  });

  it('shows a retired tactic only where rules still name it', async () => {
    expect((await of('attack')).map(({ id }) => id)).not.toContain('defense-evasion');
    const tactics = await of('attack', rule(true, 'attack.defense_evasion', 'attack.t1070'));
    expect(tactics.find(({ id }) => id === 'defense-evasion')?.rules).toBe(1);
  });

  it('keeps enterprise and ICS apart, and counts tactics of vehicles without techniques', async () => {
    const rules = [
      rule(true, 'attack.impact', 'attack.t0879', 'atm.affect-vehicle-function'),
      rule(true, 'attack.impact'),
    ];
    const impact = async (framework: 'attack' | 'ics') =>
      (await of(framework, ...rules)).find(({ id }) => id === 'impact');
    expect([(await impact('attack'))?.rules, (await impact('ics'))?.rules]).toEqual([1, 1]);
    const atm = (await of('atm', ...rules)).find(({ id }) => id === 'affect-vehicle-function');
    expect(atm).toMatchObject({ rules: 1, enabled: 1, techniques: [] });
  });
});
