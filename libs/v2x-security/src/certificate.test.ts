import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testKey } from '../testing/signers.ts';
import { rootTbs } from '../testing/certificates.ts';
import { toHex } from './bytes.ts';
import { encodeCertificate, parseCertificate, validityOf } from './certificate.ts';
import { publicKeyOf, verifyCertificateSignature } from './certificate-signature.ts';
import { issueCertificate, selfSign } from './issue.ts';
import { createVerifier } from './verifier.ts';

const verifier = createVerifier();

const selfSigned = () => {
  const { key, sign } = testKey('sm2', 77);
  return selfSign(rootTbs(key), { curve: 'sm2', sign });
};

describe('a self-signed certificate', () => {
  it('begins as the published Chinese roots do, and comes back from its bytes', async () => {
    const certificate = await selfSigned();
    expect(toHex(certificate.bytes)).toMatch(/^8003008102/);
    expect(certificate.value.toBeSigned.id).toEqual({ name: 'root.example' });
    expect(certificate.issuer).toBeUndefined();
    expect(toHex(encodeCertificate(certificate.value))).toBe(toHex(certificate.bytes));
    expect(certificate.id8).toBe(toHex(certificate.hash.subarray(-8)));
    expect(verifyCertificateSignature(certificate, undefined, verifier)).toBe(true);
  });

  it.each([
    [{ years: 30 }, 30 * 31_556_952],
    [{ hours: 2 }, 7200],
    [{ sixtyHours: 1 }, 216_000],
    [{ minutes: 3 }, 180],
    [{ seconds: 4 }, 4],
    [{ milliseconds: 500 }, 0.5],
    [{ microseconds: 1 }, 1e-6],
  ] as const)('holds for %o', async (duration, seconds) => {
    const { key, sign } = testKey('sm2', 77);
    const tbs = { ...rootTbs(key), validityPeriod: { start: 0x1f526365, duration } };
    const { start, end } = validityOf(await selfSign(tbs, { curve: 'sm2', sign }));
    expect(new Date(Date.UTC(2004, 0, 1) + start * 1000).toISOString().slice(0, 10)).toBe('2020-08-26');
    expect(end - start).toBeCloseTo(seconds, 6);
  });

  it('is refused with the place when a byte is missing, or added', async () => {
    const { bytes } = await selfSigned();
    expect(() => parseCertificate(bytes.subarray(0, -1))).toThrow(/^v2xsec\.format/);
    expect(() => parseCertificate(Uint8Array.of(...bytes, 0))).toThrow(/1 bytes behind/);
  });

  it('fails with every changed bit of what is signed', async () => {
    const { bytes } = await selfSigned();
    fc.assert(
      fc.property(fc.nat(bytes.length * 8 - 1), (bit) => {
        const other = Uint8Array.from(bytes, (byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
        try {
          expect(verifyCertificateSignature(parseCertificate(other), undefined, verifier)).toBe(false);
        } catch (error) {
          expect((error as { code: string }).code).toMatch(/^v2xsec\.(format|key|unsupported)$/);
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('issued certificates', () => {
  const curves = ['sm2', 'nistP256', 'brainpoolP256r1', 'nistP384', 'brainpoolP384r1'] as const;
  const pairs = curves.flatMap((top) => curves.map((below) => [top, below] as const));

  it.each(pairs)('of a %s authority for a %s key verify under it only', async (top, below) => {
    const root = testKey(top, 3);
    const leaf = testKey(below, 7);
    const authority = await selfSign(rootTbs(root.key), { curve: top, sign: root.sign });
    expect(verifyCertificateSignature(authority, undefined, verifier)).toBe(true);
    const issued = await issueCertificate(rootTbs(leaf.key), { curve: top, sign: root.sign, certificate: authority });
    expect(publicKeyOf(issued)).toEqual(leaf.key);
    expect(issued.issuer).toEqual({ hashName: authority.hashName, id8: authority.id8 });
    expect(verifyCertificateSignature(issued, authority, verifier)).toBe(true);
    expect(verifyCertificateSignature(issued, issued, verifier)).toBe(false);
    expect(verifyCertificateSignature(issued, undefined, verifier)).toBe(false);
  });

  it('have one hash, whichever form their points are written in', async () => {
    const { key, sign } = testKey('nistP256', 5);
    const certificate = await selfSign(rootTbs(key), { curve: 'nistP256', sign });
    const { octets: x } = { octets: toHex(key.point.subarray(1, 33)) };
    const uncompressed = { uncompressed: { x: { octets: x }, y: { octets: toHex(key.point.subarray(33)) } } };
    const tbs = {
      ...certificate.value.toBeSigned,
      verifyKeyIndicator: { verificationKey: { ecdsaNistP256: uncompressed } },
    };
    const long = parseCertificate(encodeCertificate({ ...certificate.value, toBeSigned: tbs }));
    expect(long.bytes.length).toBe(certificate.bytes.length + 32);
    expect(long.id8).toBe(certificate.id8);
  });

  it('are refused when implicit, or without key or signature', async () => {
    const { key, sign } = testKey('sm2', 5);
    const { value } = await selfSign(rootTbs(key), { curve: 'sm2', sign });
    const { signature: _, ...unsigned } = value;
    expect(() => parseCertificate(encodeCertificate({ ...value, type: 'implicit' }))).toThrow(/^v2xsec\.unsupported/);
    expect(() => parseCertificate(encodeCertificate(unsigned))).toThrow(/^v2xsec\.format/);
    const reserved = { reconstructionValue: { xOnly: { octets: '00'.repeat(32) } } };
    const tbs = { ...value.toBeSigned, verifyKeyIndicator: reserved };
    expect(() => parseCertificate(encodeCertificate({ ...value, toBeSigned: tbs }))).toThrow(/^v2xsec\.format/);
    await expect(selfSign(tbs, { curve: 'sm2', sign })).rejects.toThrow(/^v2xsec\.unsupported/);
  });
});
