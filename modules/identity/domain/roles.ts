import type { Bilingual } from '@chedun/kernel';
import { ADMINISTRATOR_ROLES, GUEST_ROLE, type RoleId } from '../contract.ts';

/** A role: what it may do, as patterns over permission names (`module.verb`, `*` stands for any run of characters). */
export interface RoleDefinition {
  readonly id: RoleId;
  readonly title: Bilingual;
  readonly about: Bilingual;
  readonly grants: readonly string[];
}

/** What is asked of every employee: to read rules and acknowledge them, to take exams. */
const EMPLOYEE = ['policies.acknowledge', 'training.take'] as const;

const READ_EVERYTHING = ['*.read', '*.*-read', ...EMPLOYEE] as const;

/** What every reviewer of the authority does; the opinion of an office takes a role of its own. */
const REVIEW = [
  'supervision.inbox',
  'supervision.review',
  'supervision.enterprises',
  'oversight.desk',
  'oversight.act',
  'oversight.decide',
] as const;

/**
 * The built-in roles. Wildcards never reach permissions of this module: who administers accounts is always named.
 * system, security and audit administrator are separated (三权分立, GB/T 22239-2019 8.1.5).
 */
export const ROLES: readonly RoleDefinition[] = [
  {
    id: 'system-admin',
    title: { zh: '系统管理员', en: 'System administrator' },
    about: {
      zh: '建立和停用账号，维护接入源与系统运行，提出日志删除；不能授予角色，不能看审计',
      en: 'Creates and disables accounts, runs sources and the system, proposes removals of logs; grants no roles, reads no audit trail',
    },
    grants: [
      'identity.users-read',
      'identity.users-write',
      'inspection-access.read',
      'inspection-access.manage',
      'inspection-access.withdraw',
      'ingest.sources-*',
      'ingest.quarantine-*',
      'retention.read',
      'retention.propose',
      'retention.hold',
      'playbooks.read',
      'playbooks.release',
      'access-reviews.read',
      'access-reviews.write',
      'posture.read',
    ],
  },
  {
    id: 'security-admin',
    title: { zh: '安全管理员', en: 'Security administrator' },
    about: {
      zh: '授予角色，管理登录策略、会话与令牌，批准日志删除；不能建立账号，不能看审计',
      en: 'Grants roles, keeps sign-in policy, sessions and tokens, approves removals of logs; creates no accounts, reads no audit trail',
    },
    grants: [
      'identity.users-read',
      'identity.roles-grant',
      'identity.policy-write',
      'identity.sessions-revoke',
      'identity.tokens-revoke',
      'retention.read',
      'retention.approve',
      'certificates.read',
      'certificates.approve',
      'pseudonyms.read',
      'pseudonyms.approve',
      'credentials.read',
      'credentials.approve',
      'inspection-access.read',
      'inspection-access.withdraw',
      'seal.read',
      'seal.witnesses-manage',
      'v2x-trust.read',
      'v2x-trust.accept',
      'drills.read',
      'drills.approve',
      'playbooks.read',
      'playbooks.release',
      'playbooks.approve',
      'policies.read',
      'policies.approve',
      'access-reviews.read',
      'access-reviews.decide',
      'posture.read',
    ],
  },
  {
    id: 'audit-admin',
    title: { zh: '审计管理员', en: 'Audit administrator' },
    about: {
      zh: '查看、导出和校验审计记录；不能修改任何内容',
      en: 'Reads, exports and verifies the audit trail; changes nothing',
    },
    grants: [
      'identity.users-read',
      'identity.audit-read',
      'retention.read',
      'inspection-access.read',
      'seal.read',
      'seal.verify',
      'access-reviews.read',
      'posture.read',
    ],
  },
  {
    id: 'analyst',
    title: { zh: '安全分析员', en: 'Security analyst' },
    about: { zh: '处置告警，检索事件，维护检测规则', en: 'Handles alerts, searches events, keeps detection rules' },
    grants: [
      ...READ_EVERYTHING,
      'detection.*',
      'correlation.*',
      'baselines.*',
      'workdays.*',
      'seal.prove',
      'seal.verify',
      'discovery.*',
      'exposure.*',
      'firewalls.*',
      'zones.*',
      'exposure.*',
      'captures.*',
      'watch.*',
      'intel.*',
      'warnings.*',
      'quality.*',
      'hunt.*',
      'search.*',
      'telemetry.*',
      'governance.findings-*',
      'incidents.*',
      'deadlines.*',
      'ingest.quarantine-*',
      'v2x-trust.verify',
      'gateway.contain',
      'duty-roster.*',
      'drills.manage',
      'drills.take-part',
      'drills.review',
      'drills.plan',
      'playbooks.*',
    ],
  },
  {
    id: 'engineer-pki',
    title: { zh: '密钥与证书工程师', en: 'PKI engineer' },
    about: { zh: '管理证书、密钥和车云身份认证', en: 'Keeps certificates, keys and the identities of vehicles' },
    grants: [
      ...READ_EVERYTHING,
      'trust.*',
      'certificates.*',
      'pseudonyms.*',
      'credentials.*',
      'signatures.*',
      'gateway.*',
      'cryptography.*',
      'crypto-assessment.*',
      'v2x-trust.*',
      'playbooks.run',
      'playbooks.release',
      'governance.findings-*',
    ],
  },
  {
    id: 'engineer-ota',
    title: { zh: 'OTA 工程师', en: 'OTA engineer' },
    about: { zh: '管理在线升级包与车端软件版本', en: 'Keeps update packages and the software versions of vehicles' },
    grants: [...READ_EVERYTHING, 'ota.*', 'assets.*', 'governance.findings-*'],
  },
  {
    id: 'engineer-data',
    title: { zh: '数据工程师', en: 'Data engineer' },
    about: { zh: '管理接入源、数据资产和数据安全', en: 'Keeps sources, data sets and their protection' },
    grants: [
      ...READ_EVERYTHING,
      'data.*',
      'ingest.*',
      'gateway.*',
      'search.*',
      'telemetry.*',
      'discovery.*',
      'exposure.*',
      'firewalls.*',
      'zones.*',
      'exposure.*',
      'assets.*',
      'governance.findings-*',
    ],
  },
  {
    id: 'engineer-product',
    title: { zh: '产品安全工程师', en: 'Product security engineer' },
    about: {
      zh: '处理漏洞，维护车辆、应用和服务资产',
      en: 'Handles vulnerabilities, keeps vehicles, apps and services',
    },
    grants: [
      ...READ_EVERYTHING,
      'vulnerabilities.*',
      'discovery.*',
      'exposure.*',
      'firewalls.*',
      'zones.*',
      'suppliers.*',
      'exposure.*',
      'captures.*',
      'apps.*',
      'assets.*',
      'platform-security.*',
      'governance.findings-*',
    ],
  },
  {
    id: 'compliance',
    title: { zh: '合规专员', en: 'Compliance officer' },
    about: {
      zh: '跟踪合规态势，办理备案、报告和评估',
      en: 'Follows the posture, runs filings, reports and assessments',
    },
    grants: [
      ...READ_EVERYTHING,
      'deadlines.*',
      'incidents.*',
      'posture.*',
      'duty-roster.*',
      'drills.*',
      'organisation.*',
      'critical-infrastructure.*',
      'policies.*',
      'training.write',
      'workdays.*',
      'filing.*',
      'risks.*',
      'suppliers.*',
      'access-reviews.*',
      'documents.*',
      'seal.prove',
      'seal.verify',
      'retention.hold',
      'governance.findings-*',
      'search.events-export',
      'warnings.packets-write',
      'assets.export',
      'crypto-assessment.write',
      'inspection-access.withdraw',
    ],
  },
  {
    id: 'reviewer',
    title: { zh: '监管审阅员', en: 'Supervision reviewer' },
    about: { zh: '审阅报送材料与合规证据；看不到原始日志', en: 'Reviews filings and evidence; sees no raw logs' },
    grants: [
      ...REVIEW,
      'posture.read',
      'governance.findings-read',
      'filing.*-read',
      'filing.read',
      'documents.*-read',
      'documents.read',
    ],
  },
  {
    id: 'reviewer-telecom',
    title: { zh: '电信主管部门审核员', en: 'Reviewer of the telecom authority' },
    about: {
      zh: '审核企业报送材料，代表电信主管部门出具意见',
      en: 'Reviews filings, speaks for the telecom authority',
    },
    grants: [...REVIEW, 'supervision.opinion-telecom'],
  },
  {
    id: 'reviewer-industry',
    title: { zh: '工信主管部门审核员', en: 'Reviewer of the industry authority' },
    about: {
      zh: '审核企业报送材料，代表工业和信息化主管部门出具意见',
      en: 'Reviews filings, speaks for the industry authority',
    },
    grants: [...REVIEW, 'supervision.opinion-industry'],
  },
  {
    id: 'supervised-enterprise',
    title: { zh: '企业报送账号', en: 'Account of a filing enterprise' },
    about: {
      zh: '仅用于企业向监管侧报送材料和取回回执，看不到其他任何内容',
      en: 'Hands packages in and fetches receipts, sees nothing else',
    },
    grants: ['supervision.exchange'],
  },
  {
    id: GUEST_ROLE,
    title: { zh: '监督检查人员', en: 'Inspector' },
    about: {
      zh: '仅在企业放行的检查时段内，只读查看检查通知列明的内容；每次查看都有记录，到期自动失效；不能与其他角色并存',
      en: 'Reads what the order of an inspection names, in its time box only; every look is recorded; stands alone',
    },
    grants: ['inspection-access.inspect'],
  },
  {
    id: 'viewer',
    title: { zh: '只读用户', en: 'Viewer' },
    about: {
      zh: '查看全部业务页面，确认已阅读制度、参加考试，不能修改',
      en: 'Sees every working page, acknowledges policies, takes exams, changes nothing',
    },
    grants: READ_EVERYTHING,
  },
];

const matcherOf = (pattern: string): ((permission: string) => boolean) => {
  if (!pattern.includes('*')) return (permission) => permission === pattern;
  const shape = new RegExp(`^${pattern.replaceAll('.', String.raw`\.`).replaceAll('*', '[a-z0-9-]*')}$`, 'u');
  return (permission) => !permission.startsWith('identity.') && shape.test(permission);
};

const MATCHERS = new Map(ROLES.map(({ id, grants }) => [id, grants.map(matcherOf)]));

/** The permissions of `known` that these roles grant; unknown role names grant nothing. */
export const permissionsOf = (roles: readonly string[], known: readonly string[]): ReadonlySet<string> => {
  // whoever is a guest is nothing else, also where somebody wrote another role beside it
  const counted = isGuest(roles) ? [GUEST_ROLE] : roles;
  const matchers = counted.flatMap((role) => MATCHERS.get(role as RoleId) ?? []);
  return new Set(known.filter((permission) => matchers.some((matches) => matches(permission))));
};

/** True when one of the roles is a separated administrator. */
export const isAdministrator = (roles: readonly string[]): boolean =>
  roles.some((role) => (ADMINISTRATOR_ROLES as readonly string[]).includes(role));

/** True for the account of an outsider who was let in. */
export const isGuest = (roles: readonly string[]): boolean => roles.includes(GUEST_ROLE);

/** An administrator role stands alone: 三权分立 only holds when no account joins two duties. So does that of a guest. */
export const rolesConflict = (roles: readonly string[]): boolean =>
  (isAdministrator(roles) || isGuest(roles)) && new Set(roles).size > 1;

/** Account administration never goes into tokens; reading the audit trail may, so that it can be archived elsewhere. */
export const mayBeScope = (permission: string): boolean =>
  !permission.startsWith('identity.') || permission === 'identity.audit-read';
