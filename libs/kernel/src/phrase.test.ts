import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chineseOf, phrase, say } from './phrase.ts';

const BELOW = phrase('fewer than {count} vehicles within {hours} h', '{hours} 小时内少于 {count} 辆车');
const SHARED = phrase('{name} on {count} vehicles', '{count} 辆车出现 {name}');
const NONE = phrase('no signature', '没有签名');
const chinese = chineseOf([SHARED, BELOW, NONE]);

describe('phrases', () => {
  it('are stored in English and read in Chinese', () => {
    const text = say(BELOW, { count: 5, hours: 24 });
    expect(text).toBe('fewer than 5 vehicles within 24 h');
    expect(chinese(text)).toBe('24 小时内少于 5 辆车');
    expect(chinese('no signature')).toBe('没有签名');
  });

  it('leave a text alone that is none of them', () => {
    for (const text of ['', 'no signatures', '<= 3 mV', 'fewer than 5 vehicles', ' on  vehicles', 'x'.repeat(2000)])
      expect(chinese(text)).toBe(text);
  });

  it('are told by the one with most words of its own', () => {
    const any = phrase('{what} vehicles', '{what} 辆车');
    expect(chineseOf([any, SHARED])('clone on 3 vehicles')).toBe('3 辆车出现 clone');
    expect(chineseOf([any])('clone on 3 vehicles')).toBe('clone on 3 辆车');
  });

  it('come back from their stored form for every number and name', () => {
    const name = fc.stringMatching(/^[a-z0-9_.:-]{1,20}$/);
    fc.assert(
      fc.property(name, fc.integer(), fc.double({ noNaN: true }), (what, count, hours) => {
        expect(chinese(say(SHARED, { name: what, count }))).toBe(`${count} 辆车出现 ${what}`);
        expect(chinese(say(BELOW, { count, hours }))).toBe(`${hours} 小时内少于 ${count} 辆车`);
      }),
    );
  });

  it('take no time that grows with the square of a text', () => {
    const many = phrase('{a} a {b} a {c} a {d} end', '{a}{b}{c}{d} 完');
    expect(chineseOf([many])(`${' a '.repeat(333)}x`)).not.toContain('完');
  });
});
