import { route, type Route } from '@chedun/http';
import type { ActorRef } from '@chedun/kernel';
import { z } from 'zod';
import { CheckParams, Evidence, EvidenceList, Posture, posturePermissions } from './contract.ts';
import type { PostureView } from './read-model.ts';

const exampleEvidence: z.input<typeof Evidence> = {
  id: '0193a000-0000-7000-8000-000000000001',
  checkId: 'governance.ledger',
  outcome: 'pass',
  summary: { zh: '台账共 3 条，逾期 0 条', en: '3 findings, 0 overdue' },
  facts: [{ name: 'overdue', value: '0' }],
  at: '2026-11-23T01:00:00.000Z',
  expiresAt: '2026-11-23T03:00:00.000Z',
};

const Limit = z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) });

/** Routes of the posture. */
export const postureRoutes = (uses: {
  readonly posture: () => Promise<PostureView>;
  readonly evidence: (checkId: string, limit: number) => Promise<Evidence[]>;
  readonly run: (checkId: string, actor: ActorRef) => Promise<Evidence>;
}): Route[] => [
  route({
    method: 'GET',
    path: '/posture',
    operationId: 'getPosture',
    summary: { zh: '通知义务的合规态势', en: 'Posture of the obligations of the notice' },
    permission: posturePermissions.read,
    audit: 'none',
    response: Posture,
    example: { obligations: [], counts: { green: 0, amber: 0, red: 0, none: 113 } },
    handle: () => uses.posture(),
  }),
  route({
    method: 'GET',
    path: '/posture/checks/:id/evidence',
    operationId: 'listEvidence',
    summary: { zh: '一项检查的历史证据', en: 'Evidence of a check, newest first' },
    permission: posturePermissions.read,
    audit: 'none',
    params: CheckParams,
    query: Limit,
    response: EvidenceList,
    example: { items: [exampleEvidence] },
    handle: async ({ params, query }) => ({ items: await uses.evidence(params.id, query.limit) }),
  }),
  route({
    method: 'POST',
    path: '/posture/checks/:id/run',
    operationId: 'runCheck',
    summary: { zh: '立即执行一项检查', en: 'Run a check now' },
    permission: posturePermissions.run,
    audit: 'posture.check-run',
    params: CheckParams,
    response: Evidence,
    example: exampleEvidence,
    handle: ({ params, actor }) => uses.run(params.id, actor),
  }),
];
