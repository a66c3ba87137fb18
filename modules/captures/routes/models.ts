import { route, uploadRoute, type Route } from '@chedun/http';
import {
  CanModelComparison,
  CanModelDetail,
  CanModelList,
  CanModelQuery,
  CaptureParams,
  capturesPermissions,
  CompareQuery,
  DbcDetail,
  DbcList,
  DbcUploadQuery,
  Done,
  MAX_DBC_BYTES,
  TrainRequest,
} from '../contract.ts';
import { exampleDbc, exampleModel } from '../examples.ts';
import type { CapturesUses } from '../uses.ts';

const read = { permission: capturesPermissions.read, audit: 'none' } as const;
const write = { permission: capturesPermissions.models } as const;
const done = { done: true } as const;

const modelReadRoutes = (uses: CapturesUses): Route[] => [
  route({
    ...read,
    method: 'GET',
    path: '/can-models',
    operationId: 'listCanModels',
    summary: { zh: 'CAN 检测模型', en: 'CAN models' },
    query: CanModelQuery,
    response: CanModelList,
    example: { items: [exampleModel] },
    handle: async ({ query }) => ({ items: await uses.models.modelList(query.vehicleModel) }),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/can-models/:id',
    operationId: 'getCanModel',
    summary: { zh: '查看 CAN 检测模型', en: 'One CAN model' },
    params: CaptureParams,
    response: CanModelDetail,
    example: { ...exampleModel, idList: [] },
    handle: ({ params }) => uses.models.modelDetail(params.id),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/can-models/:id/compare',
    operationId: 'compareCanModels',
    summary: { zh: '比较两个模型', en: 'Compare two models' },
    params: CaptureParams,
    query: CompareQuery,
    response: CanModelComparison,
    example: { same: 50, differences: [] },
    handle: ({ params, query }) => uses.models.compare(params.id, query.with),
  }),
];

const modelWriteRoutes = (uses: CapturesUses): Route[] => [
  route({
    ...write,
    method: 'POST',
    path: '/can-models',
    operationId: 'trainCanModel',
    summary: { zh: '训练 CAN 检测模型', en: 'Train a CAN model' },
    audit: 'captures.model-ordered',
    body: TrainRequest,
    response: CanModelDetail,
    example: { ...exampleModel, status: 'training', idList: [] },
    handle: async ({ body, actor }) => uses.models.modelDetail(await uses.order(body, actor)),
  }),
  route({
    ...write,
    method: 'POST',
    path: '/can-models/:id/activate',
    operationId: 'activateCanModel',
    summary: { zh: '启用模型', en: 'Activate a model' },
    audit: 'captures.model-activated',
    params: CaptureParams,
    response: Done,
    example: done,
    handle: async ({ params, actor }) => {
      await uses.changeModels.activate(params.id, actor);
      return done;
    },
  }),
  route({
    ...write,
    method: 'DELETE',
    path: '/can-models/:id',
    operationId: 'removeCanModel',
    summary: { zh: '删除模型', en: 'Remove a model' },
    audit: 'captures.model-removed',
    params: CaptureParams,
    response: Done,
    example: done,
    handle: async ({ params, actor }) => {
      await uses.changeModels.remove(params.id, actor);
      return done;
    },
  }),
];

const dbcRoutes = (uses: CapturesUses): Route[] => [
  route({
    ...read,
    method: 'GET',
    path: '/dbc-files',
    operationId: 'listDbcFiles',
    summary: { zh: 'DBC 文件', en: 'DBC files' },
    response: DbcList,
    example: { items: [exampleDbc] },
    handle: async () => ({ items: await uses.models.dbcList() }),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/dbc-files/:id',
    operationId: 'getDbcFile',
    summary: { zh: '查看 DBC 文件', en: 'One DBC file' },
    params: CaptureParams,
    response: DbcDetail,
    example: { ...exampleDbc, messageList: [] },
    handle: ({ params }) => uses.models.dbcDetail(params.id),
  }),
  uploadRoute({
    ...write,
    method: 'POST',
    path: '/dbc-files',
    operationId: 'addDbcFile',
    summary: { zh: '上传 DBC 文件', en: 'Add a DBC file' },
    audit: 'captures.dbc-added',
    query: DbcUploadQuery,
    maxBytes: MAX_DBC_BYTES,
    response: DbcDetail,
    example: { ...exampleDbc, messageList: [] },
    handle: async ({ query, body, actor }) => uses.models.dbcDetail(await uses.dbc.add(query, body, actor)),
  }),
  route({
    ...write,
    method: 'DELETE',
    path: '/dbc-files/:id',
    operationId: 'removeDbcFile',
    summary: { zh: '删除 DBC 文件', en: 'Remove a DBC file' },
    audit: 'captures.dbc-removed',
    params: CaptureParams,
    response: Done,
    example: done,
    handle: async ({ params, actor }) => {
      await uses.dbc.remove(params.id, actor);
      return done;
    },
  }),
];

/** Routes of models and DBC files. */
export const modelRoutes = (uses: CapturesUses): Route[] => [
  ...modelReadRoutes(uses),
  ...modelWriteRoutes(uses),
  ...dbcRoutes(uses),
];
