import type { FindingReport } from '@chedun/governance/contract';
import { createHash } from 'node:crypto';
import type { AccessRuleId, Decision, FlaggedAccount } from '../contract.ts';
import { RULES, standing } from './judge.ts';

const TITLES: Readonly<Record<AccessRuleId, { readonly zh: string; readonly en: string }>> = {
  'root-rights': { zh: '非 root 账号拥有最高权限', en: 'accounts besides root have the rights of root' },
  'conflicting-duties': { zh: '不相容职责集中于同一账号', en: 'accounts join duties that have to be apart' },
  orphan: { zh: '账号的使用人已离职或无人负责', en: 'accounts that nobody in service holds' },
  'no-second-factor': { zh: '管理员账号未启用双因素认证', en: 'administrators without a second factor' },
  wildcard: { zh: '账号被授予全部权限，违反默认拒绝', en: 'accounts that may do everything, against default-deny' },
  'default-account': { zh: '默认或测试账号仍在启用', en: 'default or test accounts that are enabled' },
  shared: { zh: '多人共用账号', en: 'accounts that several people share' },
  dormant: { zh: '账号长期未登录', en: 'accounts that nobody has used for long' },
  'never-used': { zh: '账号从未登录', en: 'accounts that nobody has ever used' },
  'service-interactive': { zh: '服务账号可交互登录', en: 'accounts of services that people can sign in with' },
  administrator: { zh: '管理员权限待审查', en: 'administrators to be reviewed' },
};
const DECIDED: Readonly<Record<Decision, { readonly zh: string; readonly en: string }>> = {
  keep: { zh: '保留', en: 'be kept' },
  reduce: { zh: '缩减权限', en: 'lose rights' },
  disable: { zh: '停用', en: 'be disabled' },
  remove: { zh: '删除', en: 'be removed' },
};
/** Advice for the page and the review alone. */
const UNREPORTED: readonly AccessRuleId[] = ['administrator', 'never-used'];
const EXAMPLES = 20;

interface Of {
  readonly id: string;
  readonly name: string;
}
/** A decision that was not carried out. */
export interface HeldTask {
  readonly account: string;
  readonly decision: Decision;
  readonly decidedAt: Date;
}

const common = ({ name }: Of, now: number) => {
  const at = new Date(now).toISOString();
  return {
    kind: 'weakness' as const,
    module: 'access-reviews',
    assets: [{ kind: 'service' as const, id: name.slice(0, 200) }],
    obligations: ['1.1-i'],
    count: 1,
    firstSeen: at,
    lastSeen: at,
    receivedAt: at,
    samples: [],
  };
};

/** Findings of a system: one for each rule that stands, one for each decision that was not carried out. `now` in ms since 1970. */
export const findingsOf = (
  system: Of,
  accounts: readonly FlaggedAccount[],
  held: readonly HeldTask[],
  now: number,
): FindingReport[] => [
  ...RULES.flatMap(({ id, severity }): FindingReport[] => {
    const names = accounts.filter((each) => standing(each).some(({ rule }) => rule === id)).map(({ name }) => name);
    if (names.length === 0 || UNREPORTED.includes(id)) return [];
    return [
      {
        ...common(system, now),
        fingerprint: `access-reviews:${system.id}:${id}`,
        title: `System ${system.name}: ${TITLES[id].en}`,
        titleZh: `系统“${system.name}”：${TITLES[id].zh}`,
        severity,
        facts: { accounts: names.length, examples: names.slice(0, EXAMPLES).join(', ').slice(0, 500) },
      },
    ];
  }),
  ...held.map(({ account, decision, decidedAt }): FindingReport => ({
    ...common(system, now),
    fingerprint: `access-reviews:${system.id}:held:${createHash('sm3').update(account).digest('hex').slice(0, 24)}`,
    title: `System ${system.name}: account ${account} was to ${DECIDED[decision].en} and is still there`.slice(0, 500),
    titleZh: `系统“${system.name}”：账号 ${account} 已决定${DECIDED[decision].zh}，仍未执行`.slice(0, 500),
    severity: decision === 'reduce' ? 'medium' : 'high',
    facts: { account, decidedAt: decidedAt.toISOString() },
  })),
];
