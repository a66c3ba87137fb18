import fc from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, it } from 'vitest';
import { SigmaFault } from '../errors.ts';
import { fold } from '../eval/fold.ts';
import { buildRegex, compileRegex } from './compile.ts';
import { safeLength, searchCost } from './cost.ts';
import { emitRegex } from './emit.ts';
import { requiredLiterals } from './literals.ts';
import { parseRegex } from './parse.ts';

const test = (pattern: string, text: string, flags = ''): boolean => compileRegex(pattern, flags).test(text);

describe('compileRegex', () => {
  const cases: readonly (readonly [pattern: string, text: string, expected: boolean])[] = [
    ['abc', 'xabcx', true],
    ['a|b|', '', true],
    ['^(?:a|b)+$', 'abba', true],
    ['(?i)AbC', 'aBc', true],
    ['x(?i)y', 'xY', true],
    ['x(?i)y', 'XY', false],
    ['(?i:x)y', 'Xy', true],
    ['(?i:x)y', 'XY', false],
    ['(?i)x(?-i)y', 'XY', false],
    ['(?i)[a-c]', 'B', true],
    ['(?i)ä', 'Ä', true],
    ['(?s).', '\n', true],
    ['.', '\n', false],
    ['.', '\r', true],
    ['(?m)^b$', 'a\nb', true],
    ['^b$', 'a\nb', false],
    ['\\d{2,3}', 'a12', true],
    ['\\d{2,3}', '\u0661\u0662', false],
    ['\\bcat\\b', 'the cat.', true],
    ['\\bcat\\b', 'concat', false],
    ['\\Bcat', 'concat', true],
    ['[^\\s]', ' \t', false],
    ['[\\w.-]+@', 'a.b-c@', true],
    ['[[:alpha:]]{3}', 'a1b', false],
    ['[[:^digit:]]', '7', false],
    ['[]a]', ']', true],
    ['[^]a]', ']', false],
    ['[a-]', '-', true],
    ['[\\d-x]', '-', true],
    ['\\x41\\x{42}\\u0043', 'ABC', true],
    ['\\Qa.b\\E.', 'a.bX', true],
    ['\\Qa.b\\E', 'aXb', false],
    ['\\p{Lu}\\P{Lu}', 'Ab', true],
    ['\\h', '\u00a0', true],
    ['(?<name>a)(?P<other>b)', 'ab', true],
    ['a{2}', 'aa', true],
    ['a{,2}', 'a{,2}', true],
    ['{', '{', true],
    ['^\\$\\{x\\}$', '${x}', true],
    ['\\/', '/', true],
    ['💋', 'x💋', true],
    ['a\\Z', 'a', true],
    ['\\Aa', 'ba', false],
  ];
  it.each(cases)('%s on %j is %s', (pattern, text, expected) => {
    expect(test(pattern, text)).toBe(expected);
    const node = parseRegex(pattern, '');
    expect(RE2JS.compile(emitRegex(node, 're2')).test(text)).toBe(expected);
  });

  it.each([
    'a(?=b)',
    'a(?!b)',
    '(?<=a)b',
    '(?<!a)b',
    '(?>a)',
    'a++',
    'a*+',
    '(a)\\1',
    '\\k<x>',
    '(?#c)',
    '(*ACCEPT)',
    '(?x)a b',
    '(',
    ')',
    '[',
    '[a',
    'a**',
    '*a',
    '^*',
    '(?',
    '\\',
    '[z-a]',
    'a{3,2}',
    'a{2000}',
    '(?:a{100}){100}',
    '\\x{110000}',
    '\\p{Greek}',
    '\\y',
    '(?P=n)',
    'x'.repeat(10_001),
    '('.repeat(100),
  ])('refuses %s', (pattern) => {
    expect(() => compileRegex(pattern, '')).toThrow(SigmaFault);
  });
});

describe('patterns built to hang', () => {
  const evil: readonly (readonly [pattern: string, text: string])[] = [
    ['^(a+)+$', `${'a'.repeat(50_000)}!`],
    ['(a|a)*b', 'a'.repeat(50_000)],
    ['(a|aa)+$', `${'a'.repeat(50_000)}!`],
    ['(.*a){20}b', 'a'.repeat(20_000)],
    ['(?:x+x+)+y', 'x'.repeat(50_000)],
    ['^(([a-z])+.)+[A-Z]([a-z])+$', 'a'.repeat(50_000)],
    ['.*.*.*.*.*=.*!', 'a='.repeat(10_000)],
    ['\\s+$', `${' '.repeat(100_000)}x`],
    ['(\\w+\\s?)*;', 'word '.repeat(10_000)],
  ];
  it.each(evil)('%s ends', (pattern, text) => {
    expect(test(pattern, text)).toBe(false);
  });

  it('bounds what the backtracking engine may do', () => {
    expect(compileRegex('^(a+)+$', '').backtrackingLimit).toBe(0);
    expect(compileRegex('^abc', '').backtrackingLimit).toBe(Infinity);
    expect(searchCost(parseRegex('^a*b', ''))).toEqual({ degree: 1, factor: 1 });
    expect(searchCost(parseRegex('a.*b.*c', ''))).toEqual({ degree: 3, factor: 1 });
    expect(searchCost(parseRegex('x{1,4}(?:a|b|c)', ''))).toEqual({ degree: 1, factor: 12 });
    expect(safeLength({ degree: 2, factor: 1 }, 100)).toBe(10);
    expect(safeLength({ degree: 1, factor: 200 }, 100)).toBe(0);
  });
});

/** Random patterns of the supported subset, small enough for both engines. */
const patterns = fc.letrec<{ node: string; atom: string }>((tie) => ({
  atom: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('a', 'b', 'c', 'B', '\\.', ' ', 'é', '-') },
    {
      weight: 3,
      arbitrary: fc.constantFrom('.', '\\w', '\\d', '\\s', '[ab]', '[^a]', '[a-c]', '\\b', '^', '$', '(?i:b)'),
    },
    { weight: 2, arbitrary: tie('node').map((inner) => `(?:${inner})`) },
  ),
  node: fc
    .array(fc.tuple(tie('atom'), fc.constantFrom('', '', '', '*', '+', '?', '{1,3}', '+?')), {
      minLength: 1,
      maxLength: 4,
    })
    .chain((parts) =>
      fc
        .constantFrom('', '|a', '|bc')
        .map(
          (tail) => parts.map(([atom, times]) => (/^(?:\\b|\^|\$)$/.test(atom) ? atom : atom + times)).join('') + tail,
        ),
    ),
})).node;

const texts = fc.string({
  unit: fc.constantFrom('a', 'b', 'c', 'A', 'B', 'C', ' ', '.', '-', '1', '\n', 'é', 'É', '\u2013'),
  maxLength: 14,
});

describe('both engines', () => {
  it('agree on every pattern and text', () => {
    fc.assert(
      fc.property(patterns, texts, (pattern, text) => {
        const node = parseRegex(pattern, '');
        expect(RE2JS.compile(emitRegex(node, 're2')).test(text)).toBe(
          new RegExp(emitRegex(node, 'v8'), 'u').test(text),
        );
      }),
      { numRuns: 2_000 },
    );
  });

  it('agree with what PCRE and JavaScript share', () => {
    fc.assert(
      fc.property(
        patterns.filter((pattern) => !pattern.includes('(?i:')),
        texts.filter((text) => !text.includes('\n')),
        (pattern, text) => {
          expect(compileRegex(pattern, '').test(text)).toBe(new RegExp(pattern, 'u').test(text));
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

describe('requiredLiterals', () => {
  const literals = (pattern: string): readonly string[] | undefined =>
    requiredLiterals(parseRegex(pattern, ''), (found) => found.length / (found[0]?.length ?? 1));

  it('finds what every match contains', () => {
    expect(literals('net\\s+user')).toEqual(['user']);
    expect(literals('(?i)\\\\(venv|python(.+)?)\\\\lib\\\\site-packages')).toEqual(['\\lib\\site-packages']);
    expect(literals('APT\\d')).toEqual(['apt']);
    expect(literals('(cmd|powershell) /c')).toEqual(['cmd /c', 'powershell /c']);
    expect(literals('a*')).toBeUndefined();
    expect(literals('\\d+')).toBeUndefined();
    expect(literals('(abc)+x')).toEqual(['abc']);
    expect(literals('[Cc]:\\\\')).toEqual(['c:\\']);
  });

  it('never misses a match', () => {
    fc.assert(
      fc.property(patterns, texts, (pattern, text) => {
        const node = parseRegex(pattern, '');
        const needed = requiredLiterals(node, (found) => found.length);
        if (needed === undefined || !buildRegex(node).test(text)) return;
        expect(needed.some((literal) => fold(text).includes(literal))).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('hostile patterns', () => {
  it('throw nothing but a SigmaFault', () => {
    const pieces = fc.constantFrom(
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      '*',
      '+',
      '?',
      '|',
      '\\',
      '^',
      '$',
      '.',
      '-',
      ',',
      '1',
      '9',
      'a',
      'Q',
      'E',
      'x',
      'p',
      'u',
      ':',
      '<',
      '>',
      '=',
      '!',
      'i',
      'm',
      '\ud83d',
      '💋',
      '\0',
    );
    fc.assert(
      fc.property(fc.string({ unit: pieces, maxLength: 24 }), fc.constantFrom('', 'i', 'ims'), (pattern, flags) => {
        try {
          compileRegex(pattern, flags).test('aaa Q[1]');
        } catch (error) {
          expect(error).toBeInstanceOf(SigmaFault);
        }
      }),
      { numRuns: 5_000 },
    );
  });
});
