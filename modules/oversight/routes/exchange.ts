import { buffer } from 'node:stream/consumers';
import { downloadRoute, route, uploadRoute, type Route } from '@chedun/http';
import { supervisionPermissions } from '@chedun/supervision/contract';
import {
  Acknowledge,
  FeedbackInput,
  FileLine,
  FileParams,
  IdParams,
  MOST_FILE,
  OwnNotice,
  OwnPage,
  OwnQuery,
  UploadQuery,
} from '../contract.ts';
import { exampleFile, exampleOwn } from '../examples.ts';
import { download } from './download.ts';
import type { OversightUses } from './uses.ts';

const OWN = supervisionPermissions.exchange;
const one = { response: OwnNotice, example: exampleOwn };

const reading = (uses: OversightUses): Route[] => [
  route({
    method: 'GET',
    path: '/supervision/exchange/notices',
    operationId: 'listOwnNotices',
    summary: { zh: '企业读取监管通知', en: 'Notices for the calling enterprise' },
    permission: OWN,
    audit: 'none',
    query: OwnQuery,
    response: OwnPage,
    example: { items: [exampleOwn], next: '1' },
    handle: ({ query, actor }) => uses.own(query.after, query.limit, actor),
  }),
  route({
    method: 'GET',
    path: '/supervision/exchange/notices/:id',
    operationId: 'getOwnNotice',
    summary: { zh: '企业读取一件监管通知', en: 'A notice for the calling enterprise' },
    permission: OWN,
    audit: 'none',
    params: IdParams,
    ...one,
    handle: ({ params, actor }) => uses.ownOne(params.id, actor),
  }),
  downloadRoute({
    method: 'GET',
    path: '/supervision/exchange/notices/:id/files/:file',
    operationId: 'downloadOwnNoticeFile',
    summary: { zh: '企业下载通知附件', en: 'Download a file of a notice' },
    permission: OWN,
    audit: 'none',
    params: FileParams,
    handle: async ({ params, actor }) => download(await uses.ownFile(params.id, params.file, actor)),
  }),
];

const answering = (uses: OversightUses): Route[] => [
  route({
    method: 'POST',
    path: '/supervision/exchange/notices/:id/ack',
    operationId: 'acknowledgeNotice',
    summary: { zh: '企业确认收到监管通知', en: 'Confirm a notice' },
    permission: OWN,
    audit: 'oversight.notice-acknowledged',
    params: IdParams,
    body: Acknowledge,
    ...one,
    handle: async ({ params, body, actor }) => {
      await uses.acknowledge(params.id, body.version, actor);
      return uses.ownOne(params.id, actor);
    },
  }),
  route({
    method: 'POST',
    path: '/supervision/exchange/notices/:id/feedback',
    operationId: 'answerNotice',
    summary: { zh: '企业反馈处置情况', en: 'Answer a notice' },
    permission: OWN,
    audit: 'oversight.notice-answered',
    params: IdParams,
    body: FeedbackInput,
    ...one,
    handle: async ({ params, body, actor }) => {
      await uses.feedback(params.id, body, actor);
      return uses.ownOne(params.id, actor);
    },
  }),
  uploadRoute({
    method: 'POST',
    path: '/supervision/exchange/files',
    operationId: 'bringFeedbackFile',
    summary: { zh: '企业上传反馈附件', en: 'Bring a file for an answer' },
    permission: OWN,
    audit: 'oversight.file-brought',
    rate: 'normal',
    maxBytes: MOST_FILE,
    query: UploadQuery,
    response: FileLine,
    example: exampleFile,
    handle: async ({ body, query, actor }) => uses.bringOwn(new Uint8Array(await buffer(body)), query.name, actor),
  }),
];

/** What an enterprise reads and answers, with its token or signed in; it hears of its own notices only. */
export const exchangeRoutes = (uses: OversightUses): Route[] => [...reading(uses), ...answering(uses)];
