import { describe, expect, it } from 'vitest';
import { isSm, weakReason } from './weak-algorithm.ts';

describe('an algorithm', () => {
  it.each([
    ['MD5', 'md5'],
    ['HMAC-MD5', 'md5'],
    ['rsa-md5', 'md5'],
    ['SHA-1', 'sha1'],
    ['ecdsa-sha1', 'sha1'],
    ['3DES-CBC', '3des'],
    ['RSA_WITH_3DES_EDE_CBC_SHA', '3des'],
    ['DES-CBC', 'des'],
    ['RSA_EXPORT_WITH_DES40_CBC_SHA', 'des'],
    ['RC4-128', 'rc4'],
    ['RSA-1024', 'rsa-short'],
    ['RSA 512', 'rsa-short'],
    ['RSA1024', 'rsa-short'],
    ['rsa_1024-sha256', 'rsa-short'],
  ])('%s is weak', (name, reason) => {
    expect(weakReason(name)).toBe(reason);
  });

  it.each([
    'SM4-CBC',
    'SM3',
    'SHA-256',
    'SHA-512',
    'AES-256-GCM',
    'RSA-2048',
    'RSA',
    'ecdsa-sha256',
    'Ed25519',
    'SHA-3',
    'SHA-384',
    'rsa-sha256',
    'rsa_pss_rsae_sha512',
    'ECDHE_RSA_WITH_AES_256_GCM_SHA384',
    'RSA_WITH_AES_128_GCM_SHA256',
  ])('%s is not on the list', (name) => {
    expect(weakReason(name)).toBeNull();
  });

  it('may carry its bits beside its name', () => {
    expect(weakReason('RSA', 1024)).toBe('rsa-short');
    expect(weakReason('RSA', 2048)).toBeNull();
    expect(weakReason('SM2', 256)).toBeNull();
  });

  it('of the commercial family is told apart', () => {
    expect(['SM2', 'sm2-sm3', 'SM4-GCM', 'ECC_SM4_CBC_SM3', 'ZUC-128', 'SM9'].every(isSm)).toBe(true);
    expect(['SHA-256', 'AES', 'HMAC', 'SM20'].some(isSm)).toBe(false);
  });
});
