import { downloadRoute, route, type Route } from '@chedun/http';
import {
  AccessPage,
  AccessParams,
  AccessQuery,
  EvidenceParams,
  inspectionAccessPermissions,
  LookPage,
  LookQuery,
} from '../contract.ts';
import { exampleLine, exampleLook } from '../examples.ts';
import { file, one } from './answer.ts';
import type { AccessUses } from './uses.ts';

const READ = inspectionAccessPermissions.read;

/** What the enterprise sees. */
export const seeing = (uses: AccessUses): Route[] => [
  route({
    method: 'GET',
    path: '/inspection-access/inspections',
    operationId: 'listInspectionAccess',
    summary: { zh: '检查通知与放行情况', en: 'Inspections and who was let in' },
    permission: READ,
    audit: 'none',
    query: AccessQuery,
    response: AccessPage,
    example: { items: [exampleLine], next: null },
    handle: ({ query }) => uses.list(query),
  }),
  route({
    method: 'GET',
    path: '/inspection-access/inspections/:id',
    operationId: 'getInspectionAccess',
    summary: { zh: '一次检查', en: 'An inspection' },
    permission: READ,
    audit: 'none',
    params: AccessParams,
    ...one,
    handle: ({ params }) => uses.read(params.id),
  }),
  route({
    method: 'GET',
    path: '/inspection-access/looks',
    operationId: 'listInspectionLooks',
    summary: { zh: '检查查看记录', en: 'Who looked at what' },
    permission: READ,
    audit: 'none',
    query: LookQuery,
    response: LookPage,
    example: { items: [exampleLook], next: null, total: 1 },
    handle: ({ query }) => uses.looks(query),
  }),
  downloadRoute({
    method: 'GET',
    path: '/inspection-access/inspections/:id/evidence/:evidence/file',
    operationId: 'downloadInspectionEvidence',
    summary: { zh: '下载取证包', en: 'Download a bundle of evidence' },
    permission: READ,
    audit: 'none',
    params: EvidenceParams,
    handle: async ({ params }) => file(await uses.bundle(params.id, params.evidence)),
  }),
];
