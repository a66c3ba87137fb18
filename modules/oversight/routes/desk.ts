import { downloadRoute, route, type Route } from '@chedun/http';
import { z } from 'zod';
import {
  ExportList,
  IdParams,
  Incident,
  IncidentOrder,
  IncidentPage,
  IncidentQuery,
  Inspection,
  InspectionInput,
  InspectionList,
  ItemInput,
  ItemParams,
  oversightPermissions,
  RelayDone,
  RelayParams,
  ReportInput,
} from '../contract.ts';
import {
  exampleExport,
  exampleIncident,
  exampleIncidentLine,
  exampleInspection,
  exampleInspectionLine,
} from '../examples.ts';
import { download } from './download.ts';
import type { OversightUses } from './uses.ts';

const { desk: READ, act: ACT } = oversightPermissions;
const incident = { response: Incident, example: exampleIncident };
const inspection = { response: Inspection, example: exampleInspection };

const incidents = (uses: OversightUses): Route[] => [
  route({
    method: 'GET',
    path: '/oversight/incidents',
    operationId: 'listSupervisedIncidents',
    summary: { zh: '事件台', en: 'Incident desk' },
    permission: READ,
    audit: 'none',
    query: IncidentQuery,
    response: IncidentPage,
    example: { items: [exampleIncidentLine], next: null, total: 1 },
    handle: ({ query }) => uses.incidents(query),
  }),
  route({
    method: 'GET',
    path: '/oversight/incidents/:id',
    operationId: 'getSupervisedIncident',
    summary: { zh: '企业上报的一起事件', en: 'An incident of an enterprise' },
    permission: READ,
    audit: 'none',
    params: IdParams,
    ...incident,
    handle: ({ params }) => uses.incident(params.id),
  }),
];

const working = (uses: OversightUses): Route[] => [
  route({
    method: 'POST',
    path: '/oversight/incidents/:id/steps',
    operationId: 'workSupervisedIncident',
    summary: { zh: '核定级别、启动或结束响应、催报、办结', en: 'Confirm the level, respond, chase, close' },
    permission: ACT,
    audit: 'oversight.incident-worked',
    params: IdParams,
    body: IncidentOrder,
    ...incident,
    handle: async ({ params, body, actor }) => {
      await uses.work(params.id, body, actor);
      return uses.incident(params.id);
    },
  }),
  route({
    method: 'POST',
    path: '/oversight/incidents/:id/relays/:clock',
    operationId: 'recordRelay',
    summary: { zh: '登记转报', en: 'Record that an incident was passed on' },
    permission: ACT,
    audit: 'oversight.incident-relayed',
    params: RelayParams,
    body: RelayDone,
    ...incident,
    handle: async ({ params, body, actor }) => {
      await uses.relay(params.id, params.clock, body, actor);
      return uses.incident(params.id);
    },
  }),
  route({
    method: 'GET',
    path: '/oversight/exports',
    operationId: 'listSupervisedExports',
    summary: { zh: '数据出境登记', en: 'Register of data exports' },
    permission: READ,
    audit: 'none',
    response: ExportList,
    example: { items: [exampleExport] },
    handle: async () => ({ items: await uses.exports() }),
  }),
];

const inspections = (uses: OversightUses): Route[] => [
  route({
    method: 'GET',
    path: '/oversight/inspections',
    operationId: 'listInspections',
    summary: { zh: '监督检查', en: 'Inspections' },
    permission: READ,
    audit: 'none',
    response: InspectionList,
    example: { items: [exampleInspectionLine] },
    handle: async () => ({ items: await uses.inspections() }),
  }),
  route({
    method: 'POST',
    path: '/oversight/inspections',
    operationId: 'orderInspection',
    summary: { zh: '签发检查通知', en: 'Order an inspection' },
    permission: ACT,
    audit: 'oversight.inspection-ordered',
    body: InspectionInput,
    ...inspection,
    handle: async ({ body, actor }) => uses.inspection(await uses.order(body, actor)),
  }),
  route({
    method: 'GET',
    path: '/oversight/inspections/:id',
    operationId: 'getInspection',
    summary: { zh: '一次监督检查', en: 'An inspection' },
    permission: READ,
    audit: 'none',
    params: IdParams,
    ...inspection,
    handle: ({ params }) => uses.inspection(params.id),
  }),
];

const inspecting = (uses: OversightUses): Route[] => [
  route({
    method: 'PUT',
    path: '/oversight/inspections/:id/items/:item',
    operationId: 'fillInspectionItem',
    summary: { zh: '填写检查情况', en: 'Fill in an item' },
    permission: ACT,
    audit: 'oversight.inspection-item',
    params: ItemParams,
    body: ItemInput,
    ...inspection,
    handle: async ({ params, body, actor }) => {
      await uses.fill(params.id, params.item, body, actor);
      return uses.inspection(params.id);
    },
  }),
  route({
    method: 'POST',
    path: '/oversight/inspections/:id/report',
    operationId: 'reportInspection',
    summary: { zh: '出具检查记录', en: 'Issue the record of an inspection' },
    permission: ACT,
    audit: 'oversight.inspection-reported',
    params: IdParams,
    body: ReportInput,
    ...inspection,
    handle: async ({ params, body, actor }) => {
      await uses.report(params.id, body, actor);
      return uses.inspection(params.id);
    },
  }),
  route({
    method: 'POST',
    path: '/oversight/inspections/:id/cancel',
    operationId: 'cancelInspection',
    summary: { zh: '取消检查', en: 'Take an inspection back' },
    permission: ACT,
    audit: 'oversight.inspection-cancelled',
    params: IdParams,
    ...inspection,
    handle: async ({ params, actor }) => {
      await uses.cancel(params.id, actor);
      return uses.inspection(params.id);
    },
  }),
  downloadRoute({
    method: 'GET',
    path: '/oversight/inspections/:id/file',
    operationId: 'downloadInspectionFile',
    summary: { zh: '下载检查通知或检查记录', en: 'Download the order or the record' },
    permission: READ,
    audit: 'none',
    params: IdParams,
    query: z.object({ which: z.enum(['order', 'report']).default('order') }),
    handle: async ({ params, query }) => download(await uses.inspectionFile(params.id, query.which)),
  }),
];

/** Routes of the incident desk, the register of exports and inspections. */
export const deskRoutes = (uses: OversightUses): Route[] => [
  ...incidents(uses),
  ...working(uses),
  ...inspections(uses),
  ...inspecting(uses),
];
