import { describe, expect, it } from 'vitest';
import { refusal, ruleText } from '../testing/judge.ts';
import { parseCondition, type Condition } from './condition.ts';
import { parseRules } from './parse-rules.ts';

const GOOD = ruleText('sel:\n  A: 1\ncondition: sel');
const parse = (text: string) => parseRules(text, { file: 'r.yml' });

describe('parseRules', () => {
  it('reads every attribute', () => {
    const text = `title: T
id: 929a690e-bef0-4204-a928-ef5e620d6fcc
name: t_name
status: test
description: D
author: A
license: DRL 1.1
date: 2026-01-02
modified: 2026-01-03
level: high
taxonomy: sigma
tags: [attack.t1059]
references: ['https://example.org']
falsepositives: Unknown
fields: [A]
scope: [server]
related: [{id: 08fbc97d-0a2f-491c-ae21-8ffcfd3174e9, type: derived}]
regression_tests_path: x
logsource: {product: windows, category: process_creation, definition: needs Sysmon}
detection: {sel: {A: 1}, timeframe: 5m, condition: sel}
`;
    const { documents, errors } = parse(text);
    expect(errors).toEqual([]);
    expect(documents[0]).toMatchObject({
      kind: 'rule',
      title: 'T',
      name: 't_name',
      date: '2026-01-02',
      license: 'DRL 1.1',
      falsepositives: ['Unknown'],
      related: [{ type: 'derived' }],
      custom: { regression_tests_path: 'x' },
      logsource: { product: 'windows', category: 'process_creation' },
      detection: { selections: { sel: { A: 1 } }, conditions: ['sel'] },
      file: 'r.yml',
      line: 1,
    });
    expect(JSON.parse(JSON.stringify(documents))).toEqual(documents);
  });

  it('keeps the good documents beside the bad ones and says where these are wrong', () => {
    const bad = GOOD.replace('A: 1', 'A|nope: 1');
    const { documents, errors } = parse(`${GOOD}---\n${bad}---\nnot a map\n---\n${GOOD}`);
    expect(documents).toHaveLength(2);
    expect(errors).toMatchObject([
      { code: 'sigma.modifier', line: 16, column: 5, field: 'detection.sel.A|nope', title: 'Test' },
      { code: 'sigma.document', line: 19, reason: 'a Sigma document must be a map' },
    ]);
  });

  it.each([
    ['title: [', 'sigma.yaml', 1],
    ['title: a\ntitle: b', 'sigma.yaml', 2],
    ['a: b: c', 'sigma.yaml', 1],
    ['title: T\nlogsource: {category: x}', 'sigma.document', 1],
    [GOOD.replace('title: Test', 'title: 5'), 'sigma.document', 1],
    [GOOD.replace('title: Test\n', ''), 'sigma.document', 1],
    [GOOD.replace('  category: test', '  other: x'), 'sigma.document', 3],
    [GOOD.replace('  condition: sel', ''), 'sigma.document', 5],
    [GOOD.replace('condition: sel', 'condition: [sel, 5]'), 'sigma.document', 8],
    [GOOD.replace('condition: sel', 'condition: other'), 'sigma.condition', 8],
    [GOOD.replace('id: 0', 'id: [0] #'), 'sigma.document', 2],
  ])('reports %j', (text, code, line) => {
    const { documents, errors } = parse(text);
    expect(documents).toEqual([]);
    expect(errors[0]).toMatchObject({ code, line, file: 'r.yml' });
  });

  it('tells rules, correlations and filters apart', () => {
    const { documents, errors } = parse(`title: C
correlation: {type: event_count, rules: [a], group-by: [x], timespan: 1h, condition: {gte: 10}}
---
title: F
logsource: {product: windows}
filter: {rules: [a], sel: {A: 1}, condition: sel}
`);
    expect(errors).toEqual([]);
    expect(documents).toMatchObject([
      { kind: 'correlation', type: 'event_count', rules: ['a'] },
      { kind: 'filter', rules: ['a'], detection: { conditions: ['sel'] } },
    ]);
  });

  it('applies the actions global, reset and repeat', () => {
    const { documents, errors } = parse(`action: global
title: G
level: high
logsource: {product: windows}
detection: {condition: sel}
---
detection: {sel: {A: 1}}
---
action: repeat
detection: {sel: {B: 2}}
---
action: reset
---
title: R
logsource: {service: x}
detection: {sel: {C: 3}, condition: sel}
`);
    expect(errors).toEqual([]);
    expect(documents.map((one) => [one.title, one.level, one.kind === 'rule' ? one.detection.selections : {}])).toEqual(
      [
        ['G', 'high', { sel: { A: 1 } }],
        ['G', 'high', { sel: { A: 1, B: 2 } }],
        ['R', undefined, { sel: { C: 3 } }],
      ],
    );
    expect(parse('action: jump\ntitle: x').errors[0]).toMatchObject({ code: 'sigma.document', field: 'action' });
  });

  it('bounds size, nesting and aliases', () => {
    expect(parse('#'.repeat(4 * 1024 * 1024 + 1)).errors[0]).toMatchObject({ code: 'sigma.limit' });
    expect(parse('['.repeat(10_000)).errors[0]).toMatchObject({ code: 'sigma.limit' });
    const nested = `a:\n${Array.from({ length: 200 }, (_, depth) => `${' '.repeat(depth + 1)}b:`).join('\n')} 1`;
    expect(parse(nested).errors[0]?.code).toBe('sigma.yaml');
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c]`;
    expect(parse(bomb).errors[0]).toMatchObject({ code: 'sigma.yaml' });
  });

  it('does not fall for keys of the object prototype', () => {
    const { documents } = parse(ruleText('__proto__:\n  A: 1\ncondition: __proto__'));
    expect(documents[0]?.kind === 'rule' && Object.keys(documents[0].detection.selections)).toEqual(['__proto__']);
  });
});

describe('parseCondition', () => {
  const names = ['a', 'b', 'sel_1', 'sel_2', 'filter', '_hidden', 'with-dash', 'and_x'];
  const show = (one: Condition): string => {
    switch (one.kind) {
      case 'and':
      case 'or':
        return `(${one.children.map(show).join(` ${one.kind} `)})`;
      case 'not':
        return `!${show(one.child)}`;
      case 'name':
        return one.name;
      case 'of':
        return `${one.quantifier}[${one.names.join()}]`;
    }
  };

  it.each([
    ['a', 'a'],
    ['a or b and filter', '(a or (b and filter))'],
    ['(a or b) and not filter', '((a or b) and !filter)'],
    ['not a and b', '(!a and b)'],
    ['not (a and b)', '!(a and b)'],
    ['not not a', '!!a'],
    ['1 of sel_*', 'any[sel_1,sel_2]'],
    ['any of sel_*', 'any[sel_1,sel_2]'],
    ['all of them', 'all[a,b,sel_1,sel_2,filter,with-dash,and_x]'],
    ['not 1 of *_2', '!any[sel_2]'],
    ['1 of s*l*1', 'any[sel_1]'],
    ['all of a', 'all[a]'],
    ['with-dash and _hidden', '(with-dash and _hidden)'],
    ['A AND NOT b'.replace('A ', 'a '), '(a and !b)'],
    ['((((a))))', 'a'],
    ['and_x', 'and_x'],
  ])('reads %s', (text, wanted) => {
    expect(show(parseCondition(text, names))).toBe(wanted);
  });

  it.each([
    ['', 'empty'],
    ['a b', 'unexpected "b"'],
    ['a and', 'ends too early'],
    ['(a', 'not closed'],
    ['a)', 'unexpected ")"'],
    ['nope', 'not a selection'],
    ['2 of sel_*', 'not supported'],
    ['1 of nope*', 'selects nothing'],
    ['1 of (', 'needs a pattern'],
    ['1 of', 'needs a pattern'],
    ['a & b', 'unexpected character'],
    [`${'('.repeat(100)}a${')'.repeat(100)}`, 'deeper'],
    [`${'not '.repeat(100)}a`, 'deeper'],
    [`a${' or a'.repeat(3_000)}`, 'more than'],
  ])('refuses %j', (text, reason) => {
    expect(() => parseCondition(text, names)).toThrow(reason);
  });

  it('tells legacy aggregations what to become', () => {
    for (const tail of ['| count() by x > 5', '| near b within 5m', '|count(user) > 3']) {
      expect(refusal(`sel:\n  A: 1\ncondition: sel ${tail}`)).toMatchObject({ code: 'sigma.aggregation', line: 8 });
    }
  });
});
