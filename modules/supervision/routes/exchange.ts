import { buffer } from 'node:stream/consumers';
import { route, uploadRoute, type Route } from '@chedun/http';
import { ExchangeAnswer, ExchangeParams, MOST_PACKAGE, supervisionPermissions } from '../contract.ts';
import { exampleAnswer } from '../examples.ts';
import type { SupervisionUses } from './uses.ts';

const answer = { response: ExchangeAnswer, example: exampleAnswer };

/** What the enterprise's side calls with the token of its account; it hears of its own packages only. */
export const exchangeRoutes = (uses: SupervisionUses): Route[] => [
  uploadRoute({
    method: 'POST',
    path: '/supervision/exchange/packages',
    operationId: 'handInPackage',
    summary: { zh: '企业报送文件包', en: 'Hand a package in' },
    permission: supervisionPermissions.exchange,
    audit: 'supervision.package-arrived',
    rate: 'normal',
    maxBytes: MOST_PACKAGE,
    ...answer,
    handle: async ({ body, actor }) => uses.handIn(new Uint8Array(await buffer(body)), actor),
  }),
  route({
    method: 'GET',
    path: '/supervision/exchange/packages/:sm3',
    operationId: 'getPackageAnswer',
    summary: { zh: '企业查询报送结果与回执', en: 'What became of a package, with its receipts' },
    permission: supervisionPermissions.exchange,
    audit: 'none',
    params: ExchangeParams,
    ...answer,
    handle: ({ params, actor }) => uses.look(params.sm3, actor),
  }),
];
