import { downloadRoute, route, uploadRoute, type Route } from '@chedun/http';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import {
  ActionList,
  ApproveCommand,
  Checked,
  DryAnswer,
  DryCommand,
  PlaybookDetail,
  PlaybookList,
  PlaybookParams,
  playbookPermissions,
  SuggestionList,
  SuggestionQuery,
  VersionQuery,
} from '../contract.ts';
import * as examples from '../examples.ts';
import type { PlaybookUses } from './uses.ts';

const { read: READ, write: WRITE, approve: APPROVE } = playbookPermissions;
const read = { permission: READ, audit: 'none' } as const;
const MAX_FILE = 2 * 1024 * 1024;
const detail = { response: PlaybookDetail, example: examples.examplePlaybook };

const finding = ({ actions, suggest }: PlaybookUses): Route[] => [
  route({
    ...read,
    method: 'GET',
    path: '/playbook-actions',
    operationId: 'listPlaybookActions',
    summary: { zh: '可由平台执行的处置动作', en: 'Actions that playbooks may name' },
    response: ActionList,
    example: {
      items: [
        {
          id: 'gateway.refuse-address',
          titleZh: '在接入网关阻断来源地址',
          titleEn: 'Keep a source address out at the gateway',
          params: ['address'],
          permission: 'gateway.contain',
          secondPerson: false,
          reversible: true,
          available: true,
        },
      ],
    },
    handle: async () => ({ items: [...actions()] }),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/playbook-suggestions',
    operationId: 'suggestPlaybooks',
    summary: { zh: '适合一条隐患的预案及参数', en: 'Playbooks for a finding, with the values that it tells' },
    query: SuggestionQuery,
    response: SuggestionList,
    example: {
      items: [
        {
          playbook: examples.exampleSummary.id,
          name: examples.exampleSummary.name,
          values: { __address__: '198.51.100.7' },
          missing: [],
        },
      ],
    },
    handle: ({ query }) => suggest(query.finding),
  }),
];

const reading = ({ list, detail: readOne, body }: PlaybookUses): Route[] => [
  route({
    ...read,
    method: 'GET',
    path: '/playbooks',
    operationId: 'listPlaybooks',
    summary: { zh: '处置预案列表', en: 'Response playbooks' },
    response: PlaybookList,
    example: { items: [examples.exampleSummary], total: 1 },
    handle: async () => {
      const items = await list();
      return { items, total: items.length };
    },
  }),
  route({
    ...read,
    method: 'GET',
    path: '/playbooks/:id',
    operationId: 'getPlaybook',
    summary: { zh: '处置预案及流程', en: 'A playbook with its workflow' },
    params: PlaybookParams,
    query: VersionQuery,
    ...detail,
    handle: ({ params, query }) => readOne(params.id, query.version),
  }),
  downloadRoute({
    permission: READ,
    method: 'GET',
    path: '/playbooks/:id/export',
    operationId: 'exportPlaybook',
    summary: { zh: '导出 CACAO 2.0 文件', en: 'Export as CACAO 2.0' },
    audit: 'playbooks.exported',
    params: PlaybookParams,
    query: VersionQuery,
    handle: async ({ params, query }) => ({
      contentType: 'application/json; charset=utf-8',
      fileName: `${params.id}.json`,
      body: Readable.from([(await body(params.id, query.version)).body]),
    }),
  }),
];

const writing = ({ importFile, validate, approve, dry, detail: readOne }: PlaybookUses): Route[] => [
  uploadRoute({
    permission: WRITE,
    method: 'POST',
    path: '/playbooks/import',
    operationId: 'importPlaybook',
    summary: { zh: '导入 CACAO 2.0 文件', en: 'Import a CACAO 2.0 file' },
    audit: 'playbooks.imported',
    maxBytes: MAX_FILE,
    ...detail,
    handle: async ({ body, actor }) => readOne(await importFile(new Uint8Array(await buffer(body)), actor)),
  }),
  uploadRoute({
    permission: READ,
    method: 'POST',
    path: '/playbooks/validate',
    operationId: 'validatePlaybook',
    summary: { zh: '校验 CACAO 2.0 文件（不保存）', en: 'Validate a CACAO 2.0 file and store nothing' },
    audit: 'none',
    maxBytes: MAX_FILE,
    response: Checked,
    example: {
      id: examples.exampleSummary.id,
      name: examples.exampleSummary.name,
      sound: true,
      problems: [],
      dry: examples.exampleDry,
    },
    handle: async ({ body }) => validate(new Uint8Array(await buffer(body))),
  }),
  route({
    permission: APPROVE,
    method: 'POST',
    path: '/playbooks/:id/approve',
    operationId: 'approvePlaybook',
    summary: { zh: '批准（复审）预案版本', en: 'Approve a version, or review it again' },
    audit: 'playbooks.approved',
    params: PlaybookParams,
    body: ApproveCommand,
    ...detail,
    handle: async ({ params, body, actor }) => {
      await approve(params.id, body, actor);
      return readOne(params.id, body.version);
    },
  }),
  route({
    permission: READ,
    method: 'POST',
    path: '/playbooks/:id/dry-run',
    operationId: 'dryRunPlaybook',
    summary: { zh: '试运行（不执行任何动作）', en: 'Walk through a playbook and do nothing' },
    audit: 'none',
    params: PlaybookParams,
    body: DryCommand,
    response: DryAnswer,
    example: examples.exampleDry,
    handle: ({ params, body }) => dry(params.id, body.values, body.assume),
  }),
];

/** Routes of the library of playbooks. */
export const libraryRoutes = (uses: PlaybookUses): Route[] => [...reading(uses), ...finding(uses), ...writing(uses)];
