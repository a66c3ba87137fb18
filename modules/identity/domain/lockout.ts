import type { Policy } from '../contract.ts';

/** Failed sign-ins of one account; times in milliseconds since 1970 UTC. */
export interface Failures {
  readonly failures: number;
  readonly lockedUntil: number | undefined;
}

/** True while nobody can sign in to the account. */
export const isLocked = (state: Failures, now: number): boolean =>
  state.lockedUntil !== undefined && state.lockedUntil > now;

/** State after one more failure: the last allowed one locks; a lock that has ended starts the count anew. */
export const afterFailure = (policy: Policy, state: Failures, now: number): Failures => {
  const ended = state.lockedUntil !== undefined && state.lockedUntil <= now;
  const failures = (ended ? 0 : state.failures) + 1;
  return failures >= policy.lockAfterFailures
    ? { failures, lockedUntil: now + policy.lockMinutes * 60_000 }
    : { failures, lockedUntil: undefined };
};

/** State after a successful sign-in or an unlock. */
export const NO_FAILURES: Failures = { failures: 0, lockedUntil: undefined };
