import { encrypt } from '@chedun/gm';
import { isDomainError } from '@chedun/kernel';
import fc from 'fast-check';
import { createCipheriv, createPublicKey, verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Keys } from '../keys.ts';
import { sm2PointOf, sm2Verify } from '../sm2.ts';

/** What every adapter of the port must do; `open` gives an empty store. */
export const describeKeys = (adapter: string, open: () => Promise<Keys>): void => {
  const text = (value: string) => Buffer.from(value);

  describe(`keys in ${adapter}`, () => {
    test('a signature verifies with its key id and, outside, with the public key', async () => {
      const keys = await open();
      const info = await keys.ensure('heads', 'ed25519');
      const signature = await keys.sign('heads', text('head 1'));
      expect(signature.keyId).toBe(info.id);
      expect(await keys.verify(signature, text('head 1'))).toBe(true);
      expect(await keys.verify(signature, text('head 2'))).toBe(false);
      expect(await keys.verify({ ...signature, bytes: signature.bytes.slice(1) }, text('head 1'))).toBe(false);
      const publicKey = createPublicKey({ key: Buffer.from(info.publicKey ?? []), format: 'der', type: 'spki' });
      expect(verify(null, text('head 1'), publicKey, signature.bytes)).toBe(true);
    });

    test('an SM2 signature verifies with its key id and with the public key, and is no ECDSA', async () => {
      const keys = await open();
      const info = await keys.ensure('heads-sm2', 'sm2');
      const signature = await keys.sign('heads-sm2', text('head 1'));
      expect(await keys.verify(signature, text('head 1'))).toBe(true);
      expect(await keys.verify(signature, text('head 2'))).toBe(false);
      expect(sm2Verify(info.publicKey ?? new Uint8Array(0), signature.bytes, text('head 1'))).toBe(true);
      await keys.rotate('heads-sm2');
      expect((await keys.sign('heads-sm2', text('x'))).keyId).toBe('heads-sm2.2');
      expect(await keys.verify(signature, text('head 1'))).toBe(true);
      await expect(keys.ensure('heads-sm2', 'ed25519')).rejects.toMatchObject({ code: 'keys.wrong-kind' });
    });

    test('an ECDSA P-256 signature verifies with its key id and with the public key', async () => {
      const keys = await open();
      const info = await keys.ensure('heads-p256', 'ecdsa-p256');
      const signature = await keys.sign('heads-p256', text('head 1'));
      expect(await keys.verify(signature, text('head 1'))).toBe(true);
      expect(await keys.verify(signature, text('head 2'))).toBe(false);
      const publicKey = createPublicKey({ key: Buffer.from(info.publicKey ?? []), format: 'der', type: 'spki' });
      expect(verify('sha256', text('head 1'), publicKey, signature.bytes)).toBe(true);
      await expect(keys.sign('heads-p256', text('x'), text('id'))).rejects.toMatchObject({ code: 'keys.wrong-kind' });
    });

    test('SM2 signs under the identity that it is given', async () => {
      const keys = await open();
      const { publicKey = new Uint8Array(0) } = await keys.ensure('v2x', 'sm2');
      const { bytes } = await keys.sign('v2x', text('message'), text('an issuer'));
      expect(sm2Verify(publicKey, bytes, text('message'), text('an issuer'))).toBe(true);
      expect(sm2Verify(publicKey, bytes, text('message'))).toBe(false);
      await expect(keys.sign('v2x', text('x'), new Uint8Array(8192))).rejects.toMatchObject({
        code: 'keys.wrong-kind',
      });
    });

    test('a held version of an SM2 key signs and decrypts, also after a rotation', async () => {
      const keys = await open();
      const { publicKey = new Uint8Array(0), id } = await keys.ensure('tlcp', 'sm2');
      await keys.rotate('tlcp');
      const point = sm2PointOf(publicKey) ?? new Uint8Array(0);
      const held = keys.holding('tlcp', point);
      expect(held.id).toBe(id);
      expect(sm2Verify(publicKey, await held.sign(text('x')), text('x'))).toBe(true);
      const ciphertext = encrypt(point, text('a secret'), 'asn1');
      expect(Buffer.from(await held.decrypt(ciphertext)).toString()).toBe('a secret');
      const changed = ciphertext.with(-1, (ciphertext.at(-1) ?? 0) ^ 1);
      await expect(held.decrypt(changed)).rejects.toThrow('gm.ciphertext');
      expect(() => keys.holding('tlcp', point.with(9, (point[9] ?? 0) ^ 1))).toThrow('keys.unknown');
      await keys.ensure('other', 'ed25519');
      expect(() => keys.holding('other', point)).toThrow('keys.unknown');
    });

    test('ensuring twice, also at the same time, gives the same key', async () => {
      const keys = await open();
      const [first, second] = await Promise.all([keys.ensure('a', 'ed25519'), keys.ensure('a', 'ed25519')]);
      expect(second).toEqual(first);
      expect(await keys.list()).toHaveLength(1);
    });

    test('after a rotation the new version signs and seals, the old one still verifies and opens', async () => {
      const keys = await open();
      await keys.ensure('heads', 'ed25519');
      await keys.ensure('totp', 'aes-256-gcm');
      const old = {
        signature: await keys.sign('heads', text('x')),
        sealed: await keys.seal('totp', text('seed'), 'u1'),
      };
      expect(await keys.rotate('heads')).toMatchObject({ id: 'heads.2', version: 2 });
      await keys.rotate('totp');
      expect((await keys.sign('heads', text('x'))).keyId).toBe('heads.2');
      expect(await keys.verify(old.signature, text('x'))).toBe(true);
      expect(Buffer.from(await keys.open('totp', old.sealed, 'u1')).toString()).toBe('seed');
      expect((await keys.list()).map(({ id }) => id).toSorted()).toEqual(['heads.1', 'heads.2', 'totp.1', 'totp.2']);
    });

    test('equal input gives the equal hmac, before and after a rotation, and another key another one', async () => {
      const keys = await open();
      await keys.ensure('a', 'hmac-sha256');
      await keys.ensure('b', 'hmac-sha256');
      const before = await keys.hmac('a', text('13800000000'));
      await keys.rotate('a');
      expect(await keys.hmac('a', text('13800000000'))).toEqual(before);
      expect(await keys.hmac('b', text('13800000000'))).not.toEqual(before);
      expect(before).toHaveLength(32);
    });

    test('a sealed secret of others decrypts without leaving, and only in its context', async () => {
      const keys = await open();
      await keys.ensure('k', 'aes-256-gcm');
      const secret = Buffer.alloc(16, 7);
      const sealed = await keys.seal('k', secret, 'row 1');
      const spec = { kind: 'aes-128', mode: 'ecb', padding: 'none', iv: '' } as const;
      const decipher = await keys.decipher('k', sealed, 'row 1', spec);
      const cipher = createCipheriv('aes-128-ecb', secret, null).setAutoPadding(false);
      expect(decipher(cipher.update(text('sixteen bytes !!')))).toEqual(text('sixteen bytes !!'));
      await expect(keys.decipher('k', sealed, 'row 2', spec)).rejects.toMatchObject({ code: 'keys.bad-seal' });
    });

    test('any secret opens in its context and in no other; equal secrets look different', async () => {
      const keys = await open();
      await keys.ensure('k', 'aes-256-gcm');
      await keys.ensure('other', 'aes-256-gcm');
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.string(), async (secret, context) => {
          const sealed = await keys.seal('k', secret, context);
          expect(Buffer.from(await keys.open('k', sealed, context))).toEqual(Buffer.from(secret));
          expect(Buffer.from(await keys.seal('k', secret, context))).not.toEqual(Buffer.from(sealed));
          await expect(keys.open('k', sealed, `${context}x`)).rejects.toMatchObject({ code: 'keys.bad-seal' });
          await expect(keys.open('other', sealed, context)).rejects.toMatchObject({ code: 'keys.bad-seal' });
        }),
        { numRuns: 30 },
      );
    });

    test('a sealed secret with any changed, missing or added byte is refused', async () => {
      const keys = await open();
      await keys.ensure('k', 'aes-256-gcm');
      const sealed = await keys.seal('k', text('secret'), 'c');
      const refused = (bytes: Uint8Array) =>
        keys.open('k', bytes, 'c').then(
          () => false,
          (error: unknown) => isDomainError(error, 'keys.bad-seal', 'keys.unknown'),
        );
      for (let at = 0; at < sealed.length; at += 1) {
        const changed = Uint8Array.from(sealed);
        changed[at] = (changed[at] ?? 0) ^ 1;
        expect(await refused(changed), `byte ${at}`).toBe(true);
        expect(await refused(sealed.slice(0, at)), `cut at ${at}`).toBe(true);
      }
      expect(await refused(Buffer.concat([sealed, Buffer.alloc(1)]))).toBe(true);
      const garbage = fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        expect(await refused(bytes)).toBe(true);
      });
      await fc.assert(garbage);
    });

    test('unknown keys, wrong kinds, bad names and long secrets are refused', async () => {
      const keys = await open();
      await keys.ensure('sign', 'ed25519');
      await keys.ensure('seal', 'aes-256-gcm');
      await expect(keys.ensure('sign', 'hmac-sha256')).rejects.toMatchObject({ code: 'keys.wrong-kind' });
      await expect(keys.hmac('sign', text(''))).rejects.toMatchObject({ code: 'keys.wrong-kind' });
      await expect(keys.sign('seal', text(''))).rejects.toMatchObject({ code: 'keys.wrong-kind' });
      await expect(keys.sign('none', text(''))).rejects.toMatchObject({ code: 'keys.unknown' });
      await expect(keys.rotate('none')).rejects.toMatchObject({ code: 'keys.unknown' });
      await expect(keys.verify({ keyId: 'sign.9', bytes: text('') }, text(''))).rejects.toMatchObject({
        code: 'keys.unknown',
      });
      await expect(keys.verify({ keyId: '', bytes: text('') }, text(''))).rejects.toMatchObject({
        code: 'keys.unknown',
      });
      await expect(keys.seal('seal', Buffer.alloc(65_537), 'c')).rejects.toMatchObject({ code: 'keys.bad-seal' });
      for (const name of ['', 'A', '1a', 'a.b', 'a\0', 'x'.repeat(65)]) {
        await expect(keys.ensure(name, 'ed25519'), name).rejects.toMatchObject({ code: 'keys.bad-name' });
      }
    });
  });
};
