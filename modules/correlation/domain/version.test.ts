import { compileCorrelations, parseRules, type HitPack } from '@chedun/sigma';
import { describe, expect, it } from 'vitest';
import { versionsOf } from './version.ts';

const RULE = `title: a
id: a
logsource: {category: remote_control}
detection: {s: {result: failure}, condition: s}
`;
const OFTEN = `title: often
id: often
correlation: {type: event_count, rules: [a], group-by: [vin], timespan: 60s, condition: {gte: 3}}
`;
const CHAIN = `title: chain
id: chain
correlation: {type: event_count, rules: [often], group-by: [vin], timespan: 1h, condition: {gte: 2}}
`;

const versions = (text: string, exceptions: readonly unknown[] = []): Record<string, string> => {
  const { documents } = parseRules(text, { file: 'x.yml' });
  const plan = compileCorrelations(
    documents.filter((document) => document.kind === 'correlation'),
    (name) => (name === 'a' ? 'a' : undefined),
  );
  const rules: HitPack['rules'] = documents
    .filter((document) => document.kind === 'rule')
    .map((document) => ({ id: 'a', document, exceptions, fields: plan.fields('a') }));
  return Object.fromEntries(versionsOf(plan, { rules }));
};

describe('the version of a correlation', () => {
  const all = [RULE, OFTEN, CHAIN].join('---\n');
  const before = versions(all);
  it('is the same for the same text and for other words about it', () => {
    expect(versions(all)).toEqual(before);
    expect(versions(all.replace('title: often', 'title: too often\nlevel: high'))).toEqual(before);
    expect(before['often']).not.toBe(before['chain']);
  });
  it.each([
    ['its own window', all.replace('60s', '61s')],
    ['its own threshold', all.replace('gte: 3', 'gte: 4')],
    ['a rule below it', all.replace('failure', 'locked')],
    ['the log source of a rule below it', all.replace('remote_control', 'ota')],
  ])('changes with %s, and so does that of what stands on it', (_, text) => {
    const after = versions(text);
    expect(after['often']).not.toBe(before['often']);
    expect(after['chain']).not.toBe(before['chain']);
  });
  it('changes with an exception of a rule, and not downwards', () => {
    expect(versions(all, [{ vin: 'x' }])['often']).not.toBe(before['often']);
    const outer = versions(all.replace('gte: 2', 'gte: 5'));
    expect([outer['often'], outer['chain'] === before['chain']]).toEqual([before['often'], false]);
  });
});
