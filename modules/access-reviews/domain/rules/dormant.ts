import type { AccessRule } from '../rule.ts';

/** Days without a sign-in: default of the product. */
export const DORMANT_DAYS = 90;
const DAY_MS = 86_400_000;

/** Nobody has signed in for long. */
export const dormant: AccessRule = {
  id: 'dormant',
  severity: 'medium',
  holds: ({ lastSignInAt, isEnabled, kind }, { now }) =>
    isEnabled && kind !== 'service' && lastSignInAt !== null && now - Date.parse(lastSignInAt) > DORMANT_DAYS * DAY_MS,
};
