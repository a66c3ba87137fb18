import { route, type Route } from '@chedun/http';
import type { ActorRef } from '@chedun/kernel';
import type { z } from 'zod';
import {
  FactsChange,
  Incident,
  IncidentFilter,
  IncidentOrder,
  IncidentPage,
  IncidentParams,
  incidentPermissions,
  IncidentSettings,
  LinkOrder,
  NarrativeChange,
  NoteOrder,
  PhoneReport,
  RecoveryChange,
  SettingsDetail,
  StateChange,
} from './contract.ts';
import { exampleIncident, exampleSummary } from './examples.ts';
import type { IncidentReadModel } from './read-model.ts';
import { fileRoutes, type FileUses } from './routes/files.ts';

type Work<Body> = (id: string, body: Body, actor: ActorRef) => Promise<void>;

/** What the routes stand on. */
export interface IncidentUses extends FileUses {
  readonly screens: IncidentReadModel;
  readonly open: (order: z.output<typeof IncidentOrder>, actor: ActorRef) => Promise<string>;
  readonly link: Work<readonly string[]>;
  readonly changeFacts: Work<z.output<typeof FactsChange>>;
  readonly changeNarrative: Work<z.output<typeof NarrativeChange>['narrative']>;
  readonly changeRecovery: Work<z.output<typeof RecoveryChange>['items']>;
  readonly startPlan: (id: string, actor: ActorRef) => Promise<void>;
  readonly recordCall: Work<z.output<typeof PhoneReport>>;
  readonly addNote: Work<z.output<typeof NoteOrder>>;
  readonly changeState: Work<z.output<typeof StateChange>>;
  readonly changeSettings: (settings: IncidentSettings, actor: ActorRef) => Promise<void>;
}

const { read: READ, handle: HANDLE, report: REPORT, settings: SETTINGS } = incidentPermissions;
const one = { params: IncidentParams, response: Incident, example: exampleIncident } as const;

const settings = ({ screens, changeSettings }: IncidentUses): Route[] => [
  route({
    method: 'GET',
    path: '/incidents/settings',
    operationId: 'getIncidentSettings',
    summary: { zh: '应急设置', en: 'Who responds and reports' },
    permission: READ,
    audit: 'none',
    response: SettingsDetail,
    example: {
      settings: IncidentSettings.parse({}),
      inForce: IncidentSettings.parse({}),
      provinces: [{ code: '44', name: '广东省' }],
    },
    handle: () => screens.settings(),
  }),
  route({
    method: 'PUT',
    path: '/incidents/settings',
    operationId: 'changeIncidentSettings',
    summary: { zh: '修改应急设置', en: 'Change who responds and reports' },
    permission: SETTINGS,
    audit: 'incidents.settings-changed',
    body: IncidentSettings,
    response: SettingsDetail,
    example: {
      settings: IncidentSettings.parse({}),
      inForce: IncidentSettings.parse({}),
      provinces: [{ code: '44', name: '广东省' }],
    },
    handle: async ({ body, actor }) => {
      await changeSettings(body, actor);
      return screens.settings();
    },
  }),
];

const reading = ({ screens, open }: IncidentUses): Route[] => [
  route({
    method: 'GET',
    path: '/incidents',
    operationId: 'listIncidents',
    summary: { zh: '事件列表', en: 'Incidents, newest first' },
    permission: READ,
    audit: 'none',
    query: IncidentFilter,
    response: IncidentPage,
    example: { items: [exampleSummary], next: null, total: 1 },
    handle: ({ query }) => screens.page(query),
  }),
  route({
    method: 'POST',
    path: '/incidents',
    operationId: 'openIncident',
    summary: { zh: '告警转为事件', en: 'Open an incident from findings or from what was known otherwise' },
    permission: HANDLE,
    audit: 'incidents.opened',
    body: IncidentOrder,
    response: Incident,
    example: exampleIncident,
    handle: async ({ body, actor }) => screens.detail(await open(body, actor)),
  }),
  route({
    ...one,
    method: 'GET',
    path: '/incidents/:id',
    operationId: 'getIncident',
    summary: { zh: '事件详情', en: 'An incident with gradings, clocks, timeline, evidence and reports' },
    permission: READ,
    audit: 'none',
    handle: ({ params }) => screens.detail(params.id),
  }),
];

/** A route that changes an incident and answers it. */
const changing = <S extends z.ZodType>(
  uses: IncidentUses,
  path: string,
  about: {
    readonly method: 'POST' | 'PUT';
    readonly operationId: string;
    readonly zh: string;
    readonly en: string;
    readonly audit: string;
    readonly permission?: string;
  },
  body: S,
  work: Work<z.output<S>>,
): Route =>
  route({
    ...one,
    method: about.method,
    path: `/incidents/:id/${path}`,
    operationId: about.operationId,
    summary: { zh: about.zh, en: about.en },
    permission: about.permission ?? HANDLE,
    audit: about.audit,
    body: body as z.ZodType,
    handle: async ({ params, body: given, actor }) => {
      await work(params.id, given as z.output<S>, actor);
      return uses.screens.detail(params.id);
    },
  });

const facts = (uses: IncidentUses): Route[] => [
  changing(
    uses,
    'findings',
    { method: 'POST', operationId: 'linkFindings', zh: '关联告警', en: 'Add findings', audit: 'incidents.linked' },
    LinkOrder,
    (id, { findings }, actor) => uses.link(id, findings, actor),
  ),
  changing(
    uses,
    'facts',
    {
      method: 'PUT',
      operationId: 'gradeIncident',
      zh: '更新事实并重新定级',
      en: 'Change facts and grade anew',
      audit: 'incidents.graded',
    },
    FactsChange,
    uses.changeFacts,
  ),
  changing(
    uses,
    'narrative',
    {
      method: 'PUT',
      operationId: 'writeNarrative',
      zh: '填写报告内容',
      en: 'Write what the reports say',
      audit: 'incidents.narrative-changed',
    },
    NarrativeChange,
    (id, { narrative }, actor) => uses.changeNarrative(id, narrative, actor),
  ),
  changing(
    uses,
    'recovery',
    {
      method: 'PUT',
      operationId: 'changeRecovery',
      zh: '恢复核实清单',
      en: 'Checklist of recovery',
      audit: 'incidents.recovery',
    },
    RecoveryChange,
    (id, { items }, actor) => uses.changeRecovery(id, items, actor),
  ),
];

const response = (uses: IncidentUses): Route[] => [
  route({
    ...one,
    method: 'POST',
    path: '/incidents/:id/plan',
    operationId: 'startPlan',
    summary: { zh: '启动应急预案', en: 'Start the plan, now and once' },
    permission: HANDLE,
    audit: 'incidents.plan-started',
    handle: async ({ params, actor }) => {
      await uses.startPlan(params.id, actor);
      return uses.screens.detail(params.id);
    },
  }),
  changing(
    uses,
    'calls',
    {
      method: 'POST',
      operationId: 'recordCall',
      zh: '登记电话报告',
      en: 'Record a report by telephone',
      audit: 'incidents.phone-report',
      permission: REPORT,
    },
    PhoneReport,
    uses.recordCall,
  ),
  changing(
    uses,
    'notes',
    {
      method: 'POST',
      operationId: 'addIncidentNote',
      zh: '记录处置',
      en: 'Add a note or a measure',
      audit: 'incidents.note',
    },
    NoteOrder,
    uses.addNote,
  ),
  changing(
    uses,
    'state',
    {
      method: 'POST',
      operationId: 'changeIncidentState',
      zh: '变更处置状态',
      en: 'Contained, ended, closed',
      audit: 'incidents.state',
    },
    StateChange,
    uses.changeState,
  ),
];

/** Routes of incidents. */
export const incidentRoutes = (uses: IncidentUses): Route[] => [
  ...settings(uses),
  ...reading(uses),
  ...facts(uses),
  ...response(uses),
  ...fileRoutes(uses),
];
