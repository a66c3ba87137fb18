import type { AccessRule } from '../rule.ts';

/** Groups whose members own a whole domain. */
const DOMAIN_GROUPS = ['domain admins', 'enterprise admins', 'schema admins'];
const EVERYTHING = /^sudo:(?:(?:[A-Z]+: ?)*ALL$|.*NOPASSWD)/;

/** Rights of root in other hands: id 0 besides root, sudo for everything or without a password, administrators of a domain. */
export const rootRights: AccessRule = {
  id: 'root-rights',
  severity: 'high',
  holds: ({ name, roles, isEnabled }) =>
    isEnabled &&
    name !== 'root' &&
    roles.some((role) => role === 'uid:0' || EVERYTHING.test(role) || DOMAIN_GROUPS.includes(role.toLowerCase())),
};
