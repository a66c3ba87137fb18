import { buffer } from 'node:stream/consumers';
import { route, uploadRoute, type Route } from '@chedun/http';
import {
  ApproveBody,
  CaseDetail,
  CasePage,
  CaseQuery,
  Exchange,
  ExchangeInput,
  ExchangeTest,
  ExplainBody,
  IdParams,
  OpenCaseBody,
  Polled,
  StepBody,
  SubmitBody,
  ValuesBody,
  filingPermissions,
} from '../contract.ts';
import { caseExample, casesExample, exchangeExample } from '../examples.ts';
import type { FilingUses } from './uses.ts';

const { read: READ, write: WRITE, approve: APPROVE, submit: SUBMIT } = filingPermissions;

const reading = (uses: FilingUses): Route[] => [
  route({
    method: 'GET',
    path: '/filing/cases',
    operationId: 'listFilingCases',
    summary: { zh: '备案事项', en: 'Cases' },
    permission: READ,
    audit: 'none',
    query: CaseQuery,
    response: CasePage,
    example: casesExample,
    handle: ({ query }) => uses.listCases(query),
  }),
  route({
    method: 'POST',
    path: '/filing/cases',
    operationId: 'openFilingCase',
    summary: { zh: '新建备案事项', en: 'Open a case' },
    permission: WRITE,
    audit: 'filing.case-opened',
    body: OpenCaseBody,
    response: CaseDetail,
    example: caseExample,
    handle: async ({ body, actor }) => uses.readCase(await uses.openByHand(body, actor)),
  }),
  route({
    method: 'GET',
    path: '/filing/cases/:id',
    operationId: 'getFilingCase',
    summary: { zh: '一个备案事项', en: 'A case' },
    permission: READ,
    audit: 'none',
    params: IdParams,
    response: CaseDetail,
    example: caseExample,
    handle: ({ params }) => uses.readCase(params.id),
  }),
];

const readingMore = (uses: FilingUses): Route[] => [
  route({
    method: 'PUT',
    path: '/filing/cases/:id/values',
    operationId: 'setFilingValues',
    summary: { zh: '修改表中内容', en: 'Change values of the form' },
    permission: WRITE,
    audit: 'filing.case-changed',
    params: IdParams,
    body: ValuesBody,
    response: CaseDetail,
    example: caseExample,
    handle: async ({ params, body, actor }) => {
      await uses.setValues(params.id, body, actor);
      return uses.readCase(params.id);
    },
  }),
  route({
    method: 'PUT',
    path: '/filing/cases/:id/explanations',
    operationId: 'explainFiling',
    summary: { zh: '说明问题、答复补正事项', en: 'Explain problems and answer items' },
    permission: WRITE,
    audit: 'filing.case-explained',
    params: IdParams,
    body: ExplainBody,
    response: CaseDetail,
    example: caseExample,
    handle: async ({ params, body, actor }) => {
      await uses.explain(params.id, body, actor);
      return uses.readCase(params.id);
    },
  }),
];

const moving = (uses: FilingUses): Route[] => [
  route({
    method: 'POST',
    path: '/filing/cases/:id/steps',
    operationId: 'stepFilingCase',
    summary: { zh: '送审、退回、撤回', en: 'Ask for approval, return, withdraw' },
    permission: WRITE,
    audit: 'filing.case-stepped',
    params: IdParams,
    body: StepBody,
    response: CaseDetail,
    example: caseExample,
    handle: async ({ params, body, actor }) => {
      await uses.takeStep(params.id, body, actor);
      return uses.readCase(params.id);
    },
  }),
  route({
    method: 'POST',
    path: '/filing/cases/:id/approval',
    operationId: 'approveFilingCase',
    summary: { zh: '审批备案事项', en: 'Approve a case' },
    permission: APPROVE,
    audit: 'filing.case-approve',
    params: IdParams,
    body: ApproveBody,
    response: CaseDetail,
    example: caseExample,
    handle: async ({ params, body, actor }) => {
      await uses.takeStep(params.id, { action: 'approve', ...body }, actor);
      return uses.readCase(params.id);
    },
  }),
  route({
    method: 'POST',
    path: '/filing/cases/:id/signature',
    operationId: 'signFilingCase',
    summary: { zh: '签章', en: 'Sign' },
    permission: SUBMIT,
    audit: 'filing.case-signed',
    params: IdParams,
    response: CaseDetail,
    example: caseExample,
    handle: async ({ params, actor }) => {
      await uses.sign(params.id, actor);
      return uses.readCase(params.id);
    },
  }),
];

const movingMore = (uses: FilingUses): Route[] => [
  route({
    method: 'POST',
    path: '/filing/cases/:id/submission',
    operationId: 'submitFilingCase',
    summary: { zh: '报送', en: 'Hand in' },
    permission: SUBMIT,
    audit: 'filing.case-submitted',
    params: IdParams,
    body: SubmitBody,
    response: CaseDetail,
    example: caseExample,
    handle: async ({ params, body, actor }) => {
      await uses.submit(params.id, body, actor);
      return uses.readCase(params.id);
    },
  }),
  uploadRoute({
    method: 'POST',
    path: '/filing/cases/:id/receipts',
    operationId: 'takeFilingReceipt',
    summary: { zh: '导入回执', en: 'Take a receipt' },
    permission: SUBMIT,
    audit: 'filing.receipt-taken',
    params: IdParams,
    maxBytes: 256 * 1024,
    response: CaseDetail,
    example: caseExample,
    handle: async ({ params, body, actor }) => {
      await uses.takeReceipt(params.id, await buffer(body), actor);
      return uses.readCase(params.id);
    },
  }),
];

const exchanging = (uses: FilingUses): Route[] => [
  route({
    method: 'GET',
    path: '/filing/exchange',
    operationId: 'getFilingExchange',
    summary: { zh: '对接设置', en: 'Settings of the exchange' },
    permission: READ,
    audit: 'none',
    response: Exchange,
    example: exchangeExample,
    handle: () => uses.readExchange(),
  }),
  route({
    method: 'PUT',
    path: '/filing/exchange',
    operationId: 'saveFilingExchange',
    summary: { zh: '保存对接设置', en: 'Save the settings of the exchange' },
    permission: SUBMIT,
    audit: 'filing.exchange-saved',
    body: ExchangeInput,
    response: Exchange,
    example: exchangeExample,
    handle: async ({ body, actor }) => {
      await uses.saveExchange(body, actor);
      return uses.readExchange();
    },
  }),
  route({
    method: 'POST',
    path: '/filing/exchange/test',
    operationId: 'testFilingExchange',
    summary: { zh: '测试对接', en: 'Test the exchange' },
    permission: SUBMIT,
    audit: 'filing.exchange-tested',
    response: ExchangeTest,
    example: { reached: true, problem: '' },
    handle: () => uses.testExchange(),
  }),
];

const exchangingMore = (uses: FilingUses): Route[] => [
  route({
    method: 'POST',
    path: '/filing/exchange/poll',
    operationId: 'pollFilingExchange',
    summary: { zh: '立即查询回执', en: 'Ask for receipts now' },
    permission: SUBMIT,
    audit: 'filing.receipt-taken',
    response: Polled,
    example: { asked: 1, receipts: 1, failed: 0 },
    handle: () => uses.poll(),
  }),
];

/** Cases and the exchange with the other side. */
export const caseRoutes = (uses: FilingUses): Route[] => [
  ...reading(uses),
  ...readingMore(uses),
  ...moving(uses),
  ...movingMore(uses),
  ...exchanging(uses),
  ...exchangingMore(uses),
];
