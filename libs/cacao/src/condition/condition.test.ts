import fc from 'fast-check';
import { isDomainError } from '@chedun/kernel';
import { describe, expect, it } from 'vitest';
import { evaluate } from './evaluate.ts';
import { variablesIn } from './expression.ts';
import { parseCondition, parseSwitch } from './parse.ts';

const VALUES: Readonly<Record<string, string>> = {
  __level__: 'high',
  __count__: '12',
  __address__: '10.1.2.3',
  __six__: '2001:db8::7',
  __flag__: 'true',
  __time__: '2026-11-28T00:00:00Z',
  __quote__: "it's",
};
const truth = (text: string) => evaluate(parseCondition(text), (name) => VALUES[name]);

describe('conditions in STIX patterning', () => {
  it.each([
    ["__level__:value = 'high'", true],
    ["__level__:value == 'low'", false],
    ["__level__:value != 'low'", true],
    ["__level__:value <> 'high'", false],
    ['__count__:value > 9', true],
    ['__count__:value <= 11', false],
    ["[__level__:value = 'high' AND __count__:value >= 12]", true],
    ["__level__:value = 'low' OR NOT (__count__:value < 3)", true],
    ["__level__:value IN ('low', 'high')", true],
    ["__level__:value NOT IN ('low', 'high')", false],
    ["__level__:value LIKE 'h%h'", true],
    ["__level__:value LIKE 'h_h'", false],
    ["__address__:value ISSUBSET '10.0.0.0/8'", true],
    ["__address__:value ISSUBSET '11.0.0.0/8'", false],
    ["__address__:value ISSUPERSET '10.1.2.3/32'", true],
    ["__six__:value ISSUBSET '2001:db8::/32'", true],
    ["__six__:value ISSUBSET '10.0.0.0/8'", false],
    ["__time__:value > t'2026-11-27T00:00:00Z'", true],
    ["__quote__:value = 'it\\'s'", true],
    ['__flag__:value = true', true],
    ['__flag__:value', true],
    ['EXISTS __level__:value', true],
    ['EXISTS __nothing__:value', false],
    ["'high' = __level__:value", true],
  ])('%s is %s', (text, expected) => {
    expect(truth(text)).toBe(expected);
  });

  it('knows nothing of a variable without value, as far as the rest does not decide', () => {
    expect(truth("__nothing__:value = 'x'")).toBe('unknown');
    expect(truth("__nothing__:value = 'x' AND __level__:value = 'low'")).toBe(false);
    expect(truth("__nothing__:value = 'x' OR __level__:value = 'high'")).toBe(true);
    expect(truth("NOT __nothing__:value = 'x'")).toBe('unknown');
  });

  it('binds AND closer than OR', () => {
    expect(truth("__level__:value = 'high' OR __level__:value = 'x' AND __level__:value = 'y'")).toBe(true);
  });

  it.each([
    ['', 'missing'],
    ["__level__:value = 'x' garbage", 'not expected'],
    ["__level__:value MATCHES '(a+)+$'", 'not run'],
    ["(__level__:value = 'x'", 'missing'],
    ['__level__:value IN 3', 'brackets'],
    ['file:name = 3', 'not understood'],
    ["__level__:value = 'open", 'not understood'],
    [`${'('.repeat(40)}__a__ = 1${')'.repeat(40)}`, 'deeply'],
    [`__a__ = '${'x'.repeat(3000)}'`, 'longer'],
  ])('refuses %s', (text, reason) => {
    expect(() => parseCondition(text)).toThrow(reason);
  });

  it('tells the offset of what it does not understand', () => {
    expect(() => parseCondition('__a__:value = ~')).toThrow(
      expect.objectContaining({ detail: expect.objectContaining({ offset: 14 }) }),
    );
  });

  it('names the variables', () => {
    expect(variablesIn(parseCondition('__a__:value = __b__:value OR NOT __a__:value IN (__c__, 2)'))).toEqual([
      '__a__',
      '__b__',
      '__c__',
    ]);
    expect(parseSwitch('__a__:value')).toEqual({ kind: 'variable', name: '__a__' });
    expect(parseSwitch('$$__a__:value')).toEqual({ kind: 'variable', name: '__a__' });
  });

  it('throws nothing but its own error, whatever comes', () => {
    const word = fc.constantFrom(
      '__a__:value',
      '(',
      ')',
      'AND',
      'OR',
      'NOT',
      '=',
      "'x'",
      '3',
      'IN',
      ',',
      'LIKE',
      '[',
      ']',
      'EXISTS',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word, { maxLength: 40 }).map((all) => all.join(' ')),
        ),
        (text) => {
          try {
            evaluate(parseCondition(text), () => 'x');
          } catch (error) {
            if (!isDomainError(error, 'cacao.bad-condition')) throw error;
          }
        },
      ),
    );
  });
});
