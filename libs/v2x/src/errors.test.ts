import { DomainError } from '@chedun/kernel';
import { describe, expect, it } from 'vitest';
import { V2X_ERRORS, v2xError } from './errors.ts';

describe('errors', () => {
  it('have texts in both languages and say what to do', () => {
    expect(Object.keys(V2X_ERRORS)).toEqual(['v2x.not_a_message', 'v2x.value', 'v2x.not_a_report']);
    for (const { zh, doZh, en, doEn, status } of Object.values(V2X_ERRORS)) {
      expect(zh).toMatch(/\p{Script=Han}/u);
      expect(doZh).toMatch(/\p{Script=Han}/u);
      expect(Math.min(en.length, doEn.length)).toBeGreaterThan(10);
      expect(status).toBe(422);
    }
  });

  it('keep what caused them', () => {
    const cause = new Error('below');
    const error = v2xError('v2x.value', { field: 'bsmFrame' }, cause);
    expect(error).toBeInstanceOf(DomainError);
    expect(error).toMatchObject({ code: 'v2x.value', detail: { field: 'bsmFrame' }, cause });
  });
});
