import { DomainError } from '@chedun/kernel';
import { describe, expect, it } from 'vitest';
import { ASN1_ERRORS, asn1Error, placed } from './errors.ts';

describe('errors', () => {
  it('have texts in both languages and say what to do', () => {
    expect(Object.keys(ASN1_ERRORS)).toEqual([
      'asn1.truncated',
      'asn1.invalid',
      'asn1.limit',
      'asn1.value',
      'asn1.schema',
    ]);
    for (const text of Object.values(ASN1_ERRORS)) {
      expect(text.zh).toMatch(/\p{Script=Han}/u);
      expect(text.doZh).toMatch(/\p{Script=Han}/u);
      expect(text.en.length).toBeGreaterThan(10);
      expect(text.doEn.length).toBeGreaterThan(10);
      expect(text.status).toBeGreaterThanOrEqual(400);
    }
  });

  it('get the path of the field once', () => {
    const error = placed(asn1Error('asn1.invalid', { offset: 3, reason: 'x' }), ['list', 2, 'a']);
    expect(error).toBeInstanceOf(DomainError);
    expect(error).toMatchObject({ code: 'asn1.invalid', detail: { offset: 3, reason: 'x', field: 'list.2.a' } });
    expect(placed(error, ['other'])).toBe(error);
  });

  it('stay as they are without a path, and others always', () => {
    const own = asn1Error('asn1.limit', {});
    expect(placed(own, [])).toBe(own);
    const foreign = new TypeError('no');
    expect(placed(foreign, ['a'])).toBe(foreign);
    expect(placed('text', ['a'])).toBe('text');
  });
});
