import { describe, expect, it } from 'vitest';
import { DerReader, encodeDer, explicit, int, nul, oid, seq } from '@chedun/asn1/der';
import type { Der } from '@chedun/asn1/der';
import { newKey } from '../testing/index.ts';
import {
  algorithmDer,
  DIGEST,
  digestName,
  digestOf,
  KEY,
  keyIdentifier,
  parsePublicKey,
  SIGNATURE_ALGORITHMS,
  signatureAlgorithmOf,
  sm2PublicKeyDer,
} from './index.ts';
import type { SignatureAlgorithm } from './index.ts';
import { readAlgorithm } from './algorithm.ts';

const read = (der: Der) => readAlgorithm(new DerReader(encodeDer(der)));
const hash = (id: string): Der => seq(oid(id), nul);
const pss = (digest: string, mask: string, salt: number | undefined): Der =>
  seq(
    oid(KEY.rsaPss),
    seq(
      explicit(0, hash(digest)),
      explicit(1, seq(oid(KEY.mgf1), hash(mask))),
      salt === undefined ? undefined : explicit(2, int(salt)),
    ),
  );

describe('algorithms', () => {
  it.each(SIGNATURE_ALGORITHMS)('%s comes back from its identifier', (algorithm) => {
    expect(signatureAlgorithmOf(read(algorithmDer(algorithm)))).toBe(algorithm);
  });

  it.each<[SignatureAlgorithm, string]>([
    ['sm2-sm3', '300a06082a811ccf55018375'],
    ['ecdsa-sha256', '300a06082a8648ce3d040302'],
    ['rsa-sha256', '300d06092a864886f70d01010b0500'],
    ['ed25519', '300506032b6570'],
  ])('%s is written as the standards say', (algorithm, hex) => {
    expect(Buffer.from(encodeDer(algorithmDer(algorithm))).toString('hex')).toBe(hex);
  });

  it('know their digest', () => {
    expect(SIGNATURE_ALGORITHMS.map(digestOf)).toEqual([
      'sm3',
      'sha256',
      'sha384',
      'sha512',
      'sha256',
      'sha384',
      'sha512',
      'sha256',
      'sha384',
      'sha512',
      undefined,
    ]);
    expect(digestName(DIGEST.sm3)).toBe('sm3');
    expect(digestName('1.2.3')).toBeUndefined();
  });

  it.each<[string, Der]>([
    ['SHA-1 with RSA', seq(oid('1.2.840.113549.1.1.5'), nul)],
    ['MD5 with RSA', seq(oid('1.2.840.113549.1.1.4'), nul)],
    ['ECDSA with SHA-1', seq(oid('1.2.840.10045.4.1'))],
    ['SM2 with parameters', seq(oid('1.2.156.10197.1.501'), int(1))],
    ['PSS without parameters', seq(oid(KEY.rsaPss))],
    ['PSS with all defaults, which is SHA-1', seq(oid(KEY.rsaPss), seq())],
    ['PSS with another digest in the mask', pss(DIGEST.sha256, DIGEST.sha384, 32)],
    ['PSS with a short salt', pss(DIGEST.sha256, DIGEST.sha256, 20)],
    ['PSS with the default salt', pss(DIGEST.sha256, DIGEST.sha256, undefined)],
    ['PSS with SM3', pss(DIGEST.sm3, DIGEST.sm3, 32)],
    ['PSS with a digest that is not known', pss('1.2.3', '1.2.3', 32)],
  ])('without name: %s', (_, der) => {
    expect(signatureAlgorithmOf(read(der))).toBeUndefined();
  });

  it('take NULL and nothing as the same', () => {
    expect(signatureAlgorithmOf(read(seq(oid('1.2.156.10197.1.501'), nul)))).toBe('sm2-sm3');
    expect(signatureAlgorithmOf(read(seq(oid('1.2.840.113549.1.1.11'))))).toBe('rsa-sha256');
  });
});

describe('public keys', () => {
  it.each([
    ['sm2-sm3', 'sm2'],
    ['ecdsa-sha256', 'p256'],
    ['ecdsa-sha384', 'p384'],
    ['ecdsa-sha512', 'p521'],
    ['rsa-sha256', 'rsa'],
    ['ed25519', 'ed25519'],
  ] as const)('of %s are %s', (algorithm, kind) => {
    const { spki } = newKey(algorithm);
    const key = parsePublicKey(spki);
    expect(key.kind).toBe(kind);
    expect(key.raw).toEqual(spki);
    expect(keyIdentifier(key)).toHaveLength(20);
  });

  it('of SM2 are written from a point', () => {
    const { spki } = newKey('sm2-sm3');
    expect(Buffer.from(sm2PublicKeyDer(parsePublicKey(spki).key)).equals(spki)).toBe(true);
  });

  it('of other kinds keep their bytes', () => {
    const x25519 = Buffer.from(`302a300506032b656e032100${'07'.repeat(32)}`, 'hex');
    expect(parsePublicKey(x25519)).toMatchObject({ kind: 'unknown', algorithm: '1.3.101.110', curve: undefined });
    const secp256k1 = Buffer.from(`3010 300906072a8648ce3d0201 0303 00aabb`.replaceAll(' ', ''), 'hex');
    expect(parsePublicKey(secp256k1).kind).toBe('unknown');
    expect(() => parsePublicKey(Buffer.concat([x25519, Buffer.of(0)]))).toThrow(/asn1\.invalid/);
  });
});
