import type {
  AccessAccount,
  AccessFlag,
  AccessRuleId,
  AccessSettings,
  AccessSystem,
  FlaggedAccount,
} from '../contract.ts';
import { matcher, type AccessRule, type RuleContext } from './rule.ts';
import { administrator } from './rules/administrator.ts';
import { conflictingDuties } from './rules/conflicting-duties.ts';
import { defaultAccount } from './rules/default-account.ts';
import { dormant } from './rules/dormant.ts';
import { neverUsed } from './rules/never-used.ts';
import { noSecondFactor } from './rules/no-second-factor.ts';
import { orphan } from './rules/orphan.ts';
import { rootRights } from './rules/root-rights.ts';
import { serviceInteractive } from './rules/service-interactive.ts';
import { shared } from './rules/shared.ts';
import { wildcard } from './rules/wildcard.ts';

/** Every rule, the worst first. */
export const RULES: readonly AccessRule[] = [
  rootRights,
  conflictingDuties,
  orphan,
  noSecondFactor,
  wildcard,
  defaultAccount,
  shared,
  dormant,
  serviceInteractive,
  neverUsed,
  administrator,
];

/** What rules go by until somebody changes it: defaults of the product. */
export const DEFAULT_SETTINGS: AccessSettings = {
  administrators: [
    '*admin*',
    '*管理员*',
    '*superuser*',
    'root',
    'dba',
    'sysdba',
    'sa',
    'uid:0',
    'group:wheel',
    'group:sudo',
    'group:root',
    'group:docker',
    'sudo:*',
  ],
  conflicts: [
    ['system-admin', 'security-admin', 'audit-admin'],
    ['系统管理员', '安全管理员', '审计管理员'],
    ['*开发*', '*生产*管理员*'],
  ],
};

/** The context of rules for settings. */
export const contextOf = (
  { administrators, conflicts }: AccessSettings,
  rest: Pick<RuleContext, 'now' | 'origin' | 'people'>,
): RuleContext => {
  const isAdministrative = matcher(administrators);
  return { ...rest, conflicts, administrative: (roles) => roles.filter(isAdministrative) };
};

/** Which rules the last review accepted for an account. */
export type Accepted = ReadonlyMap<string, ReadonlySet<AccessRuleId>>;

/** Accounts with their flags, in the order of the rules. */
export const flagged = (
  accounts: readonly AccessAccount[],
  context: RuleContext,
  accepted: Accepted,
): FlaggedAccount[] =>
  accounts.map((account) => ({
    ...account,
    flags: RULES.filter(({ holds }) => holds(account, context)).map(({ id, severity }): AccessFlag => ({
      rule: id,
      severity,
      isAccepted: accepted.get(account.name)?.has(id) === true,
    })),
  }));

/** Flags that no review has accepted. */
export const standing = ({ flags }: FlaggedAccount): AccessFlag[] => flags.filter(({ isAccepted }) => !isAccepted);

/** How often each rule stands, in the order of the rules. */
export const countsOf = (accounts: readonly FlaggedAccount[]): AccessSystem['counts'] => {
  const all = accounts.flatMap(standing);
  return RULES.map(({ id }) => ({ rule: id, count: all.filter(({ rule }) => rule === id).length })).filter(
    ({ count }) => count > 0,
  );
};
