import type { ApiToken, AuditLine, Me, Role, Session, User } from '../contract.ts';

const at = '2026-11-23T01:00:00.000Z';
const later = '2026-11-23T13:00:00.000Z';
const id = '0197f3c8-0000-7000-8000-000000000001';

/** Examples that the OpenAPI document shows. */
export const userExample: User = {
  id,
  name: 'zhang.wei',
  displayName: '张伟',
  status: 'active',
  roles: ['analyst'],
  secondFactor: true,
  mustChangePassword: false,
  lockedUntil: null,
  lastSignInAt: at,
  createdAt: at,
};
export const meExample: Me = {
  id,
  kind: 'user',
  name: 'zhang.wei',
  displayName: '张伟',
  roles: ['analyst'],
  permissions: ['detection.rules-read', 'governance.findings-read'],
  secondFactor: true,
  recoveryCodesLeft: 10,
  passwordExpiresAt: '2027-02-21T01:00:00.000Z',
};
export const sessionExample: Session = {
  id,
  current: true,
  ip: '10.1.2.3',
  userAgent: 'Mozilla/5.0',
  createdAt: at,
  lastSeenAt: at,
  expiresAt: later,
};
export const tokenExample: ApiToken = {
  id,
  name: 'TSP 日志采集',
  hint: 'chedun_Ab3d',
  scopes: ['ingest.write'],
  owner: 'zhang.wei',
  status: 'active',
  createdAt: at,
  expiresAt: later,
  lastUsedAt: null,
};
export const roleExample: Role = {
  id: 'audit-admin',
  title: { zh: '审计管理员', en: 'Audit administrator' },
  about: { zh: '查看、导出和校验审计记录', en: 'Reads, exports and verifies the audit trail' },
  administrator: true,
  permissions: [{ name: 'identity.audit-read', title: { zh: '查看审计记录', en: 'Read the audit trail' } }],
  users: 1,
};
export const auditExample: AuditLine = {
  seq: 12,
  at,
  actor: { kind: 'user', id, name: 'security-admin', ip: '10.1.2.3' },
  action: 'identity.roles-granted',
  target: { kind: 'user', id },
  outcome: 'done',
  before: { roles: [] },
  after: { roles: ['analyst'] },
  hash: '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
};
export const oneTimePasswordExample = 'kW3m-9xTq-Vb7R-pH2d';
export const secretExample = 'chedun_Ab3dE5fGh7jKm9nPq2rSt4uVw6xYz8Ab3dE5fGh7jKm';
export const done = { done: true } as const;
