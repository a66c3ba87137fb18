import { describe, expect, it } from 'vitest';
import { parseRules } from '../parse/parse-rules.ts';
import { compileCorrelations } from './plan.ts';
import type { CorrelationPlan } from './types.ts';

const KNOWN: Readonly<Record<string, string>> = { login: 'id-login', 'id-login': 'id-login', scan: 'id-scan' };

const compile = (text: string): CorrelationPlan => {
  const { documents, errors } = parseRules(text, { file: 'c.yml' });
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  return compileCorrelations(
    documents.filter((document) => document.kind === 'correlation'),
    (name) => KNOWN[name],
  );
};

const correlation = (name: string, body: string, top = ''): string =>
  `title: ${name}\nname: ${name}\n${top}correlation: {timespan: 5m, ${body}}\n---\n`;
const count = (name: string, rules: string, more = ''): string =>
  correlation(name, `type: event_count, rules: ${rules}, condition: {gte: 2}, group-by: [user]${more}`);
const found = (plan: CorrelationPlan): readonly unknown[] =>
  plan.errors.map(({ line, title, why, code }) => [code, line, title, why?.code, why?.values]);

describe('a plan of correlations', () => {
  it('knows rules by id and name, what they have to carry, and how far a firing looks back', () => {
    const plan = compile(
      count('inner', '[login]', ', aliases: {user: {login: TargetUser}}') +
        correlation(
          'outer',
          'type: temporal, rules: [inner, scan], group-by: [user], aliases: {user: {scan: account}}',
        ) +
        correlation('ports', 'type: value_count, rules: [scan, id-login], condition: {field: [port, ip], gte: 3}'),
    );
    expect(plan.errors).toEqual([]);
    expect(plan.rules.map((rule) => plan.keyOf(rule))).toEqual(['inner', 'outer', 'ports']);
    expect(plan.baseRules()).toEqual(['id-login', 'id-scan']);
    expect(plan.inputs('outer')).toEqual(['inner', 'id-scan']);
    expect(plan.fields('id-login')).toEqual(['TargetUser', 'port', 'ip']);
    expect(plan.fields('id-scan')).toEqual(['account', 'port', 'ip']);
    expect(plan.fields('id-other')).toEqual([]);
    expect(plan.reachMs).toBe(600_000);
  });

  it('puts what is referred to first, whatever the order of the documents', () => {
    const plan = compile(count('c', '[b]') + count('b', '[a]') + count('a', '[login]'));
    expect(plan.errors).toEqual([]);
    expect(plan.rules.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(plan.reachMs).toBe(900_000);
  });

  it('takes an id before a name, and place in the file where there is neither', () => {
    const plan = compile(
      'title: X\nid: 11111111-1111-4111-8111-111111111111\nname: x\ncorrelation: {type: event_count, rules: [login], timespan: 1m, condition: {gte: 1}}\n---\n' +
        'title: Y\ncorrelation: {type: event_count, rules: [x], timespan: 1m, condition: {gte: 1}}\n',
    );
    expect(plan.rules.map((rule) => plan.keyOf(rule))).toEqual(['11111111-1111-4111-8111-111111111111', 'c.yml:6']);
    expect(plan.inputs('c.yml:6')).toEqual(['11111111-1111-4111-8111-111111111111']);
  });

  it('says which rules alert on their own', () => {
    const plan = compile(
      count('quiet', '[login]') + count('loud', '[scan]', ', generate: true') + count('over', '[quiet, loud]'),
    );
    const alone = ['id-login', 'id-scan', 'quiet', 'loud', 'over', 'id-other'].filter((key) => plan.standsAlone(key));
    expect(alone).toEqual(['id-scan', 'over', 'id-other']);
  });

  it('refuses what is unknown, and with it what refers to it; the others run', () => {
    const plan = compile(count('a', '[nobody]') + count('b', '[a]') + count('c', '[b, login]') + count('d', '[login]'));
    expect(found(plan)).toEqual([
      ['sigma.correlation', 1, 'a', 'reference-unknown', { name: 'nobody' }],
      ['sigma.correlation', 5, 'b', 'reference-broken', { name: 'a' }],
      ['sigma.correlation', 9, 'c', 'reference-broken', { name: 'b' }],
    ]);
    expect(plan.rules.map(({ name }) => name)).toEqual(['d']);
  });

  it('refuses circles, of one and of several', () => {
    const plan = compile(
      count('a', '[b]') + count('b', '[c, login]') + count('c', '[a]') + count('s', '[s]') + count('d', '[login]'),
    );
    expect(found(plan)).toEqual([
      ['sigma.correlation', 1, 'a', 'reference-broken', { name: 'b' }],
      ['sigma.correlation', 5, 'b', 'reference-broken', { name: 'c' }],
      ['sigma.correlation', 9, 'c', 'reference-cycle', { path: 'a → b → c → a' }],
      ['sigma.correlation', 13, 's', 'reference-cycle', { path: 's → s' }],
    ]);
    expect(plan.rules.map(({ name }) => name)).toEqual(['d']);
  });

  it('refuses twins, a rule named twice, and a field that an inner correlation does not have', () => {
    const plan = compile(
      count('a', '[login]') +
        count('a', '[scan]') +
        count('b', '[login, id-login]') +
        correlation('c', 'type: event_count, rules: [a], condition: {gte: 2}, group-by: [host]') +
        correlation('d', 'type: value_count, rules: [a], condition: {gte: 2, field: user}') +
        correlation('e', 'type: temporal_ordered, rules: [login, scan, login]'),
    );
    expect(found(plan)).toEqual([
      ['sigma.correlation', 5, 'a', 'correlation-twice', { key: 'a' }],
      ['sigma.correlation', 9, 'b', 'correlation-rule-twice', { name: 'id-login' }],
      ['sigma.correlation', 13, 'c', 'reference-field', { name: 'a', field: 'host' }],
    ]);
    expect(plan.rules.map(({ name }) => name)).toEqual(['a', 'd', 'e']);
  });

  it.each(['from the top', 'from the bottom'])('takes chains of 32 and refuses longer ones, %s', (order) => {
    const chain = Array.from({ length: 2_000 }, (_, at) => count(`c${at}`, at === 1_999 ? '[login]' : `[c${at + 1}]`));
    const plan = compile((order === 'from the top' ? chain : chain.toReversed()).join(''));
    expect(plan.rules.map(({ name }) => name)).toContain('c1999');
    expect(plan.errors.map(({ why }) => why?.code)).toContain('reference-deep');
    expect(plan.rules.length + plan.errors.length).toBe(2_000);
    expect(plan.reachMs).toBeLessThanOrEqual(32 * 300_000);
    const fits = compile(chain.slice(-32).join(''));
    expect(fits.errors).toEqual([]);
    expect(fits.reachMs).toBe(32 * 300_000);
  });
});
