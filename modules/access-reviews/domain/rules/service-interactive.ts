import type { AccessRule } from '../rule.ts';

/** An account of a service with which people can sign in at a prompt. */
export const serviceInteractive: AccessRule = {
  id: 'service-interactive',
  severity: 'medium',
  holds: ({ kind, isEnabled, isInteractive }) => isEnabled && kind === 'service' && isInteractive === true,
};
