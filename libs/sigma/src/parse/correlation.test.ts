import { describe, expect, it } from 'vitest';
import type { CorrelationRule } from '../correlate/types.ts';
import { reasonText } from '../reason/reason.ts';
import { parseRules } from './parse-rules.ts';

const file = (lines: string, top = ''): string =>
  `title: C\nid: 11111111-1111-4111-8111-111111111111\n${top}correlation:\n${lines
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n')}\n`;

const read = (lines: string, top?: string): CorrelationRule => {
  const { documents, errors } = parseRules(file(lines, top), { file: 'c.yml' });
  const [rule] = documents;
  if (errors.length > 0 || rule?.kind !== 'correlation') throw new Error(JSON.stringify(errors));
  return rule;
};

const refusal = (lines: string, top?: string): string => {
  const { documents, errors } = parseRules(file(lines, top), { file: 'c.yml' });
  const [error] = errors;
  if (error?.why === undefined || documents.length > 0) throw new Error('accepted');
  expect(reasonText(error.why, 'zh')).toMatch(/\p{Script=Han}/u);
  expect(error).toMatchObject({ file: 'c.yml', title: 'C', ruleId: '11111111-1111-4111-8111-111111111111' });
  return `${error.code} ${error.line}:${error.why.code}`;
};

const COUNT = 'type: event_count\nrules: [a]\ntimespan: 5m\ncondition: {gte: 3}';
const VALUE = 'type: value_count\nrules: [a]\ntimespan: 5m\ncondition: {field: user, gte: 3}';
const change = (text: string, from: string, to: string): string => {
  if (!text.includes(from)) throw new Error(`nothing to replace: ${from}`);
  return text.replace(from, to);
};

describe('correlation documents', () => {
  it('are read whole', () => {
    expect(
      read(
        `type: value_count
rules: [a, b]
group-by: [host, ip]
timespan: 2h
window: session
gap: 90s
generate: true
aliases:
  ip:
    a: src_ip
    b: dst_ip
condition: {field: [user, port], gte: 3, lt: 9}`,
        'level: high\nname: c\ntags: [attack.t1110]\n',
      ),
    ).toMatchObject({
      kind: 'correlation',
      name: 'c',
      level: 'high',
      tags: ['attack.t1110'],
      type: 'value_count',
      rules: ['a', 'b'],
      groupBy: ['host', 'ip'],
      timespanMs: 7_200_000,
      window: { kind: 'session', gapMs: 90_000 },
      generate: true,
      aliases: [
        {
          alias: 'ip',
          fields: [
            { rule: 'a', field: 'src_ip' },
            { rule: 'b', field: 'dst_ip' },
          ],
        },
      ],
      condition: {
        kind: 'bounds',
        fields: ['user', 'port'],
        bounds: [
          { op: 'gte', value: 3 },
          { op: 'lt', value: 9 },
        ],
      },
    });
  });

  it.each([
    ['30s', 30_000],
    ['5m', 300_000],
    ['2h', 7_200_000],
    ['1d', 86_400_000],
    ['2w', 1_209_600_000],
    ['1M', 2_629_746_000],
    ['1y', 31_556_952_000],
  ])('know the time span %s', (text, ms) => {
    expect(read(change(COUNT, '5m', text)).timespanMs).toBe(ms);
  });

  it('slide, stand alone, and ask for all rules when nothing else is said', () => {
    expect(read('type: temporal\nrules: [a, b, c]\ntimespan: 1m')).toMatchObject({
      window: { kind: 'sliding' },
      generate: false,
      groupBy: [],
      condition: { kind: 'bounds', bounds: [{ op: 'gte', value: 3 }] },
    });
    expect(read(COUNT, 'generate: true\n').generate).toBe(true);
  });

  it('become extended with an expression, which also names the rules', () => {
    const rule = read('type: temporal_ordered\ntimespan: 1m\ncondition: (a or b) and not c');
    expect(rule).toMatchObject({ type: 'temporal_ordered_extended', rules: ['a', 'b', 'c'] });
    expect(rule.condition).toEqual({
      kind: 'rules',
      expression: {
        kind: 'and',
        children: [
          {
            kind: 'or',
            children: [
              { kind: 'rule', name: 'a' },
              { kind: 'rule', name: 'b' },
            ],
          },
          { kind: 'not', child: { kind: 'rule', name: 'c' } },
        ],
      },
    });
    expect(read('type: temporal_extended\nrules: [a1, a2]\ntimespan: 1m\ncondition: 1 of a*').condition).toMatchObject({
      expression: { kind: 'or', children: [{ name: 'a1' }, { name: 'a2' }] },
    });
  });

  it('take a median as the 50th percentile', () => {
    expect(read(change(change(VALUE, 'value_count', 'value_median'), 'gte: 3', 'gt: 1.5')).condition).toMatchObject({
      percentile: 50,
      bounds: [{ op: 'gt', value: 1.5 }],
    });
  });
});

describe('correlations that are refused', () => {
  const cases: readonly (readonly [string, string])[] = [
    [change(COUNT, 'event_count', 'event_counts'), 'sigma.correlation 4:correlation-type'],
    [change(COUNT, 'type: event_count\n', ''), 'sigma.correlation 3:correlation-key-missing'],
    [change(COUNT, 'rules: [a]', 'rules: []'), 'sigma.correlation 3:correlation-key-missing'],
    [change(COUNT, 'rules: [a]', 'rules: [{a: 1}]'), 'sigma.correlation 5:correlation-value-type'],
    [
      change(COUNT, '[a]', `[${Array.from({ length: 65 }, (_, at) => `r${at}`).join(', ')}]`),
      'sigma.correlation 5:correlation-rules-most',
    ],
    [`${COUNT}\ngroupby: [x]`, 'sigma.correlation 8:correlation-key'],
    [`${COUNT}\ngroup-by: [a, b, c, d, e, f, g, h, i]`, 'sigma.correlation 8:group-by-most'],
    [`${COUNT}\ngroup-by: {a: b}`, 'sigma.correlation 8:correlation-value-type'],
    [change(COUNT, 'timespan: 5m\n', ''), 'sigma.correlation 3:correlation-key-missing'],
    [change(COUNT, '5m', '5 minutes'), 'sigma.correlation 6:timespan-form'],
    [change(COUNT, '5m', '[5m]'), 'sigma.correlation 6:timespan-form'],
    [change(COUNT, '5m', '0s'), 'sigma.correlation 6:timespan-zero'],
    [change(COUNT, '5m', '-5m'), 'sigma.correlation 6:timespan-zero'],
    [change(COUNT, '5m', '2y'), 'sigma.correlation 6:timespan-too-long'],
    [change(COUNT, '5m', '999999999999y'), 'sigma.correlation 6:timespan-too-long'],
    [`${COUNT}\nwindow: hopping`, 'sigma.correlation 8:window-kind'],
    [`${COUNT}\nwindow: session`, 'sigma.correlation 8:gap-missing'],
    [`${COUNT}\nwindow: session\ngap: 0m`, 'sigma.correlation 9:timespan-zero'],
    [`${COUNT}\nwindow: session\ngap: 6m`, 'sigma.correlation 9:gap-too-long'],
    [`${COUNT}\nwindow: tumbling\ngap: 1m`, 'sigma.correlation 9:gap-useless'],
    [`${COUNT}\ngap: 1m`, 'sigma.correlation 8:gap-useless'],
    [`${COUNT}\ngenerate: maybe`, 'sigma.correlation 8:correlation-value-type'],
    [`${COUNT}\naliases: [x]`, 'sigma.correlation 8:correlation-value-type'],
    [`${COUNT}\naliases: {x: y}`, 'sigma.correlation 8:correlation-value-type'],
    [`${COUNT}\naliases: {x: {b: y}}`, 'sigma.correlation 8:alias-rule'],
    [`${COUNT}\naliases: {x: {a: [y, z]}}`, 'sigma.correlation 8:correlation-value-type'],
    [change(COUNT, '\ncondition: {gte: 3}', ''), 'sigma.correlation 3:correlation-key-missing'],
    [change(COUNT, '{gte: 3}', '{}'), 'sigma.correlation 7:bounds-missing'],
    [change(COUNT, '{gte: 3}', '[3]'), 'sigma.correlation 7:key-not-map'],
    [change(COUNT, 'gte: 3', 'more: 3'), 'sigma.correlation 7:bound-key'],
    [change(COUNT, 'gte: 3', 'gte: many'), 'sigma.correlation 7:bound-number'],
    [change(COUNT, 'gte: 3', 'gte: .inf'), 'sigma.correlation 7:bound-number'],
    [change(COUNT, 'gte: 3', 'gte: 2.5'), 'sigma.correlation 7:bound-count'],
    [change(COUNT, 'gte: 3', 'gte: -1'), 'sigma.correlation 7:bound-count'],
    [change(COUNT, 'gte: 3', 'lt: 1'), 'sigma.correlation 7:bounds-impossible'],
    [change(COUNT, 'gte: 3', 'eq: 0'), 'sigma.correlation 7:bounds-impossible'],
    [change(COUNT, 'gte: 3', 'gt: 5, lt: 6'), 'sigma.correlation 7:bounds-impossible'],
    [change(COUNT, 'gte: 3', 'gte: 3, field: x'), 'sigma.correlation 7:field-useless'],
    [change(COUNT, 'gte: 3', 'gte: 3, percentile: 5'), 'sigma.correlation 7:percentile-useless'],
    [change(COUNT, '{gte: 3}', 'a and b'), 'sigma.correlation 7:expression-useless'],
    [change(VALUE, 'field: user, ', ''), 'sigma.correlation 7:field-missing'],
    [change(VALUE, 'user', '[]'), 'sigma.correlation 7:field-missing'],
    [change(VALUE, 'user', '[a, b, c, d, e, f, g, h, i]'), 'sigma.correlation 7:fields-most'],
    [change(change(VALUE, 'user', '[a, b]'), 'value_count', 'value_sum'), 'sigma.correlation 7:field-single'],
    [
      change(change(VALUE, 'gte: 3', 'gt: 3, lt: 3'), 'value_count', 'value_avg'),
      'sigma.correlation 7:bounds-impossible',
    ],
    [change(VALUE, 'value_count', 'value_percentile'), 'sigma.correlation 7:percentile-range'],
    [
      change(change(VALUE, 'gte: 3', 'gte: 3, percentile: 0'), 'value_count', 'value_percentile'),
      'sigma.correlation 7:percentile-range',
    ],
    ['type: temporal\nrules: [a, b]\ntimespan: 1m\ncondition: {gte: 3}', 'sigma.correlation 7:bounds-impossible'],
    ['type: temporal_ordered\nrules: [a, b]\ntimespan: 1m\ncondition: {gte: 1}', 'sigma.correlation 7:ordered-bounds'],
    ['type: temporal_extended\nrules: [a, b]\ntimespan: 1m', 'sigma.correlation 3:expression-wanted'],
    ['type: temporal\nrules: [a, b]\ntimespan: 1m\ncondition: a', 'sigma.correlation 7:expression-unused'],
    ['type: temporal\nrules: [a, b]\ntimespan: 1m\ncondition: a and c', 'sigma.condition 7:selection-unknown'],
    ['type: temporal\nrules: [a, b]\ntimespan: 1m\ncondition: a and (b', 'sigma.condition 7:condition-bracket'],
    ['type: temporal\nrules: [a, b]\ntimespan: 1m\ncondition: a or not b', 'sigma.correlation 7:expression-only-not'],
    ['type: temporal\nrules: [a]\ntimespan: 1m\ncondition: a and not a', 'sigma.correlation 7:bounds-impossible'],
    [
      `type: temporal\ntimespan: 1m\ncondition: ${Array.from({ length: 7 }, (_, at) => `(a${at} or b${at})`).join(' and ')}`,
      'sigma.correlation 6:expression-alternatives',
    ],
    ['type: temporal\ntimespan: 1m\ncondition: ""', 'sigma.correlation 3:correlation-key-missing'],
  ];

  it.each(cases)('%j → %s', (lines, found) => {
    expect(refusal(lines)).toBe(found);
  });

  it('leave the other documents of the file', () => {
    const good = `title: A\nname: a\nlogsource: {category: x}\ndetection: {s: {f: 1}, condition: s}\n`;
    const { documents, errors } = parseRules(`${file(change(COUNT, '5m', '0s'))}---\n${good}`, { file: 'c.yml' });
    expect(documents.map(({ title }) => title)).toEqual(['A']);
    expect(errors).toHaveLength(1);
    expect(parseRules('title: C\ncorrelation: 5\n', { file: 'c.yml' }).errors[0]).toMatchObject({
      code: 'sigma.document',
      line: 2,
    });
  });
});
