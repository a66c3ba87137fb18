import type { AccessRule } from '../rule.ts';

/** A role of administrators, by the patterns of the settings: a review has to say that it is still needed. */
export const administrator: AccessRule = {
  id: 'administrator',
  severity: 'low',
  holds: ({ roles, isEnabled }, { administrative }) => isEnabled && administrative(roles).length > 0,
};
