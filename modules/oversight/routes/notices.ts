import { buffer } from 'node:stream/consumers';
import { downloadRoute, route, uploadRoute, type Route } from '@chedun/http';
import {
  BasisList,
  FileLine,
  IdParams,
  MOST_FILE,
  Notice,
  NoticeChange,
  NoticeInput,
  NoticeLift,
  NoticePage,
  NoticeQuery,
  oversightPermissions,
  OversightStatistics,
  PenaltyDecision,
  PenaltyInput,
  ReviewOrder,
  UploadQuery,
} from '../contract.ts';
import { exampleBasis, exampleFile, exampleNotice, exampleNoticeLine, exampleStatistics } from '../examples.ts';
import { download } from './download.ts';
import type { OversightUses } from './uses.ts';

const { desk: READ, act: ACT, decide: DECIDE } = oversightPermissions;
const one = { response: Notice, example: exampleNotice };

const reading = (uses: OversightUses): Route[] => [
  route({
    method: 'GET',
    path: '/oversight/notices',
    operationId: 'listOversightNotices',
    summary: { zh: '监管通知、任务与预警', en: 'Notices, tasks and warnings of the authority' },
    permission: READ,
    audit: 'none',
    query: NoticeQuery,
    response: NoticePage,
    example: { items: [exampleNoticeLine], next: null, total: 1 },
    handle: ({ query }) => uses.notices(query),
  }),
  route({
    method: 'GET',
    path: '/oversight/notices/:id',
    operationId: 'getOversightNotice',
    summary: { zh: '一件监管通知', en: 'A notice' },
    permission: READ,
    audit: 'none',
    params: IdParams,
    ...one,
    handle: ({ params }) => uses.notice(params.id),
  }),
  route({
    method: 'GET',
    path: '/oversight/bases',
    operationId: 'listLegalBases',
    summary: { zh: '可选依据', en: 'Legal bases to choose from' },
    permission: READ,
    audit: 'none',
    response: BasisList,
    example: { items: [exampleBasis] },
    handle: async () => ({ items: [...(await uses.bases())] }),
  }),
  route({
    method: 'GET',
    path: '/oversight/statistics',
    operationId: 'getOversightStatistics',
    summary: { zh: '监管任务与事件统计', en: 'Statistics of tasks and incidents' },
    permission: READ,
    audit: 'none',
    response: OversightStatistics,
    example: exampleStatistics,
    handle: () => uses.statistics(),
  }),
  downloadRoute({
    method: 'GET',
    path: '/oversight/files/:id',
    operationId: 'downloadOversightFile',
    summary: { zh: '下载附件', en: 'Download a file' },
    permission: READ,
    audit: 'none',
    params: IdParams,
    handle: async ({ params }) => download(await uses.file(params.id)),
  }),
];

const issuing = (uses: OversightUses): Route[] => [
  uploadRoute({
    method: 'POST',
    path: '/oversight/files',
    operationId: 'bringOversightFile',
    summary: { zh: '上传通知附件', en: 'Bring a file for a notice' },
    permission: ACT,
    audit: 'oversight.file-brought',
    maxBytes: MOST_FILE,
    query: UploadQuery,
    response: FileLine,
    example: exampleFile,
    handle: async ({ body, query, actor }) => uses.bring(new Uint8Array(await buffer(body)), query.name, actor),
  }),
  route({
    method: 'POST',
    path: '/oversight/notices',
    operationId: 'sendOversightNotice',
    summary: { zh: '下发监管通知', en: 'Send a notice' },
    permission: ACT,
    audit: 'oversight.notice-issued',
    body: NoticeInput,
    ...one,
    handle: async ({ body, actor }) => uses.notice(await uses.send(body, actor)),
  }),
  route({
    method: 'PUT',
    path: '/oversight/notices/:id',
    operationId: 'changeOversightNotice',
    summary: { zh: '变更监管通知或预警', en: 'Change a notice' },
    permission: ACT,
    audit: 'oversight.notice-changed',
    params: IdParams,
    body: NoticeChange,
    ...one,
    handle: async ({ params, body, actor }) => {
      await uses.change(params.id, body, actor);
      return uses.notice(params.id);
    },
  }),
  route({
    method: 'POST',
    path: '/oversight/notices/:id/lift',
    operationId: 'liftOversightNotice',
    summary: { zh: '解除预警或撤回通知', en: 'Lift a warning or take a notice back' },
    permission: ACT,
    audit: 'oversight.notice-lifted',
    params: IdParams,
    body: NoticeLift,
    ...one,
    handle: async ({ params, body, actor }) => {
      await uses.lift(params.id, body.why, actor);
      return uses.notice(params.id);
    },
  }),
];

const reviewing = (uses: OversightUses): Route[] => [
  route({
    method: 'POST',
    path: '/oversight/deliveries/:id/steps',
    operationId: 'reviewOversightAnswer',
    summary: { zh: '办结、退回或催办反馈', en: 'Settle, send back or remind of an answer' },
    permission: ACT,
    audit: 'oversight.answer-reviewed',
    params: IdParams,
    body: ReviewOrder,
    ...one,
    handle: async ({ params, body, actor }) => uses.notice(await uses.review(params.id, body, actor)),
  }),
  route({
    method: 'POST',
    path: '/oversight/deliveries/:id/penalties',
    operationId: 'proposePenalty',
    summary: { zh: '对逾期未改正提出处罚建议', en: 'Propose a penalty for an order that was not obeyed' },
    permission: ACT,
    audit: 'oversight.penalty-proposed',
    params: IdParams,
    body: PenaltyInput,
    ...one,
    handle: async ({ params, body, actor }) => uses.notice(await uses.propose(params.id, body, actor)),
  }),
  route({
    method: 'POST',
    path: '/oversight/penalties/:id/decision',
    operationId: 'decidePenalty',
    summary: { zh: '决定处罚建议', en: 'Decide a proposed penalty' },
    permission: DECIDE,
    audit: 'oversight.penalty-decided',
    params: IdParams,
    body: PenaltyDecision,
    ...one,
    handle: async ({ params, body, actor }) => uses.notice(await uses.decide(params.id, body, actor)),
  }),
];

/** Routes of notices, tasks, warnings and penalties. */
export const noticeRoutes = (uses: OversightUses): Route[] => [...reading(uses), ...issuing(uses), ...reviewing(uses)];
