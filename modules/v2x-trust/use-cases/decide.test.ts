import { describe, expect, it } from 'vitest';
import { decidedStatus } from './decide.ts';

const ann = { kind: 'user', id: 'ann', name: 'Ann' } as const;
const proposed = { status: 'proposed', proposed_by: 'ann' } as const;

describe('a decision about trust', () => {
  it('is made by another person than the one who proposed it', () => {
    expect(decidedStatus(proposed, 'accept', { kind: 'user', id: 'bob', name: 'Bob' })).toBe('accepted');
    expect(() => decidedStatus(proposed, 'accept', ann)).toThrow('v2x-trust.same-person');
  });

  it('takes the own token of that person for the same person', () => {
    const token = { kind: 'token', id: 't1', name: 'script', owner: 'ann' } as const;
    expect(() => decidedStatus(proposed, 'accept', token)).toThrow('v2x-trust.same-person');
    expect(decidedStatus(proposed, 'accept', { ...token, owner: 'bob' })).toBe('accepted');
  });

  it('needs nobody else to reject', () => {
    expect(decidedStatus(proposed, 'reject', ann)).toBe('rejected');
  });
});
