import { describe, expect, it } from 'vitest';
import * as zh from '../i18n/zh-CN/posture.ts';
import { factValue, knownFact } from './facts.ts';

const fact = (name: string, value: string) => ({ name, value });

describe('facts of evidence', () => {
  it('have a name in the dictionary, and open means two things', () => {
    expect(knownFact(fact('overdue', '3'))).toBe('overdue');
    expect(knownFact(fact('open', '3'))).toBe('open');
    expect(knownFact(fact('open', 'false'))).toBe('listening');
    expect(knownFact(fact('somethingNew', '3'))).toBeUndefined();
  });

  it('are all named in the dictionary', () => {
    const names = Object.keys(zh.posture.fact).filter((name) => name !== 'listening');
    expect(names.filter((name) => knownFact(fact(name, '1')) !== name)).toEqual([]);
  });

  it.each([
    ['storeUp', 'true', { kind: 'flag', isSo: true }],
    ['silent', '[]', { kind: 'none' }],
    ['silent', '["tsp","edge"]', { kind: 'text', text: 'tsp · edge' }],
    ['classes', '{"tsp_api":9,"gbt32960":12}', { kind: 'text', text: 'tsp_api 9 · gbt32960 12' }],
    ['vehicleShare', '0.9874', { kind: 'text', text: '98.7 %' }],
    ['frames', '1234567', { kind: 'text', text: '1,234,567' }],
    ['lagSeconds', '0.123456', { kind: 'text', text: '0.12' }],
    ['lastSeen', '2026-11-23T01:00:00.000Z', { kind: 'time', at: '2026-11-23T01:00:00.000Z' }],
    ['reason', 'store is down', { kind: 'text', text: 'store is down' }],
    ['lastSeen', '', { kind: 'none' }],
  ])('%s %s is shown, not printed as JSON', (name, value, shown) => {
    expect(factValue(fact(name, value))).toEqual(shown);
  });
});
