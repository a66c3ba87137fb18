import { integer, octets, sequence } from '@chedun/asn1';
import { isDomainError } from '@chedun/kernel';
import { describe, expect, it } from 'vitest';
import { translated } from './crypto/translate.ts';
import { GmError } from '@chedun/gm';
import { readAs, writeAs } from './codec.ts';
import { securityError, V2X_SECURITY_ERRORS } from './errors.ts';

const thrownBy = (run: () => unknown): unknown => {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
};

describe('errors', () => {
  it('say in both languages what is wrong and what to do', () => {
    for (const [code, text] of Object.entries(V2X_SECURITY_ERRORS)) {
      expect(code).toMatch(/^v2xsec\.[a-z]+$/);
      expect(`${text.zh}${text.doZh}`).toMatch(/[\u4e00-\u9fff]/);
      expect(text.en.length * text.doEn.length).toBeGreaterThan(100);
    }
  });

  it('carry the place of the codec, and nothing else comes out of it', () => {
    const type = sequence({ a: octets(2), b: integer(0, 9) });
    const read = thrownBy(() => readAs(type, Uint8Array.of(1, 2, 10)));
    expect(read).toMatchObject({ code: 'v2xsec.format', detail: { offset: 2, field: 'b' } });
    const cut = thrownBy(() => readAs(type, Uint8Array.of(1)));
    expect(cut).toMatchObject({ code: 'v2xsec.format', detail: { offset: 0, field: 'a' } });
    const write = thrownBy(() => writeAs(type, { a: { octets: '00' }, b: 1 }));
    expect(write).toMatchObject({ code: 'v2xsec.value', detail: { field: 'a' } });
    expect(isDomainError(securityError('v2xsec.key', { reason: 'x' }), 'v2xsec.key')).toBe(true);
  });

  it('of @chedun/gm come out as errors of keys; other ones stay what they are', () => {
    const gm = thrownBy(() =>
      translated(() => {
        throw new GmError('gm.key', 'no point');
      }),
    );
    expect(gm).toMatchObject({ code: 'v2xsec.key', detail: { reason: expect.stringContaining('no point') } });
    const other = new TypeError('bug');
    expect(
      thrownBy(() =>
        translated(() => {
          throw other;
        }),
      ),
    ).toBe(other);
    expect(translated(() => 5)).toBe(5);
  });
});
