import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { compile, explain } from './compile.ts';
import { sigmaErrors } from './errors.ts';
import { lintRules } from './lint/lint.ts';
import { parsePipeline } from './parse/parse-pipeline.ts';
import { parseRules } from './parse/parse-rules.ts';

const CODES = Object.keys(sigmaErrors);

/** Runs a text through everything that reads rules; only reported errors with known codes are allowed. */
const survive = (text: string): void => {
  const { documents, errors } = parseRules(text, { file: 'f.yml' });
  for (const error of errors) {
    expect(CODES).toContain(error.code);
    expect(error.reason).not.toBe('');
  }
  const { engine, errors: rejected } = compile(documents.filter((document) => document.kind === 'rule'));
  for (const error of rejected) expect(CODES).toContain(error.code);
  for (const event of [{}, { a: 'x', b: [1, null, { c: 'y' }] }]) {
    for (const match of engine.match(event)) expect(explain(match.rule, event).matched).toBe(true);
  }
  for (const finding of lintRules(text, { file: 'f.yml' })) expect(finding.line).toBeGreaterThan(0);
  for (const error of parsePipeline(text, { file: 'f.yml' }).errors) expect(CODES).toContain(error.code);
};

const CORPUS: readonly string[] = [
  '',
  '---',
  '--- ---\n...',
  '\ufefftitle: x',
  'title: \0',
  '!!binary aGk=',
  '!!set {a, b}',
  '!!js/function "x"',
  'a: !!timestamp 2001-01-01\ntitle: x',
  '? [complex, key]\n: value\ntitle: x',
  '<<: {a: 1}\ntitle: x',
  '&a a: *a',
  'a: &x {b: *x}',
  'title: x\n\ttab: y',
  '%YAML 9.9\n---\ntitle: x',
  '{title: x, detection: {condition: {}}, logsource: []}',
  'title: x\nlogsource: {category: y}\ndetection: {constructor: {toString: 1}, condition: constructor}',
  'title: x\nlogsource: {category: y}\ndetection: {__proto__: {a: 1}, hasOwnProperty: [x], condition: 1 of them}',
  'title: x\nlogsource: {category: y}\ndetection: {s: {a: .inf, b: .nan, "c|lt": .nan}, condition: s}',
  'title: x\nlogsource: {category: y}\ndetection: {s: {"|||": 1}, condition: s}',
  'title: x\nlogsource: {category: y}\ndetection: {s: {"....": 1, "a..b": 2, ".": 3}, condition: s}',
  `title: x\nlogsource: {category: y}\ndetection: {s: {a: "${'*?'.repeat(3_000)}"}, condition: s}`,
  `title: x\nlogsource: {category: y}\ndetection: {s: {a|windash: "${' -a'.repeat(500)}"}, condition: s}`,
  `title: x\nlogsource: {category: y}\ndetection: {s: {a: "${'*a'.repeat(900)}"}, condition: s}`,
  `title: x\nlogsource: {category: y}\ndetection: {s: {${Array.from({ length: 300 }, (_, index) => `f${index}.${'a.'.repeat(30)}b: 1`).join(', ')}}, condition: s}`,
  'action: global\ntitle: x\n---\naction: global\nlogsource: []\n---\ndetection: 5',
];

describe('hostile rule files', () => {
  it.each(CORPUS.map((text, index) => [index, text] as const))('corpus %i ends in a result', (_, text) => {
    survive(text);
  });

  it('random bytes', () => {
    const unit = fc.constantFrom(
      'a',
      ':',
      ' ',
      '\n',
      '-',
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      '|',
      '>',
      '&',
      '*',
      '!',
      '%',
      '#',
      '?',
      ',',
      '\t',
      '0',
      '\\',
      'é',
      '\u2028',
      '💋',
    );
    fc.assert(fc.property(fc.string({ unit, maxLength: 80 }), survive), { numRuns: 600 });
  });

  it('random structures under the keys of a rule', () => {
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        fc.string({ maxLength: 12 }),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(
          fc.oneof(
            fc.string({ maxLength: 6 }),
            fc.constantFrom(
              'a|re',
              'b|contains|all',
              'c|cidr',
              'a|expand',
              '|all',
              'x|lt',
              'f|fieldref',
              'w|base64offset',
            ),
          ),
          tie('tree'),
          { maxKeys: 3 },
        ),
      ),
    }));
    const rule = fc.record({
      title: fc.constant('T'),
      logsource: fc.oneof({ weight: 3, arbitrary: fc.constant({ category: 'x' }) }, { weight: 1, arbitrary: tree }),
      detection: fc.oneof(
        { weight: 1, arbitrary: tree },
        {
          weight: 6,
          arbitrary: fc.record({
            s: tree,
            t: tree,
            condition: fc.constantFrom('s', 's or not t', '1 of them', 'not s', 'x'),
          }),
        },
      ),
      tags: tree,
      related: tree,
      id: tree,
      date: tree,
    });
    fc.assert(
      fc.property(rule, (one) => survive(stringify(one))),
      { numRuns: 400 },
    );
  });

  it('cut-off files', () => {
    const whole = stringify({
      title: 'T',
      logsource: { product: 'windows' },
      detection: { s: { 'a|re': '(x|y)+', 'b|cidr': ['10.0.0.0/8'] }, condition: 's and not 1 of s*' },
    });
    for (let end = 0; end <= whole.length; end += 1) survive(whole.slice(0, end));
  });
});
