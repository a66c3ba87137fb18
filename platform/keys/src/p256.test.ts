import { createHash, createPublicKey, verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { isP256Scalar, p256PairOf, p256Sign, p256Verify } from './p256.ts';

// RFC 6979, A.2.5: key of the curve P-256 and its public point.
const SCALAR = Buffer.from('c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721', 'hex');
const X = '60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6';
const Y = '7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299';
const SIGNATURE = Buffer.from(
  '3046022100efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716' +
    '022100f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8',
  'hex',
);

describe('P-256', () => {
  test('makes the public key of RFC 6979 and verifies its signature', () => {
    const { spki } = p256PairOf(SCALAR);
    expect(spki.subarray(-64).toString('hex')).toBe(X + Y);
    expect(p256Verify(spki, SIGNATURE, Buffer.from('sample'))).toBe(true);
    expect(p256Verify(spki, SIGNATURE, Buffer.from('samplf'))).toBe(false);
  });

  test('signs what OpenSSL verifies', () => {
    const pair = p256PairOf(SCALAR);
    const data = createHash('sha256').update('x').digest();
    const key = createPublicKey({ key: pair.spki, format: 'der', type: 'spki' });
    expect(verify('sha256', data, key, p256Sign(pair, data))).toBe(true);
  });

  test('knows numbers that are no key, and never throws for bytes that are none', () => {
    expect(isP256Scalar(Buffer.alloc(32))).toBe(false);
    expect(isP256Scalar(Buffer.alloc(32, 0xff))).toBe(false);
    expect(isP256Scalar(SCALAR)).toBe(true);
    expect(p256Verify(Buffer.of(1, 2, 3), SIGNATURE, Buffer.from('sample'))).toBe(false);
  });
});
