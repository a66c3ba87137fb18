import { Readable } from 'node:stream';
import { downloadRoute, route, type Route } from '@chedun/http';
import type { ActorRef } from '@chedun/kernel';
import { z } from 'zod';
import {
  ChainReport,
  CheckParams,
  Evidence,
  EvidenceList,
  EvidenceParams,
  ObligationDetail,
  ObligationParams,
  OscalParams,
  OscalQuery,
  Posture,
  posturePermissions,
} from './contract.ts';
import { exampleDetail, exampleEvidence } from './examples.ts';
import type { PostureView } from './read-model.ts';
import { acceptingRoutes, type AcceptingUses } from './routes/accepting.ts';
import { assetRoutes, type AssetUses } from './routes/assets.ts';

const Limit = z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) });

/** What the routes of the posture stand on. */
export interface PostureUses extends AcceptingUses, AssetUses {
  readonly posture: () => Promise<PostureView>;
  readonly detail: (id: string) => Promise<ObligationDetail>;
  readonly evidence: (checkId: string, limit: number) => Promise<Evidence[]>;
  readonly run: (checkId: string, actor: ActorRef) => Promise<Evidence>;
  readonly chain: () => Promise<ChainReport>;
  /** An OSCAL document as text. */
  readonly oscal: (model: z.infer<typeof OscalParams>['model'], party: string | undefined) => Promise<string>;
  readonly attachment: (evidenceId: string) => Promise<{ readonly name: string; readonly body: Readable }>;
}

const { read: READ, run: RUN } = posturePermissions;

const reading = (uses: PostureUses): Route[] => [
  route({
    method: 'GET',
    path: '/posture',
    operationId: 'getPosture',
    summary: { zh: '通知义务的合规态势', en: 'Posture of the obligations of the notice' },
    permission: READ,
    audit: 'none',
    response: Posture,
    example: { obligations: [], counts: { green: 0, amber: 0, red: 0, none: 113 } },
    handle: () => uses.posture(),
  }),
  route({
    method: 'GET',
    path: '/posture/obligations/:id',
    operationId: 'getObligation',
    summary: {
      zh: '一项义务：原文、检查、证据、隐患与历史',
      en: 'An obligation: text, checks, evidence, findings and history',
    },
    permission: READ,
    audit: 'none',
    params: ObligationParams,
    response: ObligationDetail,
    example: exampleDetail,
    handle: ({ params }) => uses.detail(params.id),
  }),
  route({
    method: 'GET',
    path: '/posture/checks/:id/evidence',
    operationId: 'listEvidence',
    summary: { zh: '一项检查的历史证据', en: 'Evidence of a check, newest first' },
    permission: READ,
    audit: 'none',
    params: CheckParams,
    query: Limit,
    response: EvidenceList,
    example: { items: [exampleEvidence] },
    handle: async ({ params, query }) => ({ items: await uses.evidence(params.id, query.limit) }),
  }),
  route({
    method: 'GET',
    path: '/posture/chain',
    operationId: 'verifyEvidence',
    summary: { zh: '校验证据链', en: 'Recompute the chain of evidence' },
    permission: READ,
    audit: 'none',
    response: ChainReport,
    example: { rows: 1200, head: 'a7'.repeat(32), unlinked: 0, brokenAt: null },
    handle: () => uses.chain(),
  }),
];

const taking = (uses: PostureUses): Route[] => [
  route({
    method: 'POST',
    path: '/posture/checks/:id/run',
    operationId: 'runCheck',
    summary: { zh: '立即执行一项检查', en: 'Run a check now' },
    permission: RUN,
    audit: 'posture.check-run',
    params: CheckParams,
    response: Evidence,
    example: exampleEvidence,
    handle: ({ params, actor }) => uses.run(params.id, actor),
  }),
  downloadRoute({
    method: 'GET',
    path: '/posture/oscal/:model',
    operationId: 'exportOscal',
    summary: { zh: '导出 OSCAL 文档', en: 'Export an OSCAL document' },
    permission: READ,
    audit: 'posture.exported',
    params: OscalParams,
    query: OscalQuery,
    handle: async ({ params, query }) => ({
      contentType: 'application/json; charset=utf-8',
      fileName: `chedun-notice-${params.model}.json`,
      body: Readable.from([await uses.oscal(params.model, query.party)]),
    }),
  }),
  downloadRoute({
    method: 'GET',
    path: '/posture/evidence/:id/attachment',
    operationId: 'downloadAttachment',
    summary: { zh: '下载声明所附文件', en: 'Download the file of an attestation' },
    permission: READ,
    audit: 'posture.attachment-read',
    params: EvidenceParams,
    handle: async ({ params }) => {
      const { name, body } = await uses.attachment(params.id);
      return { contentType: 'application/octet-stream', fileName: name, body };
    },
  }),
];

/** Routes of the posture. */
export const postureRoutes = (uses: PostureUses): Route[] => [
  ...reading(uses),
  ...taking(uses),
  ...acceptingRoutes(uses),
  ...assetRoutes(uses),
];
