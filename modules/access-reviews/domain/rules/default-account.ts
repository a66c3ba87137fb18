import type { AccessRule } from '../rule.ts';

const NAMES = ['admin', 'administrator', 'guest', 'test', 'demo', 'default', 'user', 'sa', 'scott', '管理员', '测试'];

/** An account that comes with the product or was made for a trial, and is still enabled. */
export const defaultAccount: AccessRule = {
  id: 'default-account',
  severity: 'medium',
  holds: ({ name, isEnabled }) => isEnabled && NAMES.includes(name.toLowerCase()),
};
