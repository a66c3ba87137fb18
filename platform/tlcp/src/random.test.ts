import { expect, test } from 'vitest';
import { pooledRandom } from './random.ts';

test('bytes of any length, none given twice, over many fillings', () => {
  const random = pooledRandom();
  const seen = new Set<string>();
  for (let count = 0; count < 2000; count += 1) {
    const bytes = random(16);
    expect(bytes).toHaveLength(16);
    seen.add(Buffer.from(bytes).toString('hex'));
  }
  expect(seen.size).toBe(2000);
  expect([0, 1, 4095, 4096, 4097, 10_000].map((length) => random(length).length)).toEqual([
    0, 1, 4095, 4096, 4097, 10_000,
  ]);
  expect(random(4097).some((byte) => byte !== 0)).toBe(true);
});

test('what was given stays as it is when the pool is filled again', () => {
  const random = pooledRandom();
  const first = random(32);
  const copy = Uint8Array.from(first);
  for (let count = 0; count < 300; count += 1) random(32);
  expect(first).toEqual(copy);
});
