import { buffer } from 'node:stream/consumers';
import { route, uploadRoute, type Route } from '@chedun/http';
import {
  Accept,
  AccessParams,
  GuestList,
  inspectionAccessPermissions,
  InspectorParams,
  LetIn,
  LetInResult,
  MOST_ORDER,
  Why,
} from '../contract.ts';
import { exampleAccess, exampleLine } from '../examples.ts';
import { one } from './answer.ts';
import type { AccessUses } from './uses.ts';

const { manage: MANAGE, withdraw: WITHDRAW } = inspectionAccessPermissions;

const ordering = (uses: AccessUses): Route[] => [
  uploadRoute({
    method: 'POST',
    path: '/inspection-access/orders',
    operationId: 'bringInspectionOrder',
    summary: { zh: '导入检查通知', en: 'Bring the order of an inspection' },
    permission: MANAGE,
    audit: 'inspection-access.order-brought',
    maxBytes: MOST_ORDER,
    ...one,
    handle: async ({ body, actor }) => uses.read(await uses.bring(new Uint8Array(await buffer(body)), actor)),
  }),
  route({
    method: 'POST',
    path: '/inspection-access/inspections/:id/accept',
    operationId: 'acceptInspection',
    summary: { zh: '核对签名证书并接受检查通知', en: 'Accept an order after comparing its certificate' },
    permission: MANAGE,
    audit: 'inspection-access.accepted',
    params: AccessParams,
    body: Accept,
    ...one,
    handle: async ({ params, body, actor }) => {
      await uses.accept(params.id, body, actor);
      return uses.read(params.id);
    },
  }),
  route({
    method: 'POST',
    path: '/inspection-access/inspections/:id/refuse',
    operationId: 'refuseInspection',
    summary: { zh: '不予接受检查通知', en: 'Refuse an order' },
    permission: MANAGE,
    audit: 'inspection-access.refused',
    params: AccessParams,
    body: Why,
    ...one,
    handle: async ({ params, body, actor }) => {
      await uses.refuse(params.id, body.why, actor);
      return uses.read(params.id);
    },
  }),
];

const admitting = (uses: AccessUses): Route[] => [
  route({
    method: 'GET',
    path: '/inspection-access/guests',
    operationId: 'listInspectionGuests',
    summary: { zh: '可放行的检查账号', en: 'Accounts of inspectors' },
    permission: MANAGE,
    audit: 'none',
    response: GuestList,
    example: { items: [{ id: exampleLine.id, name: '周明' }] },
    handle: async () => ({ items: await uses.guests() }),
  }),
  route({
    method: 'POST',
    path: '/inspection-access/inspections/:id/inspectors/:position/let-in',
    operationId: 'letInspectorIn',
    summary: { zh: '放行一名检查人员', en: 'Let an inspector in' },
    permission: MANAGE,
    audit: 'inspection-access.let-in',
    params: InspectorParams,
    body: LetIn,
    response: LetInResult,
    example: { ...exampleAccess, login: 'zhou.ming', oneTimePassword: null },
    handle: async ({ params, body, actor }) => {
      const made = await uses.letIn(params, body, actor);
      return { ...(await uses.read(params.id)), ...made };
    },
  }),
];

const ending = (uses: AccessUses): Route[] => [
  route({
    method: 'POST',
    path: '/inspection-access/inspections/:id/inspectors/:position/show-out',
    operationId: 'showInspectorOut',
    summary: { zh: '收回一名检查人员的授权', en: 'Show an inspector out' },
    permission: WITHDRAW,
    audit: 'inspection-access.shown-out',
    params: InspectorParams,
    body: Why,
    ...one,
    handle: async ({ params, body, actor }) => {
      await uses.showOut(params, body.why, actor);
      return uses.read(params.id);
    },
  }),
  route({
    method: 'POST',
    path: '/inspection-access/inspections/:id/withdraw',
    operationId: 'withdrawInspection',
    summary: { zh: '立即收回全部授权', en: 'End an inspection at once' },
    permission: WITHDRAW,
    audit: 'inspection-access.withdrawn',
    params: AccessParams,
    body: Why,
    ...one,
    handle: async ({ params, body, actor }) => {
      await uses.withdraw(params.id, body.why, actor);
      return uses.read(params.id);
    },
  }),
];

/** What the enterprise decides. */
export const managing = (uses: AccessUses): Route[] => [...ordering(uses), ...admitting(uses), ...ending(uses)];
