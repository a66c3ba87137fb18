import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { downloadRoute, route, uploadRoute, type Route } from '@chedun/http';
import type { ActorRef } from '@chedun/kernel';
import type { z } from 'zod';
import {
  EvidenceParams,
  EvidenceQuery,
  EvidenceVerdict,
  Incident,
  IncidentParams,
  incidentPermissions,
  MOST_EVIDENCE,
  MOST_RECEIPT,
  ReportOrder,
  ReportParams,
  SubmittedQuery,
} from '../contract.ts';
import { exampleIncident } from '../examples.ts';

type Order = z.output<typeof ReportOrder>;

/** What the routes of files and reports stand on. */
export interface FileUses {
  readonly screens: { readonly detail: (id: string) => Promise<Incident> };
  readonly addEvidence: (
    id: string,
    about: z.output<typeof EvidenceQuery>,
    body: AsyncIterable<Uint8Array>,
    actor: ActorRef,
  ) => Promise<void>;
  readonly readEvidence: (
    id: string,
    evidence: string,
    actor: ActorRef,
  ) => Promise<{ readonly name: string; readonly body: Readable }>;
  readonly verifyEvidence: (id: string, evidence: string, actor: ActorRef) => Promise<z.output<typeof EvidenceVerdict>>;
  readonly issueReport: (id: string, order: Order, actor: ActorRef) => Promise<void>;
  readonly recordSubmission: (
    id: string,
    report: string,
    given: z.output<typeof SubmittedQuery> & { readonly bytes: Uint8Array },
    actor: ActorRef,
  ) => Promise<void>;
}

const { read: READ, handle: HANDLE, report: REPORT } = incidentPermissions;
const answer = { response: Incident, example: exampleIncident } as const;

const evidence = (uses: FileUses): Route[] => [
  uploadRoute({
    ...answer,
    method: 'POST',
    path: '/incidents/:id/evidence',
    operationId: 'addIncidentEvidence',
    summary: { zh: '固定证据', en: 'Take a file into custody' },
    permission: HANDLE,
    audit: 'incidents.evidence',
    params: IncidentParams,
    query: EvidenceQuery,
    maxBytes: MOST_EVIDENCE,
    handle: async ({ params, query, body, actor }) => {
      await uses.addEvidence(params.id, query, body, actor);
      return uses.screens.detail(params.id);
    },
  }),
  downloadRoute({
    method: 'GET',
    path: '/incidents/:id/evidence/:evidence',
    operationId: 'downloadIncidentEvidence',
    summary: { zh: '下载证据', en: 'A piece of evidence; who took it stays in its custody' },
    permission: READ,
    audit: 'incidents.evidence-taken',
    params: EvidenceParams,
    handle: async ({ params, actor }) => {
      const { name, body } = await uses.readEvidence(params.id, params.evidence, actor);
      return { contentType: 'application/octet-stream', fileName: name, body };
    },
  }),
  route({
    method: 'POST',
    path: '/incidents/:id/evidence/:evidence/verify',
    operationId: 'verifyIncidentEvidence',
    summary: { zh: '校验证据', en: 'Compare a piece of evidence with what was taken into custody' },
    permission: HANDLE,
    audit: 'incidents.evidence-verified',
    params: EvidenceParams,
    response: EvidenceVerdict,
    example: { intact: true, sm3: '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0' },
    handle: ({ params, actor }) => uses.verifyEvidence(params.id, params.evidence, actor),
  }),
];

const reports = (uses: FileUses): Route[] => [
  route({
    ...answer,
    method: 'POST',
    path: '/incidents/:id/reports',
    operationId: 'issueIncidentReport',
    summary: { zh: '签发事件报告', en: 'Issue a report as a signed document; it is handed in by people' },
    permission: REPORT,
    audit: 'incidents.report',
    params: IncidentParams,
    body: ReportOrder,
    handle: async ({ params, body, actor }) => {
      await uses.issueReport(params.id, body, actor);
      return uses.screens.detail(params.id);
    },
  }),
  uploadRoute({
    ...answer,
    method: 'POST',
    path: '/incidents/:id/reports/:report/submitted',
    operationId: 'recordIncidentSubmission',
    summary: { zh: '登记已报送及回执', en: 'Record that a report was handed in, with its receipt' },
    permission: REPORT,
    audit: 'incidents.submitted',
    params: ReportParams,
    query: SubmittedQuery,
    maxBytes: MOST_RECEIPT,
    handle: async ({ params, query, body, actor }) => {
      await uses.recordSubmission(params.id, params.report, { ...query, bytes: await buffer(body) }, actor);
      return uses.screens.detail(params.id);
    },
  }),
  downloadRoute({
    method: 'GET',
    path: '/incidents/:id/export',
    operationId: 'exportIncident',
    summary: { zh: '导出事件全部记录', en: 'Everything of an incident as JSON' },
    permission: READ,
    audit: 'incidents.exported',
    params: IncidentParams,
    handle: async ({ params }) => {
      const incident = await uses.screens.detail(params.id);
      return {
        contentType: 'application/json; charset=utf-8',
        fileName: `${incident.number}.json`,
        body: Readable.from([JSON.stringify(incident, undefined, 2)]),
      };
    },
  }),
];

/** Routes of evidence and reports. */
export const fileRoutes = (uses: FileUses): Route[] => [...evidence(uses), ...reports(uses)];
