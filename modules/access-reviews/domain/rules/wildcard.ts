import type { AccessRule } from '../rule.ts';

const EVERYTHING = ['*', '*:*', '*.*', '*:*:*', 'all', '全部', '全部权限', '所有权限'];

/** A permission for everything: what nobody thought of is allowed too, against default-deny (默认拒绝). */
export const wildcard: AccessRule = {
  id: 'wildcard',
  severity: 'high',
  holds: ({ roles, isEnabled }) => isEnabled && roles.some((role) => EVERYTHING.includes(role.toLowerCase())),
};
