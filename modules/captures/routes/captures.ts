import { downloadRoute, route, streamRoute, uploadRoute, type Route } from '@chedun/http';
import {
  AnalyseRequest,
  CaptureDetail,
  CapturePage,
  CaptureParams,
  CaptureQuery,
  capturesPermissions,
  Done,
  MAX_CAPTURE_BYTES,
  UnregisteredHostPage,
  UnregisteredHostQuery,
  UploadQuery,
} from '../contract.ts';
import type { CapturesUses } from '../uses.ts';
import { emptyPage, exampleCapture, exampleDetail } from '../examples.ts';

const read = { permission: capturesPermissions.read, audit: 'none' } as const;
const write = { permission: capturesPermissions.write, params: CaptureParams } as const;

const reads = (uses: CapturesUses): Route[] => [
  route({
    ...read,
    method: 'GET',
    path: '/captures',
    operationId: 'listCaptures',
    summary: { zh: '抓包与记录列表', en: 'Captures' },
    query: CaptureQuery,
    response: CapturePage,
    example: { items: [exampleCapture], next: null, total: 1 },
    handle: ({ query }) => uses.reads.page(query),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/captures/unregistered-hosts',
    operationId: 'listUnregisteredHosts',
    summary: { zh: '抓包中发现的未登记主机', en: 'Hosts seen in captures that are not registered' },
    query: UnregisteredHostQuery,
    response: UnregisteredHostPage,
    example: emptyPage,
    handle: ({ query }) => uses.unregistered(query),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/captures/:id',
    operationId: 'getCapture',
    summary: { zh: '查看一份抓包或记录', en: 'One capture with its summary' },
    params: CaptureParams,
    response: CaptureDetail,
    example: exampleDetail,
    handle: ({ params }) => uses.reads.detail(params.id),
  }),
  streamRoute({
    ...read,
    method: 'GET',
    path: '/captures/:id/progress',
    operationId: 'followCapture',
    summary: { zh: '跟踪分析进度', en: 'Progress of an analysis' },
    params: CaptureParams,
    handle: ({ params, signal }) => uses.follow(params.id, signal),
  }),
  downloadRoute({
    method: 'GET',
    path: '/captures/:id/file',
    operationId: 'downloadCapture',
    summary: { zh: '下载原始文件', en: 'The recording itself' },
    permission: capturesPermissions.download,
    audit: 'captures.downloaded',
    params: CaptureParams,
    handle: ({ params, actor }) => uses.download(params.id, actor),
  }),
];

const writes = (uses: CapturesUses): Route[] => [
  uploadRoute({
    method: 'POST',
    path: '/captures',
    operationId: 'uploadCapture',
    summary: { zh: '上传抓包或记录', en: 'Upload a capture' },
    permission: capturesPermissions.write,
    audit: 'captures.uploaded',
    query: UploadQuery,
    maxBytes: MAX_CAPTURE_BYTES,
    response: CaptureDetail,
    example: exampleDetail,
    handle: async ({ query, body, actor }) => uses.reads.detail(await uses.upload(query, body, actor)),
  }),
  route({
    ...write,
    method: 'POST',
    path: '/captures/:id/analyse',
    operationId: 'analyseCapture',
    summary: { zh: '重新分析', en: 'Analyse again' },
    audit: 'captures.analysed-again',
    body: AnalyseRequest,
    response: CaptureDetail,
    example: exampleDetail,
    handle: async ({ params, body, actor }) => {
      await uses.change.analyse(params.id, body, actor);
      return uses.reads.detail(params.id);
    },
  }),
  route({
    ...write,
    method: 'POST',
    path: '/captures/:id/cancel',
    operationId: 'cancelCapture',
    summary: { zh: '取消分析', en: 'Cancel the analysis' },
    audit: 'captures.cancelled',
    response: CaptureDetail,
    example: { ...exampleDetail, status: 'cancelled' },
    handle: async ({ params, actor }) => {
      await uses.change.cancel(params.id, actor);
      return uses.reads.detail(params.id);
    },
  }),
  route({
    ...write,
    method: 'DELETE',
    path: '/captures/:id',
    operationId: 'deleteCapture',
    summary: { zh: '删除抓包或记录及其结果', en: 'Delete a capture with its results' },
    audit: 'captures.deleted',
    response: Done,
    example: { done: true },
    handle: async ({ params, actor }) => {
      await uses.change.remove(params.id, actor);
      return { done: true as const };
    },
  }),
];

/** Routes of captures themselves. */
export const captureRoutes = (uses: CapturesUses): Route[] => [...reads(uses), ...writes(uses)];
