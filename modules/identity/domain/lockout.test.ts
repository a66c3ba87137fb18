import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Failures, NO_FAILURES, afterFailure, isLocked } from './lockout.ts';
import { DEFAULT_POLICY } from './password.ts';

const policy = { ...DEFAULT_POLICY, lockAfterFailures: 3, lockMinutes: 10 };
const fail = (state: Failures, now: number) => afterFailure(policy, state, now);

describe('lockout', () => {
  it('locks at the last allowed failure, for the time of the policy', () => {
    const twice = fail(fail(NO_FAILURES, 0), 1);
    expect(isLocked(twice, 1)).toBe(false);
    const locked = fail(twice, 2);
    expect(locked).toEqual({ failures: 3, lockedUntil: 600_002 });
    expect(isLocked(locked, 600_001)).toBe(true);
    expect(isLocked(locked, 600_002)).toBe(false);
  });

  it('counts anew after a lock has ended', () => {
    const locked = { failures: 3, lockedUntil: 100 };
    expect(fail(locked, 100)).toEqual({ failures: 1, lockedUntil: undefined });
  });

  it('prolongs a lock when guessing goes on inside it', () => {
    expect(fail({ failures: 3, lockedUntil: 100 }, 50).lockedUntil).toBe(600_050);
  });

  it('locks exactly when that many failures followed one another', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 20 }), fc.integer({ min: 1, max: 40 }), (limit, times) => {
        let state: Failures = NO_FAILURES;
        for (let i = 0; i < times; i += 1) state = afterFailure({ ...policy, lockAfterFailures: limit }, state, i);
        return isLocked(state, times) === times >= limit;
      }),
    );
  });
});
