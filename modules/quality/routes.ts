import { route, type Route } from '@chedun/http';
import {
  Dismissal,
  Done,
  Drill,
  DrillList,
  DuplicateList,
  ExceptionReviewList,
  NewDrill,
  ProofList,
  ProposalList,
  qualityPermissions,
  Review,
  ReviewParams,
  ScoreList,
  ScoreQuery,
} from './contract.ts';
import {
  exampleDrill,
  exampleDuplicate,
  exampleProofs,
  exampleProposal,
  exampleReview,
  exampleScores,
} from './examples.ts';
import type { qualityReadModel } from './read-model.ts';
import type { readProofList } from './read-proofs.ts';
import type { dismissProposal, listReviews, reviewException } from './use-cases/reviews.ts';
import type { runDrill } from './use-cases/run-drill.ts';

interface Uses {
  readonly screens: ReturnType<typeof qualityReadModel>;
  readonly reviews: ReturnType<typeof listReviews>;
  readonly proofs: ReturnType<typeof readProofList>;
  readonly drill: ReturnType<typeof runDrill>;
  readonly dismiss: ReturnType<typeof dismissProposal>;
  readonly review: ReturnType<typeof reviewException>;
}

const read = { permission: qualityPermissions.read, audit: 'none' } as const;
const permission = qualityPermissions.manage;

const reads = ({ screens, reviews }: Uses): Route[] => [
  route({
    ...read,
    method: 'GET',
    path: '/quality/scores',
    operationId: 'qualityScores',
    summary: { zh: '规则评分卡', en: 'Score cards of rules' },
    query: ScoreQuery,
    response: ScoreList,
    example: exampleScores,
    handle: ({ query }) => screens.scores(query),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/quality/proposals',
    operationId: 'qualityProposals',
    summary: { zh: '降噪建议', en: 'Proposals against noise' },
    response: ProposalList,
    example: { items: [exampleProposal], dismissed: 0 },
    handle: () => screens.proposals(),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/quality/duplicates',
    operationId: 'qualityDuplicates',
    summary: { zh: '重复的规则', en: 'Rules that say the same' },
    response: DuplicateList,
    example: { items: [exampleDuplicate] },
    handle: () => screens.duplicates(),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/quality/exceptions',
    operationId: 'qualityExceptions',
    summary: { zh: '规则例外与复核日期', en: 'Exceptions and their review dates' },
    response: ExceptionReviewList,
    example: { items: [exampleReview] },
    handle: async () => ({ items: await reviews() }),
  }),
];

const drillReads = ({ screens, proofs }: Uses): Route[] => [
  route({
    ...read,
    method: 'GET',
    path: '/quality/drills',
    operationId: 'listDrills',
    summary: { zh: '检测演练记录', en: 'Drills with their results' },
    response: DrillList,
    example: { items: [exampleDrill] },
    handle: async () => ({ items: await screens.drills() }),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/quality/proofs',
    operationId: 'listProofs',
    summary: { zh: '每条规则的最近演练', en: 'Every enabled rule with its last drill' },
    response: ProofList,
    example: exampleProofs,
    handle: () => proofs(),
  }),
];

/** Routes of alert quality. */
export const qualityRoutes = (uses: Uses): Route[] => [
  ...reads(uses),
  ...drillReads(uses),
  route({
    permission,
    method: 'POST',
    path: '/quality/drills',
    operationId: 'runDrill',
    summary: { zh: '立即运行检测演练', en: 'Run a drill now' },
    audit: 'quality.drill-started',
    body: NewDrill,
    response: Drill,
    example: exampleDrill,
    handle: async ({ body, actor }) => {
      const { withinSeconds, scope: kind, ruleIds } = body;
      const scope = kind === 'rules' ? { kind, ruleIds } : { kind };
      const id = await uses.drill({ scope, withinSeconds }, actor);
      const [found] = id === undefined ? [] : await uses.screens.drill(id);
      if (!found) throw new Error('a drill that ran is not there');
      return found;
    },
  }),
  route({
    permission,
    method: 'POST',
    path: '/quality/proposals/dismiss',
    operationId: 'dismissProposal',
    summary: { zh: '暂不采纳建议', en: 'Do not show a proposal for a while' },
    audit: 'quality.proposal-dismissed',
    body: Dismissal,
    response: Done,
    example: { done: true },
    handle: async ({ body, actor }) => {
      await uses.dismiss(body, actor);
      return { done: true };
    },
  }),
  route({
    permission,
    method: 'POST',
    path: '/quality/exceptions/:id/review',
    operationId: 'reviewException',
    summary: { zh: '复核规则例外', en: 'Note that an exception was reviewed' },
    audit: 'quality.exception-reviewed',
    params: ReviewParams,
    body: Review,
    response: Done,
    example: { done: true },
    handle: async ({ params, body, actor }) => {
      await uses.review(params.id, body, actor);
      return { done: true };
    },
  }),
];
