import { route, type Route } from '@chedun/http';
import {
  Grading,
  IdParams,
  LevelInput,
  LevelResult,
  LevelRule,
  ProjectInput,
  ProjectList,
  ReviewInput,
  StepOrder,
  WeightsInput,
  filingPermissions,
} from '../contract.ts';
import { gradingExample, levelExample, projectsExample, ruleExample } from '../examples.ts';
import type { FilingUses } from './uses.ts';

const { read: READ, write: WRITE } = filingPermissions;

const rules = (uses: FilingUses): Route[] => [
  route({
    method: 'GET',
    path: '/filing/level-rule',
    operationId: 'getUnitLevelRule',
    summary: { zh: '定级问题与公式', en: 'Questions and formula of the level' },
    permission: READ,
    audit: 'none',
    response: LevelRule,
    example: ruleExample,
    handle: () => uses.readLevelRule(),
  }),
  route({
    method: 'PUT',
    path: '/filing/weights',
    operationId: 'setUnitLevelWeights',
    summary: { zh: '设置权重', en: 'Set the weights' },
    permission: WRITE,
    audit: 'filing.weights-set',
    body: WeightsInput,
    response: LevelRule,
    example: ruleExample,
    handle: async ({ body, actor }) => {
      await uses.setWeights(body, actor);
      return uses.readLevelRule();
    },
  }),
  route({
    method: 'POST',
    path: '/filing/level',
    operationId: 'tryUnitLevel',
    summary: { zh: '试算等级', en: 'Compute a level without keeping it' },
    permission: READ,
    audit: 'none',
    body: LevelInput,
    response: LevelResult,
    example: levelExample,
    handle: ({ body }) => uses.tryLevel(body),
  }),
];

const rulesMore = (uses: FilingUses): Route[] => [
  route({
    method: 'GET',
    path: '/filing/units/:id/levels',
    operationId: 'getUnitGrading',
    summary: { zh: '定级与评审记录', en: 'Levels and reviews' },
    permission: READ,
    audit: 'none',
    params: IdParams,
    response: Grading,
    example: gradingExample,
    handle: ({ params }) => uses.readGrading(params.id),
  }),
  route({
    method: 'POST',
    path: '/filing/units/:id/levels',
    operationId: 'keepUnitLevel',
    summary: { zh: '计算并保存等级', en: 'Compute and keep a level' },
    permission: WRITE,
    audit: 'filing.level-computed',
    params: IdParams,
    body: LevelInput,
    response: Grading,
    example: gradingExample,
    handle: async ({ params, body, actor }) => {
      await uses.keepLevel(params.id, body, actor);
      return uses.readGrading(params.id);
    },
  }),
];

const reviews = (uses: FilingUses): Route[] => [
  route({
    method: 'POST',
    path: '/filing/units/:id/reviews',
    operationId: 'recordUnitReview',
    summary: { zh: '登记专家评审', en: 'Record a review by experts' },
    permission: WRITE,
    audit: 'filing.review-recorded',
    params: IdParams,
    body: ReviewInput,
    response: Grading,
    example: gradingExample,
    handle: async ({ params, body, actor }) => {
      await uses.recordReview(params.id, body, actor);
      return uses.readGrading(params.id);
    },
  }),
  route({
    method: 'GET',
    path: '/filing/projects',
    operationId: 'listFilingProjects',
    summary: { zh: '建设项目与同步要求', en: 'Projects and their gates' },
    permission: READ,
    audit: 'none',
    response: ProjectList,
    example: projectsExample,
    handle: () => uses.listProjects(),
  }),
  route({
    method: 'POST',
    path: '/filing/projects',
    operationId: 'createFilingProject',
    summary: { zh: '登记建设项目', en: 'Register a project' },
    permission: WRITE,
    audit: 'filing.project-saved',
    body: ProjectInput,
    response: ProjectList,
    example: projectsExample,
    handle: async ({ body, actor }) => {
      await uses.saveProject(undefined, body, actor);
      return uses.listProjects();
    },
  }),
];

const reviewsMore = (uses: FilingUses): Route[] => [
  route({
    method: 'PUT',
    path: '/filing/projects/:id',
    operationId: 'saveFilingProject',
    summary: { zh: '修改建设项目', en: 'Change a project' },
    permission: WRITE,
    audit: 'filing.project-saved',
    params: IdParams,
    body: ProjectInput,
    response: ProjectList,
    example: projectsExample,
    handle: async ({ params, body, actor }) => {
      await uses.saveProject(params.id, body, actor);
      return uses.listProjects();
    },
  }),
  route({
    method: 'POST',
    path: '/filing/projects/:id/steps',
    operationId: 'stepFilingProject',
    summary: { zh: '办理项目步骤', en: 'Take a step of a project' },
    permission: WRITE,
    audit: 'filing.project-stepped',
    params: IdParams,
    body: StepOrder,
    response: ProjectList,
    example: projectsExample,
    handle: async ({ params, body, actor }) => {
      await uses.stepProject(params.id, body, actor);
      return uses.listProjects();
    },
  }),
];

/** Levels, reviews, projects. */
export const levelRoutes = (uses: FilingUses): Route[] => [
  ...rules(uses),
  ...rulesMore(uses),
  ...reviews(uses),
  ...reviewsMore(uses),
];
