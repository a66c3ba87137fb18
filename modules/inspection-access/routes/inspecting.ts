import { downloadRoute, route, type Route } from '@chedun/http';
import {
  AccessParams,
  EvidenceParams,
  inspectionAccessPermissions,
  LookPage,
  MineList,
  OwnLookQuery,
  TakeEvidence,
} from '../contract.ts';
import { exampleLook, exampleMine } from '../examples.ts';
import { file } from './answer.ts';
import type { AccessUses } from './uses.ts';

const INSPECT = inspectionAccessPermissions.inspect;
const mine = { response: MineList, example: { items: [exampleMine] } };
/** These speak of the caller's own inspections only. */
const own = { permission: INSPECT, guests: 'own-account' } as const;

/** What an inspector sees and does. */
export const inspecting = (uses: AccessUses): Route[] => [
  route({
    method: 'GET',
    path: '/inspection-access/mine',
    operationId: 'listMyInspections',
    summary: { zh: '我的检查', en: 'Inspections of the caller' },
    ...own,
    audit: 'none',
    ...mine,
    handle: async ({ actor }) => ({ items: await uses.mine(actor.id) }),
  }),
  route({
    method: 'GET',
    path: '/inspection-access/mine/looks',
    operationId: 'listMyLooks',
    summary: { zh: '我的查看记录', en: 'What the caller looked at' },
    ...own,
    audit: 'none',
    query: OwnLookQuery,
    response: LookPage,
    example: { items: [exampleLook], next: null, total: 1 },
    handle: ({ query, actor }) => uses.looks({ ...query, account: actor.id }),
  }),
  route({
    method: 'POST',
    path: '/inspection-access/mine/:id/evidence',
    operationId: 'takeInspectionEvidence',
    summary: { zh: '检查取证', en: 'Take evidence' },
    ...own,
    audit: 'inspection-access.evidence-taken',
    params: AccessParams,
    body: TakeEvidence,
    ...mine,
    handle: async ({ params, body, actor }) => {
      await uses.take(params.id, body, actor);
      return { items: await uses.mine(actor.id) };
    },
  }),
  downloadRoute({
    method: 'GET',
    path: '/inspection-access/mine/:id/evidence/:evidence/file',
    operationId: 'downloadMyEvidence',
    summary: { zh: '检查人员下载取证包', en: 'An inspector downloads evidence' },
    ...own,
    audit: 'none',
    params: EvidenceParams,
    handle: async ({ params, actor }) => file(await uses.ownBundle(params.id, params.evidence, actor)),
  }),
];
