import { type Route, downloadRoute, route } from '@chedun/http';
import { verifyAudit } from '@chedun/records';
import { exportAudit, listAudit } from '../audit-trail.ts';
import {
  AuditExportQuery,
  AuditPage,
  AuditQuery,
  AuditVerification,
  Policy,
  identityPermissions,
} from '../contract.ts';
import { DEFAULT_POLICY } from '../domain/password.ts';
import { loadPolicy, read } from '../store.ts';
import { changePolicy, noteAuditExport } from '../use-cases/policy.ts';
import type { World } from '../world.ts';
import { auditExample } from './examples.ts';

/** Rules of sign-in. */
export const policyRoutes = (world: World): readonly Route[] => [
  route({
    method: 'GET',
    path: '/identity/policy',
    operationId: 'getPolicy',
    summary: { zh: '登录安全策略', en: 'The sign-in policy' },
    permission: 'signed-in',
    audit: 'none',
    response: Policy,
    example: DEFAULT_POLICY,
    handle: () => loadPolicy(read(world.records)),
  }),
  route({
    method: 'PUT',
    path: '/identity/policy',
    operationId: 'changePolicy',
    summary: { zh: '修改登录安全策略', en: 'Change the sign-in policy' },
    permission: identityPermissions.policyWrite,
    audit: 'identity.policy-changed',
    body: Policy,
    response: Policy,
    example: DEFAULT_POLICY,
    handle: ({ body, actor }) => changePolicy(world)(body, actor),
  }),
];

/** The audit trail of the whole product. */
export const auditRoutes = (world: World): readonly Route[] => [
  route({
    method: 'GET',
    path: '/identity/audit',
    operationId: 'listAudit',
    summary: { zh: '审计记录', en: 'The audit trail' },
    permission: identityPermissions.auditRead,
    audit: 'none',
    query: AuditQuery,
    response: AuditPage,
    example: { items: [auditExample], next: null },
    handle: ({ query }) => listAudit(world.records, query),
  }),
  downloadRoute({
    method: 'GET',
    path: '/identity/audit/export',
    operationId: 'exportAudit',
    summary: { zh: '导出审计记录', en: 'Export the audit trail' },
    permission: identityPermissions.auditRead,
    audit: 'identity.audit-exported',
    query: AuditExportQuery,
    handle: async ({ query, actor }) => {
      await noteAuditExport(world)(query, actor);
      const day = new Date(world.clock.now()).toISOString().slice(0, 10);
      return {
        contentType: 'text/csv; charset=utf-8',
        fileName: `审计记录-${day}.csv`,
        body: exportAudit(world.records, query),
      };
    },
  }),
  route({
    method: 'POST',
    path: '/identity/audit/verify',
    operationId: 'verifyAudit',
    summary: { zh: '校验审计链是否完整', en: 'Verify the chain of the audit trail' },
    permission: identityPermissions.auditRead,
    audit: 'none',
    response: AuditVerification,
    example: { kind: 'intact', lines: 12, head: auditExample.hash },
    handle: () => verifyAudit(world.records),
  }),
];
