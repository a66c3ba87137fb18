import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Policy } from '../contract.ts';
import { DEFAULT_POLICY, classesOf, passwordExpiresAt, passwordProblems } from './password.ts';

const problems = (password: string, name = 'zhang.wei') => passwordProblems(DEFAULT_POLICY, password, name);

describe('a new password', () => {
  it.each([
    ['Ab3-Ab3-xyz9', []],
    ['夏天的风Gentle7', []],
    ['Ab3-', ['too-short', 'too-uniform']],
    ['abcdefghijkl', ['too-few-classes']],
    ['Zhang.Wei-2026', ['contains-name']],
    ['Aa1Aa1Aa1Aa1', ['too-uniform']],
    ['Password12!', ['too-common']],
    ['Admin@2026', ['too-common']],
    ['Admin-quiet-harbour-7', []],
  ])('%s → %j', (password, expected) => {
    expect(problems(password)).toEqual(expected);
  });

  it('counts characters, not code units', () => {
    expect(passwordProblems({ ...DEFAULT_POLICY, minClasses: 1 }, '😀😁😂🤣😃', 'x')).toContain('too-short');
  });

  it('is not measured against a name of one or two letters', () => {
    expect(problems('Kx-river-2031', 'kx')).toEqual([]);
  });

  it('has between one and four classes', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (password) => classesOf(password) >= 1 && classesOf(password) <= 4),
    );
    expect(classesOf('')).toBe(0);
    expect(classesOf('aB1-')).toBe(4);
  });

  it('longer by random text never gains a problem of length', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 10 }), (password) => !problems(`${password}1234567890`).includes('too-short')),
    );
  });
});

describe('the default policy', () => {
  it('fits its own schema and the habits of level three', () => {
    expect(Policy.parse(DEFAULT_POLICY)).toEqual(DEFAULT_POLICY);
    expect(DEFAULT_POLICY.minLength).toBeGreaterThanOrEqual(8);
    expect(DEFAULT_POLICY.lockAfterFailures).toBeLessThanOrEqual(5);
    expect(DEFAULT_POLICY.sessionIdleMinutes).toBeLessThanOrEqual(30);
  });
});

describe('expiry', () => {
  it('is the age after the change, or never', () => {
    expect(passwordExpiresAt(DEFAULT_POLICY, 0)).toBe(90 * 86_400_000);
    expect(passwordExpiresAt({ ...DEFAULT_POLICY, maxAgeDays: 0 }, 0)).toBeUndefined();
  });
});
