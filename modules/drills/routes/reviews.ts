import { route, type Route } from '@chedun/http';
import type { ActorRef } from '@chedun/kernel';
import type { z } from 'zod';
import {
  drillPermissions,
  ItemOrder,
  ItemParams,
  MendedOrder,
  PlanDetail,
  PlanOrder,
  PlanParams,
  Review,
  ReviewFilter,
  ReviewOrder,
  ReviewPage,
  ReviewParams,
  ReviewText,
  type ReviewSubject,
} from '../contract.ts';
import { examplePlan, exampleReview, exampleReviewSummary } from '../examples.ts';

/** What the routes of reviews and of the plan stand on. */
export interface ReviewUses {
  readonly reviews: (filter: z.output<typeof ReviewFilter>) => Promise<z.output<typeof ReviewPage>>;
  readonly review: (id: string) => Promise<Review>;
  readonly open: (subject: ReviewSubject, actor: ActorRef) => Promise<string>;
  readonly write: (id: string, text: ReviewText, actor: ActorRef) => Promise<void>;
  readonly addItem: (id: string, item: ItemOrder, actor: ActorRef) => Promise<void>;
  readonly mend: (id: string, item: string, comment: string, actor: ActorRef) => Promise<void>;
  readonly sign: (id: string, actor: ActorRef) => Promise<void>;
  readonly plan: () => Promise<PlanDetail>;
  readonly draft: (order: z.output<typeof PlanOrder>, actor: ActorRef) => Promise<void>;
  readonly approve: (version: number, actor: ActorRef) => Promise<void>;
}

const { read: READ, review: REVIEW, plan: PLAN, approve: APPROVE } = drillPermissions;
const review = { response: Review, example: exampleReview };
const plan = { response: PlanDetail, example: examplePlan };

const reading = (uses: ReviewUses): Route[] => [
  route({
    method: 'GET',
    path: '/drills/reviews',
    operationId: 'listAfterActionReviews',
    summary: { zh: '复盘记录', en: 'After-action reviews' },
    permission: READ,
    audit: 'none',
    query: ReviewFilter,
    response: ReviewPage,
    example: { items: [exampleReviewSummary], next: null },
    handle: ({ query }) => uses.reviews(query),
  }),
  route({
    method: 'GET',
    path: '/drills/reviews/:id',
    operationId: 'getAfterActionReview',
    summary: { zh: '一次复盘', en: 'An after-action review' },
    permission: READ,
    audit: 'none',
    params: ReviewParams,
    ...review,
    handle: ({ params }) => uses.review(params.id),
  }),
  route({
    method: 'POST',
    path: '/drills/reviews',
    operationId: 'openAfterActionReview',
    summary: { zh: '开始复盘', en: 'Open an after-action review' },
    permission: REVIEW,
    audit: 'drills.review-opened',
    body: ReviewOrder,
    ...review,
    handle: async ({ body, actor }) => uses.review(await uses.open(body.subject, actor)),
  }),
];

const writing = (uses: ReviewUses): Route[] => [
  route({
    method: 'PUT',
    path: '/drills/reviews/:id',
    operationId: 'writeAfterActionReview',
    summary: { zh: '填写复盘', en: 'Write a review' },
    permission: REVIEW,
    audit: 'drills.review-written',
    params: ReviewParams,
    body: ReviewText,
    ...review,
    handle: async ({ params, body, actor }) => {
      await uses.write(params.id, body, actor);
      return uses.review(params.id);
    },
  }),
  route({
    method: 'POST',
    path: '/drills/reviews/:id/items',
    operationId: 'addImprovementItem',
    summary: { zh: '提出整改项', en: 'Add something to improve' },
    permission: REVIEW,
    audit: 'drills.item-added',
    params: ReviewParams,
    body: ItemOrder,
    ...review,
    handle: async ({ params, body, actor }) => {
      await uses.addItem(params.id, body, actor);
      return uses.review(params.id);
    },
  }),
];

const closing = (uses: ReviewUses): Route[] => [
  route({
    method: 'POST',
    path: '/drills/reviews/:id/items/:item/mended',
    operationId: 'mendImprovementItem',
    summary: { zh: '登记整改完成', en: 'Say that an item was mended' },
    permission: REVIEW,
    audit: 'drills.item-mended',
    params: ItemParams,
    body: MendedOrder,
    ...review,
    handle: async ({ params, body, actor }) => {
      await uses.mend(params.id, params.item, body.comment, actor);
      return uses.review(params.id);
    },
  }),
  route({
    method: 'POST',
    path: '/drills/reviews/:id/sign',
    operationId: 'signAfterActionReview',
    summary: { zh: '签署复盘', en: 'Sign a review' },
    permission: REVIEW,
    audit: 'drills.review-signed',
    params: ReviewParams,
    ...review,
    handle: async ({ params, actor }) => {
      await uses.sign(params.id, actor);
      return uses.review(params.id);
    },
  }),
];

const planning = (uses: ReviewUses): Route[] => [
  route({
    method: 'GET',
    path: '/drills/plan',
    operationId: 'getEmergencyPlan',
    summary: { zh: '应急预案', en: 'The emergency plan' },
    permission: READ,
    audit: 'none',
    ...plan,
    handle: () => uses.plan(),
  }),
  route({
    method: 'POST',
    path: '/drills/plan',
    operationId: 'draftEmergencyPlan',
    summary: { zh: '起草应急预案', en: 'Draft the emergency plan' },
    permission: PLAN,
    audit: 'drills.plan-drafted',
    body: PlanOrder,
    ...plan,
    handle: async ({ body, actor }) => {
      await uses.draft(body, actor);
      return uses.plan();
    },
  }),
  route({
    method: 'POST',
    path: '/drills/plan/:version/approve',
    operationId: 'approveEmergencyPlan',
    summary: { zh: '批准应急预案', en: 'Approve the emergency plan' },
    permission: APPROVE,
    audit: 'drills.plan-approved',
    params: PlanParams,
    ...plan,
    handle: async ({ params, actor }) => {
      await uses.approve(params.version, actor);
      return uses.plan();
    },
  }),
];

/** Routes of reviews and of the emergency plan. */
export const reviewRoutes = (uses: ReviewUses): Route[] => [
  ...reading(uses),
  ...writing(uses),
  ...closing(uses),
  ...planning(uses),
];
