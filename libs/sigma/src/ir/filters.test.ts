import { describe, expect, it } from 'vitest';
import { compile, evaluateNaively } from '../compile.ts';
import { parseRules } from '../parse/parse-rules.ts';
import type { SigmaFilter, SigmaRule } from '../parse/types.ts';
import { applyFilters } from './filters.ts';

const read = (text: string): { rules: readonly SigmaRule[]; filters: readonly SigmaFilter[] } => {
  const { documents, errors } = parseRules(text, { file: 'f.yml' });
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  return {
    rules: documents.filter((document) => document.kind === 'rule'),
    filters: documents.filter((document) => document.kind === 'filter'),
  };
};

const RULES = `title: A
id: 11111111-1111-4111-8111-111111111111
name: rule_a
logsource: {product: windows, category: process_creation}
detection: {sel_1: {Image: a.exe}, sel_2: {Image: b.exe}, condition: 1 of sel_*}
---
title: B
name: rule_b
logsource: {product: windows, service: security}
detection: {sel: {EventID: 4625}, condition: [sel, all of them]}
---
title: L
name: rule_l
logsource: {product: linux}
detection: {sel: {Image: a.exe}, condition: sel}
`;
const filter = (
  rules: string,
  body = 'sel: {User|startswith: adm_}\n  condition: not sel',
  source = 'product: windows',
) => `---\ntitle: F\nlogsource: {${source}}\nfilter:\n  rules: ${rules}\n  ${body}\n`;

const titles = (text: string, event: object): readonly string[] => {
  const { rules, filters } = read(text);
  const laid = applyFilters(rules, filters);
  expect(laid.errors).toEqual([]);
  const { engine, errors } = compile(laid.rules);
  expect(errors).toEqual([]);
  const found = laid.rules.filter((rule) => evaluateNaively(rule, event)).map(({ title }) => title);
  const source = { product: 'windows', category: 'process_creation' };
  for (const { rule } of engine.match(event, source)) expect(found).toContain(rule.title);
  return found;
};

describe('filters', () => {
  const a = { Image: 'a.exe', User: 'adm_li' };

  it('must hold beside the rule that is named, by id or by name', () => {
    expect(titles(RULES, a)).toEqual(['A', 'L']);
    expect(titles(RULES + filter('[rule_a]'), a)).toEqual(['L']);
    expect(titles(RULES + filter('11111111-1111-4111-8111-111111111111'), a)).toEqual(['L']);
    expect(titles(RULES + filter('[rule_a]'), { ...a, User: 'li' })).toEqual(['A', 'L']);
    expect(titles(RULES + filter('[rule_a]'), { Image: 'c.exe', User: 'li' })).toEqual([]);
  });

  it('reach any rule of their log source, and no other', () => {
    const text = RULES + filter('any');
    expect(titles(text, { ...a, EventID: 4625 })).toEqual(['L']);
    expect(titles(text, { Image: 'a.exe', EventID: 4625, User: 'x' })).toEqual(['A', 'B', 'L']);
    expect(titles(RULES + filter('any', undefined, 'product: Linux'), { ...a, EventID: 4625 })).toEqual(['A', 'B']);
    expect(
      titles(RULES + filter('any', undefined, 'product: windows, service: security'), { ...a, EventID: 4625 }),
    ).toEqual(['A', 'L']);
  });

  it('leave what the rule says about its own selections', () => {
    const { rules, filters } = read(RULES + filter('[rule_b]', 'sel: {x: 1}\n  sel_b: {y: 1}\n  condition: 1 of sel*'));
    const [, laid] = applyFilters(rules, filters).rules;
    expect(laid?.detection).toEqual({
      selections: { sel: { EventID: 4625 }, _filter1_sel: { x: 1 }, _filter1_sel_b: { y: 1 } },
      conditions: ['((sel) or (all of them)) and ((_filter1_sel or _filter1_sel_b))'],
    });
    expect(applyFilters(rules, filters).rules[0]).toBe(rules[0]);
  });

  it('are laid one over the other', () => {
    const text = RULES + filter('[rule_a]') + filter('[rule_a]', 'sel: {Host: lab}\n  condition: not (sel or sel)');
    expect(titles(text, { Image: 'b.exe', User: 'x' })).toEqual(['A']);
    expect(titles(text, { Image: 'b.exe', User: 'x', Host: 'lab' })).toEqual([]);
    expect(titles(text, { Image: 'b.exe', User: 'adm_x' })).toEqual([]);
  });

  it('say which rule they do not find or do not fit', () => {
    const { rules, filters } = read(RULES + filter('[rule_x, rule_a]') + filter('[rule_l]'));
    const laid = applyFilters(rules, filters);
    expect(laid.errors).toMatchObject([
      { code: 'sigma.filter', line: 17, file: 'f.yml', title: 'F', why: { code: 'filter-rule-unknown' } },
      { code: 'sigma.filter', line: 24, why: { code: 'filter-logsource', values: { name: 'rule_l' } } },
    ]);
    expect(laid.rules.map(({ detection }) => Object.keys(detection.selections).length)).toEqual([3, 1, 1]);
  });

  it.each([
    ['filter: {sel: {a: 1}, condition: sel}', 'sigma.filter', 'filter-key-missing', 3],
    ['filter: {rules: any, sel: {a: 1}}', 'sigma.filter', 'filter-key-missing', 3],
    ['filter: {rules: any, condition: sel}', 'sigma.filter', 'filter-key-missing', 3],
    ['filter:\n  rules: []\n  sel: {a: 1}\n  condition: sel', 'sigma.filter', 'filter-rules', 4],
    ['filter:\n  rules: [{a: 1}]\n  sel: {a: 1}\n  condition: sel', 'sigma.filter', 'filter-rules', 4],
    ['filter:\n  rules: any\n  sel: {a: 1}\n  condition: other', 'sigma.condition', 'selection-unknown', 6],
    ['filter:\n  rules: any\n  sel: {a|nope: 1}\n  condition: sel', 'sigma.modifier', 'modifier-unknown', 5],
    ['filter: []', 'sigma.document', 'key-not-map', 3],
  ])('%j is refused', (text, code, why, line) => {
    const { errors, documents } = parseRules(`title: F\nlogsource: {product: x}\n${text}\n`, { file: 'f.yml' });
    expect(documents).toEqual([]);
    expect(errors).toMatchObject([{ code, line, why: { code: why } }]);
  });
});
