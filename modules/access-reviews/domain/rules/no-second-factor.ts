import type { AccessRule } from '../rule.ts';

/** An administrator who signs in with one factor only. */
export const noSecondFactor: AccessRule = {
  id: 'no-second-factor',
  severity: 'high',
  holds: ({ roles, isEnabled, kind, hasSecondFactor }, { administrative }) =>
    isEnabled && kind !== 'service' && hasSecondFactor === false && administrative(roles).length > 0,
};
