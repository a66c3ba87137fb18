import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sm4CbcDecrypt, sm4CbcEncrypt } from './block.ts';
import { sm4GcmDecrypt, sm4GcmEncrypt } from './gcm.ts';
import { prepareSm4 } from './prepared.ts';

const bytes = (minLength: number, maxLength: number): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength, maxLength });
const key = bytes(16, 16);
const refusal = (code: string) => expect.objectContaining({ code });

describe('a prepared key', () => {
  test('GCM as without it, both ways', () => {
    fc.assert(
      fc.property(key, bytes(12, 12), bytes(0, 100), bytes(0, 40), (secret, nonce, text, aad) => {
        const prepared = prepareSm4(secret);
        const sealed = sm4GcmEncrypt(secret, nonce, text, { aad });
        expect(prepared.gcmEncrypt(nonce, text, aad)).toEqual(sealed);
        expect(prepared.gcmDecrypt(nonce, sealed, aad)).toEqual(text);
        expect(sm4GcmDecrypt(secret, nonce, prepared.gcmEncrypt(nonce, text, aad), { aad })).toEqual(text);
      }),
    );
  });

  test('CBC as without it, both ways, again and again', () => {
    fc.assert(
      fc.property(key, bytes(16, 16), fc.array(bytes(16, 16), { maxLength: 6 }), (secret, iv, blocks) => {
        const prepared = prepareSm4(secret);
        const data = new Uint8Array(blocks.flatMap((block) => [...block]));
        const sealed = sm4CbcEncrypt(secret, iv, data, 'none');
        expect(prepared.cbcEncrypt(iv, data)).toEqual(sealed);
        expect(prepared.cbcDecrypt(iv, sealed)).toEqual(data);
        expect(sm4CbcDecrypt(secret, iv, sealed, 'none')).toEqual(data);
      }),
    );
  });

  test('the key is copied', () => {
    const secret = new Uint8Array(16).fill(1);
    const prepared = prepareSm4(secret);
    const before = prepared.gcmEncrypt(new Uint8Array(12), secret, secret);
    secret.fill(9);
    expect(prepared.gcmEncrypt(new Uint8Array(12), new Uint8Array(16).fill(1), new Uint8Array(16).fill(1))).toEqual(
      before,
    );
  });

  test('what does not fit is refused, and a wrong tag wherever it is wrong', () => {
    const prepared = prepareSm4(new Uint8Array(16));
    const [nonce, aad] = [new Uint8Array(12), new Uint8Array(3)];
    const sealed = prepared.gcmEncrypt(nonce, new Uint8Array(20), aad);
    for (let at = 0; at < sealed.length; at += 1)
      expect(() => prepared.gcmDecrypt(nonce, sealed.with(at, (sealed[at] ?? 0) ^ 1), aad)).toThrow(refusal('gm.tag'));
    expect(() => prepared.gcmDecrypt(nonce, sealed, new Uint8Array(2))).toThrow(refusal('gm.tag'));
    expect(() => prepared.gcmDecrypt(nonce, sealed.subarray(0, 15), aad)).toThrow(refusal('gm.length'));
    expect(() => prepared.gcmEncrypt(new Uint8Array(16), aad, aad)).toThrow(refusal('gm.length'));
    expect(() => prepared.cbcEncrypt(new Uint8Array(16), aad)).toThrow(refusal('gm.length'));
    expect(() => prepared.cbcDecrypt(new Uint8Array(12), new Uint8Array(16))).toThrow(refusal('gm.length'));
    expect(() => prepareSm4(new Uint8Array(15))).toThrow(refusal('gm.length'));
  });
});
