import { route, type Route } from '@chedun/http';
import {
  AssignCommand,
  CompleteCommand,
  playbookPermissions,
  PlaybookParams,
  ReleaseCommand,
  RunDetail,
  RunList,
  RunParams,
  RunQuery,
  StartCommand,
  StepParams,
  StopCommand,
  UndoCommand,
} from '../contract.ts';
import * as examples from '../examples.ts';
import type { PlaybookUses } from './uses.ts';

const { read: READ, run: RUN, release: RELEASE } = playbookPermissions;
const read = { permission: READ, audit: 'none' } as const;
const answer = { response: RunDetail, example: examples.exampleRun };

const reading = ({ runs, run }: PlaybookUses): Route[] => [
  route({
    ...read,
    method: 'GET',
    path: '/playbook-runs',
    operationId: 'listPlaybookRuns',
    summary: { zh: '处置记录', en: 'Runs of playbooks' },
    query: RunQuery,
    response: RunList,
    example: { items: [examples.exampleRunSummary] },
    handle: async ({ query }) => ({ items: await runs(query) }),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/playbook-runs/:id',
    operationId: 'getPlaybookRun',
    summary: { zh: '一次处置的步骤与时间线', en: 'A run with its steps and timeline' },
    params: RunParams,
    ...answer,
    handle: ({ params }) => run(params.id),
  }),
];

const starting = ({ start, stop, advance, run }: PlaybookUses): Route[] => [
  route({
    permission: RUN,
    method: 'POST',
    path: '/playbooks/:id/runs',
    operationId: 'startPlaybook',
    summary: { zh: '启动处置预案', en: 'Start a playbook' },
    audit: 'playbooks.started',
    params: PlaybookParams,
    body: StartCommand,
    ...answer,
    handle: async ({ params, body, actor }) => {
      const id = await start(params.id, body, actor);
      await advance(id);
      return run(id);
    },
  }),
  route({
    permission: RUN,
    method: 'POST',
    path: '/playbook-runs/:id/stop',
    operationId: 'stopPlaybookRun',
    summary: { zh: '终止处置', en: 'Stop a run' },
    audit: 'playbooks.stopped',
    params: RunParams,
    body: StopCommand,
    ...answer,
    handle: async ({ params, body, actor }) => {
      await stop(params.id, body.comment, actor);
      return run(params.id);
    },
  }),
];

const people = ({ complete, assign, advance, run }: PlaybookUses): Route[] => [
  route({
    permission: RUN,
    method: 'POST',
    path: '/playbook-runs/:id/steps/:visit/complete',
    operationId: 'completePlaybookStep',
    summary: { zh: '完成人工步骤', en: 'Say how the step of a person went' },
    audit: 'playbooks.step-completed',
    params: StepParams,
    body: CompleteCommand,
    ...answer,
    handle: async ({ params, body, actor }) => {
      await complete(params, body, actor);
      await advance(params.id);
      return run(params.id);
    },
  }),
  route({
    permission: RUN,
    method: 'POST',
    path: '/playbook-runs/:id/steps/:visit/assign',
    operationId: 'assignPlaybookStep',
    summary: { zh: '指派人工步骤', en: 'Name who carries out a step' },
    audit: 'playbooks.step-assigned',
    params: StepParams,
    body: AssignCommand,
    ...answer,
    handle: async ({ params, body, actor }) => {
      await assign(params, body.owner, actor);
      return run(params.id);
    },
  }),
];

const automatic = ({ release, undo, advance, run }: PlaybookUses): Route[] => [
  route({
    permission: RELEASE,
    method: 'POST',
    path: '/playbook-runs/:id/steps/:visit/release',
    operationId: 'releasePlaybookStep',
    summary: {
      zh: '放行自动步骤（另需该动作的权限）',
      en: 'Release an automatic step; asks for the permission of its action too',
    },
    audit: 'playbooks.step-released',
    params: StepParams,
    body: ReleaseCommand,
    ...answer,
    handle: async ({ params, body, actor }) => {
      await release(params, body.comment, actor);
      await advance(params.id);
      return run(params.id);
    },
  }),
  route({
    permission: RELEASE,
    method: 'POST',
    path: '/playbook-runs/:id/steps/:visit/undo',
    operationId: 'undoPlaybookStep',
    summary: {
      zh: '撤销动作效果（另需该动作的权限）',
      en: 'Undo an effect; asks for the permission of its action too',
    },
    audit: 'playbooks.action-undone',
    params: StepParams,
    body: UndoCommand,
    ...answer,
    handle: async ({ params, body, actor }) => {
      await undo(params, body.comment, actor);
      return run(params.id);
    },
  }),
];

/** Routes of runs. */
export const runRoutes = (uses: PlaybookUses): Route[] => [
  ...reading(uses),
  ...starting(uses),
  ...people(uses),
  ...automatic(uses),
];
