import { describe, expect, it } from 'vitest';
import { chooseFamilies, chooseRound, untestedFamilies } from './choose.ts';

const HOUR = 3_600_000;
const NOW = 1_000 * HOUR;
const rule = (ruleId: string, family: string, hasEvent = true) => ({ ruleId, family, hasEvent });
const RULES = [rule('a', 'x'), rule('b', 'x'), rule('c', 'y'), rule('d', 'y', false), rule('e', 'z', false)];

describe('which rules a drill plays', () => {
  it('a round takes those that were never played, then the oldest, and leaves those that are young', () => {
    const tried = new Map([
      ['a', NOW - 30 * HOUR],
      ['b', NOW - 2 * HOUR],
    ]);
    expect(chooseRound(RULES, tried, NOW, 10)).toEqual(['c', 'a']);
    expect(chooseRound(RULES, tried, NOW, 1)).toEqual(['c']);
    expect(chooseRound(RULES, new Map(RULES.map(({ ruleId }) => [ruleId, NOW])), NOW, 10)).toEqual([]);
  });

  it('rounds of bounded size come to every rule', () => {
    const many = Array.from({ length: 95 }, (_, n) => rule(`r${n}`, 'x'));
    const tried = new Map<string, number>();
    let rounds = 0;
    for (let chosen = chooseRound(many, tried, NOW, 10); chosen.length > 0; rounds += 1) {
      expect(chosen.length).toBeLessThanOrEqual(10);
      for (const id of chosen) tried.set(id, NOW + rounds);
      chosen = chooseRound(many, tried, NOW, 10);
    }
    expect([tried.size, rounds]).toEqual([95, 10]);
  });

  it('another rule stands for its family each day', () => {
    const tried = new Map<string, number>();
    const first = chooseFamilies(RULES, tried);
    expect(first).toEqual(['a', 'c']);
    for (const id of first) tried.set(id, NOW);
    expect(chooseFamilies(RULES, tried)).toEqual(['b', 'c']);
  });

  it('names families that cannot be played', () => {
    expect(untestedFamilies(RULES)).toEqual(['z']);
  });
});
