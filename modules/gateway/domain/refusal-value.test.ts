import { describe, expect, it } from 'vitest';
import { refusalValue } from './refusal-value.ts';

describe('what is kept out', () => {
  it.each([
    ['address', ' 198.51.100.7 ', '198.51.100.7'],
    ['address', '::ffff:198.51.100.7', '198.51.100.7'],
    ['address', '2001:DB8::7', '2001:db8::7'],
    ['address', '127.0.0.1', undefined],
    ['address', '::1', undefined],
    ['address', '198.51.100.0/24', undefined],
    ['address', 'host.example', undefined],
    ['subject', 'lsvaa0000n0000017', 'LSVAA0000N0000017'],
    ['subject', 'platform:East', 'platform:East'],
    ['subject', 'two words', undefined],
  ] as const)('%s %s is compared as %s', (kind, value, expected) => {
    expect(refusalValue(kind, value)).toBe(expected);
  });
});
