import { execFileSync, spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { connectionKeys, masterSecret, prf, verifyData } from './prf.ts';

const bytes = (digits: string): Uint8Array => new Uint8Array(Buffer.from(digits, 'hex'));
const hex = (given: Uint8Array): string => Buffer.from(given).toString('hex');
const random = (fill: number, length: number): Uint8Array => new Uint8Array(length).fill(fill);

/** TLS1-PRF of OpenSSL with SM3: an implementation of others. */
const byOpenssl = (secret: Uint8Array, seed: Uint8Array, length: number): string => {
  const options = ['digest:SM3', `hexsecret:${hex(secret)}`, `hexseed:${hex(seed)}`];
  const given = ['kdf', '-keylen', String(length), ...options.flatMap((each) => ['-kdfopt', each]), 'TLS1-PRF'];
  return execFileSync('openssl', given, { encoding: 'utf8' }).trim().replaceAll(':', '').toLowerCase();
};
const hasKdf =
  spawnSync('openssl', [
    'kdf',
    '-keylen',
    '4',
    '-kdfopt',
    'digest:SM3',
    '-kdfopt',
    'hexsecret:00',
    '-kdfopt',
    'hexseed:00',
    'TLS1-PRF',
  ]).status === 0;

test.skipIf(!hasKdf)('the PRF is the P_hash of OpenSSL with SM3, for every length', () => {
  const [secret, seed] = [bytes('0101'.padEnd(96, 'ab')), bytes('17'.repeat(64))];
  for (const length of [1, 12, 31, 32, 33, 48, 64, 96, 128, 129]) {
    const labelled = new Uint8Array([...new TextEncoder().encode('key expansion'), ...seed]);
    expect(hex(prf(secret, 'key expansion', seed, length))).toBe(byOpenssl(secret, labelled, length));
  }
});

test('a known answer, which OpenSSL 3.0 computed', () => {
  const randoms = { client: random(1, 32), server: random(2, 32) };
  const master = masterSecret(random(3, 48), randoms);
  expect(hex(master)).toBe(
    '66471fe4d5f7628222423b4e6f92d3cbcc976f91c0c1e96d2cce6da6d93bf559063222a9aa51ffbd466dcda1f0ef6019',
  );
  expect(hex(verifyData('client', master, new Uint8Array(0)))).toBe('ead52e3723e0727ac5410883');
});

test('shorter outputs begin longer ones', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 80 }),
      fc.uint8Array({ maxLength: 80 }),
      fc.nat(150),
      (secret, seed, length) => {
        const whole = prf(secret, 'label', seed, 150);
        expect(hex(prf(secret, 'label', seed, length))).toBe(hex(whole.subarray(0, length)));
      },
    ),
  );
});

test('keys are cut from the block in the order of the standard', () => {
  const randoms = { client: random(1, 32), server: random(2, 32) };
  const master = random(9, 48);
  const seed = new Uint8Array([...randoms.server, ...randoms.client]);
  const cbc = connectionKeys('ECC_SM4_CBC_SM3', master, randoms);
  const inOrder = [cbc.client.mac, cbc.server.mac, cbc.client.key, cbc.server.key, cbc.client.iv, cbc.server.iv];
  expect(inOrder.map((part) => part.length)).toEqual([32, 32, 16, 16, 16, 16]);
  expect(inOrder.map(hex).join('')).toBe(hex(prf(master, 'key expansion', seed, 128)));
  const gcm = connectionKeys('ECC_SM4_GCM_SM3', master, randoms);
  expect([gcm.client.mac.length, gcm.server.mac.length]).toEqual([0, 0]);
  const parts = [gcm.client.key, gcm.server.key, gcm.client.iv, gcm.server.iv].map(hex).join('');
  expect(parts).toBe(hex(prf(master, 'key expansion', seed, 40)));
});

test('both sides finish with other words, and every byte of the handshake counts', () => {
  const master = random(5, 48);
  expect(verifyData('client', master, random(1, 9))).toHaveLength(12);
  expect(hex(verifyData('client', master, random(1, 9)))).not.toBe(hex(verifyData('server', master, random(1, 9))));
  expect(hex(verifyData('client', master, random(1, 9)))).not.toBe(hex(verifyData('client', master, random(1, 8))));
});
