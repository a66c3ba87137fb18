import { route, type Route } from '@chedun/http';
import { AccusedList, AccusedQuery, pseudonymsPermissions as may, ReportKept, SignedReport } from './contract.ts';
import { ID } from './examples.ts';
import type { PseudonymUses } from './uses.ts';

const AT = '2026-11-24T08:00:00.000Z';

/** Routes of the misbehaviour authority: reports that come signed, and what is collected of each certificate. */
export const misbehaviourRoutes = (uses: PseudonymUses): Route[] => [
  route({
    method: 'POST',
    path: '/pseudonyms/reports/signed',
    operationId: 'takeSignedMisbehaviourReport',
    summary: {
      zh: '接收签名并加密的异常行为报告（ETSI TS 103 759）',
      en: 'Take a signed and encrypted misbehaviour report (ETSI TS 103 759)',
    },
    permission: may.device,
    audit: 'pseudonyms.misbehaviour-reported',
    body: SignedReport,
    response: ReportKept,
    example: { id: ID },
    handle: ({ body }) => uses.takeReport(body),
  }),
  route({
    method: 'GET',
    path: '/pseudonyms/accused',
    operationId: 'listAccusedPseudonyms',
    summary: { zh: '被举报的假名证书', en: 'Pseudonym certificates that were reported' },
    permission: may.read,
    audit: 'none',
    query: AccusedQuery,
    response: AccusedList,
    example: {
      items: [
        {
          suite: 'cn',
          certificateId: '0102030405060708090a',
          linkage: '010203040506070809',
          period: 1194,
          reports: 3,
          reporters: 1,
          messages: 24,
          suspicion: 1.6,
          observations: [{ name: 'v2x-constant-position', times: 22 }],
          firstAt: AT,
          lastAt: AT,
          reportId: ID,
          revocation: 'none',
        },
      ],
    },
    handle: async ({ query }) => ({ items: await uses.accused(query.limit) }),
  }),
];
