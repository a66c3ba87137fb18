import { createECDH, createPrivateKey, createSign, sign as signOnce } from 'node:crypto';
import { sm2Z } from '@chedun/gm';
import type { Curve, PublicKey, SignatureInput } from '../src/index.ts';

const OPENSSL: Readonly<Record<Curve, string>> = {
  sm2: 'SM2',
  nistP256: 'prime256v1',
  brainpoolP256r1: 'brainpoolP256r1',
  brainpoolP384r1: 'brainpoolP384r1',
  nistP384: 'secp384r1',
};

const OIDS: Readonly<Record<Curve, string>> = {
  sm2: '06082a811ccf5501822d',
  nistP256: '06082a8648ce3d030107',
  brainpoolP256r1: '06092b2403030208010107',
  nistP384: '06052b81040022',
  brainpoolP384r1: '06092b240303020801010b',
};

const der = (tag: number, ...parts: readonly Uint8Array[]): Uint8Array => {
  const body = Buffer.concat(parts);
  const length = body.length < 128 ? [body.length] : [0x81, body.length];
  return new Uint8Array(Buffer.concat([Uint8Array.of(tag, ...length), body]));
};

const hexBytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));

const pkcs8 = (curve: Curve, scalar: Uint8Array): Uint8Array => {
  const algorithm = der(0x30, hexBytes('06072a8648ce3d0201'), hexBytes(OIDS[curve]));
  const key = der(0x30, hexBytes('020101'), der(4, scalar));
  return der(0x30, hexBytes('020100'), algorithm, der(4, key));
};

const rawOf = (signature: Uint8Array): Uint8Array => {
  const raw = new Uint8Array(64);
  const take = (at: number, end: number): number => {
    const length = signature[at + 1] ?? 0;
    const digits = signature.subarray(at + 2, at + 2 + length);
    const kept = digits.subarray(Math.max(0, digits.length - 32));
    raw.set(kept, end - kept.length);
    return at + 2 + length;
  };
  take(take(2, 32), 64);
  return raw;
};

/** A key pair for tests and a function that signs with it; the scalar is `seed` in every byte but the first. */
export const testKey = (
  curve: Curve,
  seed: number,
): { readonly scalar: Uint8Array; readonly key: PublicKey; readonly sign: (input: SignatureInput) => Uint8Array } => {
  const scalar = new Uint8Array(curve.includes('384') ? 48 : 32).fill(seed & 255);
  scalar[0] = 1;
  scalar[1] = seed >> 8;
  const pair = createECDH(OPENSSL[curve]);
  pair.setPrivateKey(scalar);
  const key = { curve, point: new Uint8Array(pair.getPublicKey()) };
  const secret = createPrivateKey({ key: Buffer.from(pkcs8(curve, scalar)), format: 'der', type: 'pkcs8' });
  return {
    scalar,
    key,
    sign: (input) =>
      input.kind === 'sm2'
        ? rawOf(createSign('sm3').update(sm2Z(key.point, input.signerId)).update(input.message).sign(secret))
        : new Uint8Array(signOnce(input.hash, input.message, { key: secret, dsaEncoding: 'ieee-p1363' })),
  };
};
