import { route, type Route } from '@chedun/http';
import type { ActorRef } from '@chedun/kernel';
import type { z } from 'zod';
import {
  CallParams,
  CallTree,
  CallTreeOrder,
  CallTreePage,
  CallTreeQuery,
  DutyBoard,
  DutyParams,
  dutyPermissions,
  DutySettings,
  ExceptionInput,
  ResponderInput,
  ShiftInput,
} from './contract.ts';
import { exampleBoard, exampleTree } from './examples.ts';
import type { keepUseCases } from './use-cases/keep.ts';

/** What the routes stand on. */
export interface DutyUses extends ReturnType<typeof keepUseCases> {
  readonly read: () => Promise<DutyBoard>;
  readonly trees: (query: z.output<typeof CallTreeQuery>) => Promise<z.output<typeof CallTreePage>>;
  readonly tree: (id: string) => Promise<CallTree>;
  readonly start: (order: CallTreeOrder, actor: ActorRef) => Promise<string>;
  readonly answer: (tree: string, call: string, actor: ActorRef) => Promise<void>;
}

const { read: READ, write: WRITE, call: CALL } = dutyPermissions;
const board = { response: DutyBoard, example: exampleBoard };
const tree = { response: CallTree, example: exampleTree };

const team = (uses: DutyUses): Route[] => [
  route({
    method: 'GET',
    path: '/duty-roster',
    operationId: 'getDutyRoster',
    summary: { zh: '应急队伍与值班表', en: 'The response team and its roster' },
    permission: READ,
    audit: 'none',
    ...board,
    handle: () => uses.read(),
  }),
  route({
    method: 'POST',
    path: '/duty-roster/responders',
    operationId: 'addResponder',
    summary: { zh: '登记应急人员', en: 'Register a responder' },
    permission: WRITE,
    audit: 'duty-roster.responder-added',
    body: ResponderInput,
    ...board,
    handle: async ({ body, actor }) => {
      await uses.addResponder(body, actor);
      return uses.read();
    },
  }),
  route({
    method: 'PUT',
    path: '/duty-roster/responders/:id',
    operationId: 'changeResponder',
    summary: { zh: '修改应急人员', en: 'Change a responder' },
    permission: WRITE,
    audit: 'duty-roster.responder-changed',
    params: DutyParams,
    body: ResponderInput,
    ...board,
    handle: async ({ params, body, actor }) => {
      await uses.changeResponder(params.id, body, actor);
      return uses.read();
    },
  }),
  route({
    method: 'DELETE',
    path: '/duty-roster/responders/:id',
    operationId: 'removeResponder',
    summary: { zh: '移出应急队伍', en: 'Remove a responder from the team' },
    permission: WRITE,
    audit: 'duty-roster.responder-removed',
    params: DutyParams,
    ...board,
    handle: async ({ params, actor }) => {
      await uses.removeResponder(params.id, actor);
      return uses.read();
    },
  }),
];

const shifts = (uses: DutyUses): Route[] => [
  route({
    method: 'POST',
    path: '/duty-roster/shifts',
    operationId: 'addShift',
    summary: { zh: '安排每周班次', en: 'Add a weekly shift' },
    permission: WRITE,
    audit: 'duty-roster.shift-added',
    body: ShiftInput,
    ...board,
    handle: async ({ body, actor }) => {
      await uses.addShift(body, actor);
      return uses.read();
    },
  }),
  route({
    method: 'DELETE',
    path: '/duty-roster/shifts/:id',
    operationId: 'removeShift',
    summary: { zh: '删除班次', en: 'Remove a shift' },
    permission: WRITE,
    audit: 'duty-roster.shift-removed',
    params: DutyParams,
    ...board,
    handle: async ({ params, actor }) => {
      await uses.removeShift(params.id, actor);
      return uses.read();
    },
  }),
];

const exceptions = (uses: DutyUses): Route[] => [
  route({
    method: 'POST',
    path: '/duty-roster/exceptions',
    operationId: 'addDutyException',
    summary: { zh: '登记请假或顶班', en: 'Say that somebody is away or stands in' },
    permission: WRITE,
    audit: 'duty-roster.exception-added',
    body: ExceptionInput,
    ...board,
    handle: async ({ body, actor }) => {
      await uses.addException(body, actor);
      return uses.read();
    },
  }),
  route({
    method: 'DELETE',
    path: '/duty-roster/exceptions/:id',
    operationId: 'removeDutyException',
    summary: { zh: '删除请假或顶班', en: 'Remove an exception' },
    permission: WRITE,
    audit: 'duty-roster.exception-removed',
    params: DutyParams,
    ...board,
    handle: async ({ params, actor }) => {
      await uses.removeException(params.id, actor);
      return uses.read();
    },
  }),
  route({
    method: 'PUT',
    path: '/duty-roster/settings',
    operationId: 'changeDutySettings',
    summary: { zh: '设置值班要求', en: 'Set which hours have to be covered' },
    permission: WRITE,
    audit: 'duty-roster.settings-changed',
    body: DutySettings,
    ...board,
    handle: async ({ body, actor }) => {
      await uses.changeSettings(body, actor);
      return uses.read();
    },
  }),
];

const calls = (uses: DutyUses): Route[] => [
  route({
    method: 'GET',
    path: '/duty-roster/calls',
    operationId: 'listCallTrees',
    summary: { zh: '呼叫记录', en: 'Call trees' },
    permission: READ,
    audit: 'none',
    query: CallTreeQuery,
    response: CallTreePage,
    example: { items: [exampleTree], next: null },
    handle: ({ query }) => uses.trees(query),
  }),
  route({
    method: 'POST',
    path: '/duty-roster/calls',
    operationId: 'startCallTree',
    summary: { zh: '开始呼叫', en: 'Start a call tree' },
    permission: CALL,
    audit: 'duty-roster.calls-started',
    body: CallTreeOrder,
    ...tree,
    handle: async ({ body, actor }) => uses.tree(await uses.start(body, actor)),
  }),
  route({
    method: 'GET',
    path: '/duty-roster/calls/:id',
    operationId: 'getCallTree',
    summary: { zh: '一次呼叫', en: 'A call tree' },
    permission: READ,
    audit: 'none',
    params: DutyParams,
    ...tree,
    handle: ({ params }) => uses.tree(params.id),
  }),
  route({
    method: 'POST',
    path: '/duty-roster/calls/:id/:call/answered',
    operationId: 'recordAnswer',
    summary: { zh: '登记应答', en: 'Record that somebody answered' },
    permission: CALL,
    audit: 'duty-roster.call-answered',
    params: CallParams,
    ...tree,
    handle: async ({ params, actor }) => {
      await uses.answer(params.id, params.call, actor);
      return uses.tree(params.id);
    },
  }),
];

/** Routes of the duty roster. */
export const dutyRoutes = (uses: DutyUses): Route[] => [
  ...team(uses),
  ...shifts(uses),
  ...exceptions(uses),
  ...calls(uses),
];
