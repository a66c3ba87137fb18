import { describe, expect, it } from 'vitest';
import { totp } from './totp.ts';

describe('the authenticator of the journeys', () => {
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [20_000_000_000, '353130'],
  ])('shows at %i s what RFC 6238 appendix B says', (seconds, code) => {
    expect(totp('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', seconds * 1000)).toBe(code);
  });
});
