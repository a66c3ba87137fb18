import type { AccessAccount, Decision, Origin } from '../contract.ts';

/** `open`: not verified yet; `held`: a collection found it not carried out. */
export type TaskStateName = 'open' | 'held' | 'done' | 'superseded';

/** What a decision asks for. */
export interface Asked {
  readonly decision: Decision;
  /** Roles when it was decided. */
  readonly roles: readonly string[];
}

/**
 * Whether a collection shows that a decision was carried out. Removed means gone; an account of CheDun itself is never deleted, so
 * that its traces keep their name, and counts as removed when it is disabled. Reduced means that a role is gone and none came.
 */
export const isCarriedOut = (
  { decision, roles }: Asked,
  account: AccessAccount | undefined,
  origin: Origin,
): boolean => {
  if (account === undefined) return true;
  if (decision === 'remove') return origin === 'own' && !account.isEnabled;
  if (decision === 'disable') return !account.isEnabled;
  if (decision === 'keep') return true;
  const before = new Set(roles);
  return account.roles.length < before.size && account.roles.every((role) => before.has(role));
};
