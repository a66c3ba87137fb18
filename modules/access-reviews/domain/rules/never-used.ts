import type { AccessRule } from '../rule.ts';

/** Nobody has ever signed in. */
export const neverUsed: AccessRule = {
  id: 'never-used',
  severity: 'low',
  holds: ({ hasSignedIn, isEnabled, kind }) => isEnabled && kind !== 'service' && hasSignedIn === false,
};
