import { describe, expect, it } from 'vitest';
import { say, type Phrase } from '@chedun/kernel';
import { VERDICT_WORDS, verdictOf, verdictText } from './verdictText.ts';

const HOLE = /\{([a-zA-Z]+)\}/g;
const holesOf = (text: string): string[] => [...text.matchAll(HOLE)].map(([, name]) => name ?? '').toSorted();
/** Words that Chinese engineers write in Latin letters. */
const KEPT = /VIN|TLS|MQTT|SOC|CAN|FF|AUTOSAR IDS|T\/CSAE 53|km\/h|km|ms|[RV] 值|S 值|V/g;

describe('what detectors tell', () => {
  it('reads back in Chinese for every phrase of every detector', () => {
    expect(VERDICT_WORDS.length).toBeGreaterThan(80);
    for (const words of VERDICT_WORDS) {
      const values = Object.fromEntries(holesOf(words.en).map((name, at) => [name, `${at + 3}`]));
      const zh = words.zh.replaceAll(HOLE, (_whole: string, name: string) => values[name] ?? '');
      expect(verdictText(say(words as Phrase, values), 'zh-CN')).toBe(zh);
    }
  });

  it('has the same holes in both languages, and no English in Chinese', () => {
    for (const { en, zh } of VERDICT_WORDS) {
      expect(holesOf(zh), zh).toEqual(holesOf(en));
      expect(zh.replaceAll(HOLE, '').replaceAll(KEPT, ''), zh).not.toMatch(/[a-z]{2}/i);
    }
  });

  it('stays as it is stored in English, and where no detector speaks', () => {
    const told = 'fewer than 5 vehicles within 24 h';
    expect(verdictText(told, 'en')).toBe(told);
    expect(verdictText('<= 1000 mV', 'zh-CN')).toBe('<= 1000 mV');
    expect(verdictOf('command_line', told, 'zh-CN')).toBeUndefined();
    expect(verdictOf('expected', told, 'en')).toBeUndefined();
    expect(verdictOf('expected', told, 'zh-CN')).toBe('24 小时内少于 5 辆车');
    const road = 'ab12cd34 v2x-course: 84.5 m, limit 12 m';
    expect(verdictOf('message', road, 'zh-CN')).toBe('ab12cd34 v2x-course：84.5 m，上限 12 m');
    expect(verdictOf('seen', '3 pseudonyms', 'zh-CN')).toBe('3 个假名');
  });
});
