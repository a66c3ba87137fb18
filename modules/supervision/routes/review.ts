import { route, type Actor, type Route } from '@chedun/http';
import {
  ExpertInput,
  Filing,
  FilingParams,
  ItemDecision,
  ItemParams,
  ReminderInput,
  StepOrder,
  supervisionPermissions,
} from '../contract.ts';
import { exampleFiling } from '../examples.ts';
import type { Reviewer } from '../use-cases/step.ts';
import type { SupervisionUses } from './uses.ts';

const { review: REVIEW, inbox: READ } = supervisionPermissions;
const answer = { response: Filing, example: exampleFiling };
const reviewerOf = (actor: Actor): Reviewer => ({ actor, may: (permission) => actor.permissions.has(permission) });

/** Routes that move a filing. An opinion takes the permission of its office, every other step the one to review. */
export const reviewRoutes = (uses: SupervisionUses): Route[] => [
  route({
    method: 'POST',
    path: '/supervision/filings/:id/steps',
    operationId: 'stepSupervisedFiling',
    summary: { zh: '办理：审核、补正、意见、备案、不予备案', en: 'Take a step of the review' },
    permission: READ,
    audit: 'supervision.step',
    params: FilingParams,
    body: StepOrder,
    ...answer,
    handle: async ({ params, body, actor }) => {
      await uses.step(params.id, body, reviewerOf(actor));
      return uses.filing(params.id);
    },
  }),
  route({
    method: 'POST',
    path: '/supervision/filings/:id/votes',
    operationId: 'recordExpertVote',
    summary: { zh: '登记专家意见', en: 'Write the vote of an expert down' },
    permission: REVIEW,
    audit: 'supervision.vote',
    params: FilingParams,
    body: ExpertInput,
    ...answer,
    handle: async ({ params, body, actor }) => {
      await uses.vote(params.id, body, actor);
      return uses.filing(params.id);
    },
  }),
  route({
    method: 'PUT',
    path: '/supervision/items/:id',
    operationId: 'decideSupplementItem',
    summary: { zh: '认可补正事项的说明', en: 'Take the explanation of an item' },
    permission: REVIEW,
    audit: 'supervision.item',
    params: ItemParams,
    body: ItemDecision,
    ...answer,
    handle: async ({ params, body, actor }) => uses.filing(await uses.decide(params.id, body.answer, body.note, actor)),
  }),
  route({
    method: 'POST',
    path: '/supervision/filings/:id/reminders',
    operationId: 'remindEnterprise',
    summary: { zh: '催办', en: 'Remind of a supplement' },
    permission: REVIEW,
    audit: 'supervision.reminded',
    params: FilingParams,
    body: ReminderInput,
    ...answer,
    handle: async ({ params, body, actor }) => {
      await uses.remind(params.id, body.text, actor);
      return uses.filing(params.id);
    },
  }),
];
