import { expect, test } from 'vitest';
import { ascii, EXAMPLE_KEY, forgeFor, BASE, pointBytes } from '../../testing/curve.ts';
import { hex } from '../bytes.ts';
import { publicKeyOf, sign } from './sign.ts';
import { verify, verifyDigest } from './verify.ts';

const POINT = publicKeyOf(EXAMPLE_KEY);

test('a message under the default identity is one under that identity', () => {
  const signature = sign(EXAMPLE_KEY, ascii('x'), ascii('1234567812345678'));
  expect(verify(POINT, ascii('x'), signature)).toBe(true);
  expect(verify(POINT, ascii('x'), signature, ascii('1234567812345679'))).toBe(false);
});

test('a digest is checked as it is', () => {
  const { e, signature } = forgeFor(3n, 8n, BASE);
  expect(verifyDigest(pointBytes(BASE), e, signature)).toBe(true);
  expect(verifyDigest(POINT, e, signature)).toBe(false);
});

test('lengths and keys', () => {
  const { e, signature } = forgeFor(3n, 8n, BASE);
  expect(() => verifyDigest(POINT, e.subarray(1), signature)).toThrow(/gm.length/);
  expect(() => verifyDigest(POINT, e, hex('00'))).toThrow(/gm.length/);
  expect(() =>
    verify(
      POINT.map((byte) => byte ^ 4),
      e,
      signature,
    ),
  ).toThrow(/gm.key/);
  expect(() => verifyDigest(pointBytes({ x: 1n, y: 2n }), e, signature)).toThrow(/gm.key/);
});
