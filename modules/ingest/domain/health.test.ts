import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { healthOf } from './health.ts';
import { refusesWrongChecksum } from './self-test.ts';

const NOW = 1_800_000_000_000;
const MINUTE = 60_000;
const heard = { enabled: true, lastSeen: NOW - MINUTE, silentAfterMinutes: 10, recentEvents: 95, recentQuarantined: 5 };

describe('health of a source', () => {
  it.each([
    ['healthy', {}],
    ['healthy', { recentEvents: 0, recentQuarantined: 0 }],
    ['failing', { recentEvents: 94, recentQuarantined: 6 }],
    ['failing', { recentEvents: 0, recentQuarantined: 1 }],
    ['healthy', { lastSeen: NOW - 10 * MINUTE }],
    ['silent', { lastSeen: NOW - 10 * MINUTE - 1 }],
    ['waiting', { lastSeen: null }],
    ['disabled', { enabled: false, lastSeen: null }],
  ] as const)('is %s with %j', (health, given) => {
    expect(healthOf({ ...heard, ...given }, NOW)).toBe(health);
  });

  it('falls silent once and stays so as time goes by', () => {
    fc.assert(
      fc.property(fc.nat(1e9), fc.nat(1e9), (first, more) => {
        if (healthOf(heard, NOW + first) === 'silent') expect(healthOf(heard, NOW + first + more)).toBe('silent');
      }),
    );
  });
});

describe('the self-test of the vehicle link', () => {
  it('proves at any time that a wrong checksum is refused', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2020-01-01'), max: new Date('2090-01-01'), noInvalidDate: true }),
        (date) => {
          expect(refusesWrongChecksum(date.getTime())).toBe(true);
        },
      ),
    );
  });
});
