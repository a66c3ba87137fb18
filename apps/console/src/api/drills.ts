import {
  PlanDetail,
  ReportAnswer,
  Review,
  ReviewPage,
  Run,
  RunPage,
  ScenarioList,
  type AnswerOrder,
  type ItemOrder,
  type PlanOrder,
  type PrepareOrder,
  type ReviewFilter,
  type ReviewSubject,
  type ReviewText,
  type RunFilter,
  type VerdictOrder,
} from '@chedun/drills/contract';
import type { z } from 'zod';
import { call } from './client.ts';

const run = (id: string, rest = ''): string => `/drills/runs/${encodeURIComponent(id)}${rest}`;
const review = (id: string, rest = ''): string => `/drills/reviews/${encodeURIComponent(id)}${rest}`;

export const listScenarios = (signal?: AbortSignal) => call('GET', '/drills/scenarios', ScenarioList, { signal });

export const listRuns = (query: z.input<typeof RunFilter>, signal?: AbortSignal) =>
  call('GET', '/drills/runs', RunPage, { query: { ...query, limit: Number(query.limit ?? 100) }, signal });

export const getRun = (id: string, signal?: AbortSignal) => call('GET', run(id), Run, { signal });

/** What is done in a drill; everything answers the drill as it is then. */
export const runWork = {
  prepare: (body: z.input<typeof PrepareOrder>) => call('POST', '/drills/runs', Run, { body }),
  start: (id: string) => call('POST', run(id, '/start'), Run),
  release: (id: string, inject: string) => call('POST', run(id, `/injects/${encodeURIComponent(inject)}/release`), Run),
  answer: (id: string, body: z.input<typeof AnswerOrder>) => call('POST', run(id, '/answers'), Run, { body }),
  judge: (id: string, body: z.input<typeof VerdictOrder>) => call('POST', run(id, '/verdicts'), Run, { body }),
  log: (id: string, text: string) => call('POST', run(id, '/log'), Run, { body: { text } }),
  stop: (id: string, reason: string) => call('POST', run(id, '/stop'), Run, { body: { reason } }),
};

export const issueReport = (id: string) => call('POST', run(id, '/report'), ReportAnswer);

export const listReviews = (query: z.input<typeof ReviewFilter>, signal?: AbortSignal) =>
  call('GET', '/drills/reviews', ReviewPage, { query: { ...query, limit: Number(query.limit ?? 100) }, signal });

export const getReview = (id: string, signal?: AbortSignal) => call('GET', review(id), Review, { signal });

export const openReview = (subject: ReviewSubject) => call('POST', '/drills/reviews', Review, { body: { subject } });

/** What is done to a review; everything answers the review as it is then. */
export const reviewWork = {
  write: (id: string, body: ReviewText) => call('PUT', review(id), Review, { body }),
  addItem: (id: string, body: ItemOrder) => call('POST', review(id, '/items'), Review, { body }),
  mend: (id: string, item: string, comment: string) =>
    call('POST', review(id, `/items/${item}/mended`), Review, { body: { comment } }),
  sign: (id: string) => call('POST', review(id, '/sign'), Review),
};

export const getPlan = (signal?: AbortSignal) => call('GET', '/drills/plan', PlanDetail, { signal });

export const draftPlan = (body: z.input<typeof PlanOrder>) => call('POST', '/drills/plan', PlanDetail, { body });

export const approvePlan = (version: number) => call('POST', `/drills/plan/${version}/approve`, PlanDetail);
