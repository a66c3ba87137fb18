import { downloadRoute, route, uploadRoute, type Route } from '@chedun/http';
import type { ActorRef } from '@chedun/kernel';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import {
  AccessOverview,
  AccessReview,
  accessReviewPermissions,
  AccessSettings,
  AccountPage,
  AccountQuery,
  AccountsImported,
  DecideBody,
  ImportQuery,
  ItemPage,
  ItemQuery,
  MOST_IMPORT,
  PeopleImported,
  SystemDetail,
  SystemParams,
  SystemRemoved,
} from './contract.ts';
import {
  accountsExample,
  detailExample,
  importedExample,
  itemsExample,
  overviewExample,
  reviewExample,
} from './examples.ts';

/** What the routes stand on. */
export interface AccessUses {
  readonly overview: () => Promise<AccessOverview>;
  readonly detail: (id: string) => Promise<SystemDetail>;
  readonly accounts: (id: string, query: AccountQuery) => Promise<AccountPage>;
  readonly review: (id: string) => Promise<AccessReview>;
  readonly items: (id: string, query: ItemQuery, actor: ActorRef) => Promise<ItemPage>;
  readonly record: (id: string) => Promise<string>;
  readonly collectOwn: (actor: ActorRef) => Promise<void>;
  readonly importAccounts: (bytes: Uint8Array, query: ImportQuery, actor: ActorRef) => Promise<AccountsImported>;
  readonly importPeople: (bytes: Uint8Array, actor: ActorRef) => Promise<PeopleImported>;
  readonly changeSettings: (settings: AccessSettings, actor: ActorRef) => Promise<void>;
  readonly removeSystem: (id: string, actor: ActorRef) => Promise<void>;
  readonly open: (id: string, actor: ActorRef) => Promise<string>;
  readonly decide: (id: string, body: DecideBody, actor: ActorRef) => Promise<void>;
  readonly complete: (id: string, actor: ActorRef) => Promise<void>;
}

const { read: READ, write: WRITE, decide: DECIDE } = accessReviewPermissions;
const MOST_PEOPLE_TABLE = 8 * 1024 * 1024;
const overview = { response: AccessOverview, example: overviewExample };
const review = { response: AccessReview, example: reviewExample };
const reads = { method: 'GET', permission: READ, audit: 'none' } as const;

const reading = (uses: AccessUses): Route[] => [
  route({
    ...reads,
    path: '/access-reviews',
    operationId: 'listAccessSystems',
    summary: { zh: '各系统账号与审查情况', en: 'Systems with their accounts and reviews' },
    ...overview,
    handle: uses.overview,
  }),
  route({
    ...reads,
    path: '/access-reviews/systems/:id',
    operationId: 'getAccessSystem',
    summary: { zh: '系统的采集、审查与待执行决定', en: 'Collections, reviews and decisions of a system' },
    params: SystemParams,
    response: SystemDetail,
    example: detailExample,
    handle: ({ params }) => uses.detail(params.id),
  }),
  route({
    ...reads,
    path: '/access-reviews/systems/:id/accounts',
    operationId: 'listAccessAccounts',
    summary: { zh: '系统账号与问题标记', en: 'Accounts of a system with their flags' },
    params: SystemParams,
    query: AccountQuery,
    response: AccountPage,
    example: accountsExample,
    handle: ({ params, query }) => uses.accounts(params.id, query),
  }),
];

const readingReviews = (uses: AccessUses): Route[] => [
  route({
    ...reads,
    path: '/access-reviews/reviews/:id',
    operationId: 'getAccessReview',
    summary: { zh: '访问权限审查', en: 'An access review' },
    params: SystemParams,
    ...review,
    handle: ({ params }) => uses.review(params.id),
  }),
  route({
    ...reads,
    path: '/access-reviews/reviews/:id/items',
    operationId: 'listAccessReviewItems',
    summary: { zh: '审查中的账号', en: 'Accounts of an access review' },
    params: SystemParams,
    query: ItemQuery,
    response: ItemPage,
    example: itemsExample,
    handle: ({ params, query, actor }) => uses.items(params.id, query, actor),
  }),
  downloadRoute({
    ...reads,
    path: '/access-reviews/reviews/:id/record',
    operationId: 'downloadAccessReviewRecord',
    summary: { zh: '下载审查记录（SM3 链）', en: 'Record of a completed access review' },
    params: SystemParams,
    handle: async ({ params }) => ({
      contentType: 'application/json',
      fileName: `access-review-${params.id}.json`,
      body: Readable.from([Buffer.from(await uses.record(params.id))]),
    }),
  }),
];

const collecting = (uses: AccessUses): Route[] => [
  route({
    method: 'POST',
    path: '/access-reviews/collect-own',
    operationId: 'collectOwnAccounts',
    summary: { zh: '采集车盾自身账号', en: 'Collect the accounts of CheDun itself' },
    permission: WRITE,
    audit: 'access-reviews.own-collected',
    ...overview,
    handle: async ({ actor }) => {
      await uses.collectOwn(actor);
      return uses.overview();
    },
  }),
  uploadRoute({
    method: 'POST',
    path: '/access-reviews/import',
    operationId: 'importAccounts',
    summary: { zh: '导入账号（表格、Linux 主机、LDIF）', en: 'Import accounts: table, Linux host, LDIF' },
    permission: WRITE,
    audit: 'access-reviews.collected',
    query: ImportQuery,
    maxBytes: MOST_IMPORT,
    response: AccountsImported,
    example: importedExample,
    handle: async ({ query, body, actor }) => uses.importAccounts(new Uint8Array(await buffer(body)), query, actor),
  }),
  uploadRoute({
    method: 'POST',
    path: '/access-reviews/people',
    operationId: 'importPeopleInService',
    summary: { zh: '导入在职人员名单', en: 'Import the list of people in service' },
    permission: WRITE,
    audit: 'access-reviews.people-taken',
    maxBytes: MOST_PEOPLE_TABLE,
    response: PeopleImported,
    example: { people: 410, refused: [] },
    handle: async ({ body, actor }) => uses.importPeople(new Uint8Array(await buffer(body)), actor),
  }),
];

const keeping = (uses: AccessUses): Route[] => [
  route({
    method: 'PUT',
    path: '/access-reviews/settings',
    operationId: 'changeAccessSettings',
    summary: { zh: '修改管理员角色与不相容职责', en: 'Change administrator roles and conflicting duties' },
    permission: WRITE,
    audit: 'access-reviews.settings-changed',
    body: AccessSettings,
    ...overview,
    handle: async ({ body, actor }) => {
      await uses.changeSettings(body, actor);
      return uses.overview();
    },
  }),
  route({
    method: 'DELETE',
    path: '/access-reviews/systems/:id',
    operationId: 'removeAccessSystem',
    summary: { zh: '删除已下线的系统', en: 'Remove a system that is gone' },
    permission: WRITE,
    audit: 'access-reviews.system-removed',
    params: SystemParams,
    response: SystemRemoved,
    example: { removed: true },
    handle: async ({ params, actor }) => {
      await uses.removeSystem(params.id, actor);
      return { removed: true };
    },
  }),
];

const reviewing = (uses: AccessUses): Route[] => [
  route({
    method: 'POST',
    path: '/access-reviews/systems/:id/reviews',
    operationId: 'openAccessReview',
    summary: { zh: '发起访问权限审查', en: 'Open an access review' },
    permission: WRITE,
    audit: 'access-reviews.opened',
    params: SystemParams,
    ...review,
    handle: async ({ params, actor }) => uses.review(await uses.open(params.id, actor)),
  }),
  route({
    method: 'POST',
    path: '/access-reviews/reviews/:id/decisions',
    operationId: 'decideAccess',
    summary: { zh: '决定账号的保留、缩减、停用或删除', en: 'Decide about accounts of a review' },
    permission: DECIDE,
    audit: 'access-reviews.decided',
    params: SystemParams,
    body: DecideBody,
    ...review,
    handle: async ({ params, body, actor }) => {
      await uses.decide(params.id, body, actor);
      return uses.review(params.id);
    },
  }),
  route({
    method: 'POST',
    path: '/access-reviews/reviews/:id/completion',
    operationId: 'completeAccessReview',
    summary: { zh: '完成访问权限审查', en: 'Complete an access review' },
    permission: DECIDE,
    audit: 'access-reviews.completed',
    params: SystemParams,
    ...review,
    handle: async ({ params, actor }) => {
      await uses.complete(params.id, actor);
      return uses.review(params.id);
    },
  }),
];

/** Routes of access reviews. */
export const accessRoutes = (uses: AccessUses): Route[] =>
  [reading, readingReviews, collecting, keeping, reviewing].flatMap((each) => each(uses));
