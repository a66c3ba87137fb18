import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeAlgorithm, normalName, suiteAlgorithms } from './index.ts';

describe('the name of an algorithm', () => {
  it.each([
    ['SM4-CBC', '1.2.156.10197.1.104.2', { primitive: 'block-cipher', mode: 'cbc', classicalSecurityLevel: 128 }],
    ['SM4_GCM', '1.2.156.10197.1.104.8', { primitive: 'ae', mode: 'gcm', parameterSetIdentifier: '128' }],
    ['AES-128-GCM', '2.16.840.1.101.3.4.1.6', { primitive: 'ae', nistQuantumSecurityLevel: 1 }],
    ['aes-256-gcm', '2.16.840.1.101.3.4.1.46', { primitive: 'ae', classicalSecurityLevel: 256 }],
    ['AES-192-CBC', '2.16.840.1.101.3.4.1.22', { primitive: 'block-cipher', nistQuantumSecurityLevel: 3 }],
    ['3DES-CBC', '1.2.840.113549.3.7', { primitive: 'block-cipher', classicalSecurityLevel: 112 }],
    ['CHACHA20-POLY1305', undefined, { primitive: 'ae', parameterSetIdentifier: '256' }],
    ['SM3', '1.2.156.10197.1.401', { primitive: 'hash', cryptoFunctions: ['digest'], parameterSetIdentifier: '256' }],
    ['SHA-256', '2.16.840.1.101.3.4.2.1', { primitive: 'hash', nistQuantumSecurityLevel: 2 }],
    ['SHA-1', '1.3.14.3.2.26', { primitive: 'hash', parameterSetIdentifier: '160' }],
    ['hmac-sha256', '1.2.840.113549.2.9', { primitive: 'mac', parameterSetIdentifier: 'sha256' }],
    ['HMAC-SM3', undefined, { primitive: 'mac', parameterSetIdentifier: 'sm3', cryptoFunctions: ['tag'] }],
    ['sm2-sm3', '1.2.156.10197.1.501', { primitive: 'signature', curve: 'SM2', cryptoFunctions: ['sign', 'verify'] }],
    ['ecdsa-sha256', '1.2.840.10045.4.3.2', { primitive: 'signature', parameterSetIdentifier: 'sha256' }],
    ['ecdsa-p256', undefined, { primitive: 'signature', curve: 'P-256', classicalSecurityLevel: 128 }],
    ['rsa-sha1', '1.2.840.113549.1.1.5', { primitive: 'signature', padding: 'pkcs1v15' }],
    ['rsa_pss_rsae_sha256', undefined, { primitive: 'signature', padding: 'other', parameterSetIdentifier: 'sha256' }],
    ['ed25519', '1.3.101.112', { primitive: 'signature', curve: 'Ed25519', nistQuantumSecurityLevel: 0 }],
    ['sm2', '1.2.156.10197.1.301', { primitive: 'pke', curve: 'SM2' }],
    ['p256', '1.2.840.10045.3.1.7', { primitive: 'pke', curve: 'P-256' }],
    ['RSA-1024', '1.2.840.113549.1.1.1', { primitive: 'pke', classicalSecurityLevel: 80 }],
    ['x25519', '1.3.101.110', { primitive: 'key-agree', curve: 'Curve25519' }],
    ['curveSM2', '1.2.156.10197.1.301', { primitive: 'pke', curve: 'SM2' }],
    ['ECDHE', undefined, { primitive: 'key-agree', nistQuantumSecurityLevel: 0 }],
    ['ffdhe2048', undefined, { primitive: 'key-agree', classicalSecurityLevel: 112 }],
    ['RC4', '1.2.840.113549.3.4', { primitive: 'stream-cipher' }],
  ])('%s tells what it is', (name, oid, properties) => {
    const found = describeAlgorithm(name);
    expect(found.oid).toBe(oid);
    expect(found.algorithmProperties).toMatchObject(properties);
  });

  it('that is not known tells nothing', () => {
    expect(describeAlgorithm('house blend')).toEqual({ algorithmProperties: { primitive: 'unknown' } });
  });

  it('is the same in every spelling', () => {
    expect(normalName('SHA_256')).toBe('sha256');
    expect(normalName('DES-EDE3-CBC')).toBe('3des-cbc');
    expect(describeAlgorithm('prime256v1')).toEqual(describeAlgorithm('P-256'));
  });

  it('never throws and holds no field without a value', () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        const { algorithmProperties } = describeAlgorithm(name);
        expect(Object.values(algorithmProperties)).not.toContain(undefined);
        suiteAlgorithms(name);
      }),
    );
  });
});

describe('the name of a cipher suite', () => {
  it.each([
    ['AES_128_GCM_SHA256', ['AES-128-GCM', 'SHA-256']],
    ['SM4_GCM_SM3', ['SM4-GCM', 'SM3']],
    ['ECDHE_RSA_WITH_AES_128_GCM_SHA256', ['ECDHE', 'RSA', 'AES-128-GCM', 'SHA-256']],
    ['DHE_DSS_EXPORT_WITH_DES40_CBC_SHA', ['DHE', 'DSS', 'DES40-CBC', 'SHA-1']],
    ['RSA_WITH_3DES_EDE_CBC_SHA', ['RSA', '3DES-CBC', 'SHA-1']],
    ['RSA_WITH_NULL_MD5', ['RSA', 'MD5']],
    ['RSA_WITH_AES_128_CCM', ['RSA', 'AES-128-CCM']],
    ['ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256', ['ECDHE', 'ECDSA', 'CHACHA20-POLY1305', 'SHA-256']],
    ['ECC_SM4_CBC_SM3', ['SM2', 'SM4-CBC', 'SM3']],
    ['RSA_SM4_GCM_SHA256', ['RSA', 'SM4-GCM', 'SHA-256']],
    ['0xfefe', ['0xfefe']],
  ])('%s stands for %j', (name, parts) => {
    expect(suiteAlgorithms(name)).toEqual(parts);
  });
});
