import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { compile, explain } from './compile.ts';
import { createCorrelator } from './correlate/correlator.ts';
import { compileCorrelations } from './correlate/plan.ts';
import { sigmaErrors } from './errors.ts';
import { applyFilters } from './ir/filters.ts';
import type { CorrelationPlan } from './correlate/types.ts';
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
  const filtered = applyFilters(
    documents.filter((document) => document.kind === 'rule'),
    documents.filter((document) => document.kind === 'filter'),
  );
  const { engine, errors: rejected } = compile(filtered.rules);
  const plan = compileCorrelations(
    documents.filter((document) => document.kind === 'correlation'),
    (name) => (name === 'nobody' ? undefined : name),
  );
  for (const error of [...filtered.errors, ...plan.errors]) expect(CODES).toContain(error.code);
  correlate(plan);
  for (const error of rejected) expect(CODES).toContain(error.code);
  for (const event of [{}, { a: 'x', b: [1, null, { c: 'y' }] }]) {
    for (const match of engine.match(event)) expect(explain(match.rule, event).matched).toBe(true);
  }
  for (const finding of lintRules(text, { file: 'f.yml' })) expect(finding.line).toBeGreaterThan(0);
  for (const error of parsePipeline(text, { file: 'f.yml' }).errors) expect(CODES).toContain(error.code);
};

/** Runs a few hits of every rule that is needed, and continues from a snapshot. */
const correlate = (plan: CorrelationPlan): void => {
  if (plan.rules.length === 0) return;
  const correlator = createCorrelator(plan, { groups: 5, latenessMs: 1 });
  for (const rule of plan.baseRules()) {
    for (const time of [5, 1, 7, 1e12]) {
      const values: Readonly<Record<string, string | number>> = { a: 'x', b: 1 };
      correlator.observe({ rule, time, weight: 1, ref: 'e', value: (field) => values[field] });
    }
  }
  const restored = correlator.restore(correlator.snapshot());
  expect(restored.dropped).toEqual([]);
  correlator.advance(1e13);
  expect(correlator.stats()).toMatchObject({ groups: 0, held: 0 });
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
  'title: x\ncorrelation: {type: [], rules: {}, timespan: {}, condition: [], aliases: 1, group-by: {a: 1}}',
  'title: x\ncorrelation: {type: temporal, timespan: 1m, condition: "((a and not not b) or (1 of c*)"}',
  'title: x\ncorrelation: {type: value_sum, rules: [__proto__, constructor], timespan: 1m, condition: {field: toString, gte: -1e308}}',
  'title: x\nname: x\ncorrelation: {type: event_count, rules: [x, x], timespan: 1m, condition: {gte: 1}}',
  'title: x\nlogsource: {product: y}\nfilter: {rules: [[]], condition: 1}',
  'title: x\nlogsource: {product: y}\nfilter: {rules: any, __proto__: {a: 1}, condition: 1 of them}',
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

  it('random structures under the keys of a correlation and of a filter', () => {
    const scrap = fc.oneof(
      fc.string({ maxLength: 6 }),
      fc.integer(),
      fc.constant(null),
      fc.array(fc.string({ maxLength: 3 }), { maxLength: 3 }),
      fc.dictionary(
        fc.constantFrom('a', 'gte', 'lt', 'field', 'percentile'),
        fc.oneof(fc.integer(), fc.string({ maxLength: 3 })),
      ),
    );
    const mostly = <T>(good: T) =>
      fc.oneof({ weight: 6, arbitrary: fc.constant(good) }, { weight: 1, arbitrary: scrap });
    const correlation = fc.record(
      {
        type: fc.oneof(
          mostly<unknown>('temporal'),
          fc.constantFrom('event_count', 'value_count', 'value_median', 'temporal_ordered', 'temporal_extended'),
        ),
        rules: mostly<unknown>(['a', 'b']),
        'group-by': mostly<unknown>(['a']),
        timespan: fc.oneof(mostly<unknown>('5m'), fc.constantFrom('0s', '-1h', '1y', '99999999999y', '1.5m')),
        window: mostly<unknown>('session'),
        gap: mostly<unknown>('1m'),
        condition: fc.oneof(
          mostly<unknown>({ gte: 2 }),
          fc.constantFrom<unknown>('a and b', 'not a', 'a or (b', { field: 'b', gte: 1 }, { gte: 1, percentile: 5 }),
        ),
        aliases: mostly<unknown>({ a: { b: 'c' } }),
        generate: mostly<unknown>(true),
      },
      { requiredKeys: ['type'] },
    );
    const filter = fc.record(
      { rules: mostly<unknown>('any'), s: mostly<unknown>({ a: 1 }), condition: mostly<unknown>('not s') },
      { requiredKeys: [] },
    );
    const rule = 'title: R\nname: a\nlogsource: {category: x}\ndetection: {s: {a: 1}, condition: s}\n';
    fc.assert(
      fc.property(correlation, filter, (one, other) => {
        const texts = [
          rule,
          stringify({ title: 'C', name: 'c', correlation: one }),
          stringify({ title: 'F', logsource: { category: 'x' }, filter: other }),
        ];
        survive(texts.join('---\n'));
      }),
      { numRuns: 120 },
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
