import { route, type Route } from '@chedun/http';
import {
  Decision,
  IdParams,
  NewProposal,
  ProposalList,
  Refused,
  retentionPermissions,
  SegmentParams,
} from '../contract.ts';
import * as examples from '../examples.ts';
import type { RetentionUses } from './uses.ts';

const { read: READ, propose: PROPOSE, approve: APPROVE } = retentionPermissions;
const read = { permission: READ, audit: 'none' } as const;

/** The only way in which segments go, and the way in which they do not. */
export const removalRoutes = ({ screens, propose, decide, refuseDelete }: RetentionUses): Route[] => [
  route({
    ...read,
    method: 'GET',
    path: '/retention/proposals',
    operationId: 'listRemovalProposals',
    summary: { zh: '删除申请列表', en: 'Proposals to remove segments' },
    response: ProposalList,
    example: { items: [examples.exampleProposal] },
    handle: async () => ({ items: await screens.proposals() }),
  }),
  route({
    permission: PROPOSE,
    method: 'POST',
    path: '/retention/proposals',
    operationId: 'proposeRemoval',
    summary: { zh: '提出删除到期分段', en: 'Propose to remove segments that are old enough' },
    audit: 'retention.removal-proposed',
    body: NewProposal,
    response: ProposalList,
    example: { items: [examples.exampleProposal] },
    handle: async ({ body, actor }) => {
      const id = await propose(body, actor);
      return { items: (await screens.proposals()).filter((each) => each.id === id) };
    },
  }),
  route({
    permission: APPROVE,
    method: 'POST',
    path: '/retention/proposals/:id/decision',
    operationId: 'decideRemoval',
    summary: { zh: '批准或驳回删除申请', en: 'Approve or reject a proposal' },
    audit: 'retention.removal-approved',
    params: IdParams,
    body: Decision,
    response: ProposalList,
    example: { items: [examples.exampleProposal] },
    handle: async ({ params, body, actor }) => {
      await decide(params.id, body, actor);
      return { items: (await screens.proposals()).filter((each) => each.id === params.id) };
    },
  }),
  route({
    // Everybody may try, so that every attempt is refused in the same way and leaves its line in the audit trail.
    permission: 'signed-in',
    method: 'DELETE',
    path: '/retention/segments/:stream/:firstSeq',
    operationId: 'deleteSegment',
    summary: {
      zh: '删除单个日志分段（任何角色都会被拒绝并记入审计）',
      en: 'Delete one segment: always refused and audited',
    },
    audit: 'retention.segment-delete-tried',
    params: SegmentParams,
    response: Refused,
    example: { removed: false },
    handle: ({ params, actor }) => refuseDelete(params.stream, params.firstSeq, actor),
  }),
];
