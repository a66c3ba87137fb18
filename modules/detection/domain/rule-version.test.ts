import { parseRules } from '@chedun/sigma';
import { describe, expect, it } from 'vitest';
import { versionOf } from './rule-version.ts';

const TEXT = `title: a
id: a
logsource: {category: remote_control}
detection: {s: {result: failure}, condition: s}
`;
const version = (text: string, exceptions: readonly unknown[] = []): string => {
  const [document] = parseRules(text, { file: 'a.yml' }).documents;
  if (document?.kind !== 'rule') throw new Error('no rule');
  return versionOf({ id: 'a', document, groupMinutes: 60, exceptions });
};

describe('the version of a rule', () => {
  it('stays with another title and level', () => {
    expect(version(TEXT.replace('title: a', 'title: b\nlevel: high'))).toBe(version(TEXT));
  });
  it.each([
    ['its detection', TEXT.replace('failure', 'locked')],
    ['its condition', TEXT.replace('condition: s', 'condition: not s')],
    ['its log source', TEXT.replace('remote_control', 'ota')],
  ])('changes with %s', (_, text) => {
    expect(version(text)).not.toBe(version(TEXT));
  });
  it('changes with an exception', () => {
    expect(version(TEXT, [{ vin: 'x' }])).not.toBe(version(TEXT));
  });
});
