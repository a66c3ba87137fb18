import type { z } from 'zod';
import type {
  BatchList,
  CeremonyList,
  EnrolmentList,
  HierarchyList,
  IssuedAuthorityList,
  ReportList,
} from './contract.ts';

/** Examples of answers; tests validate them, OpenAPI shows them. */
export const ID = '019a0000-0000-7000-8000-000000000001';
const AT = '2026-11-23T01:00:00.000Z';

export const hierarchies: z.input<typeof HierarchyList> = {
  items: [
    {
      suite: 'cn',
      aids: [111],
      perPeriod: 20,
      periodsAhead: 4,
      annexesVerified: false,
      authorities: [
        {
          role: 'root',
          name: 'root.v2x.example.cn',
          id: '0b2c85a0f3b2622c',
          notBefore: AT,
          notAfter: '2056-11-23T01:00:00.000Z',
          valid: true,
        },
      ],
      vehicles: 200,
      enrolled: 180,
      devices: 180,
      blocked: 1,
      short: 0,
      certificates: 14_400,
      revoked: 1,
      list: { number: 7, issuedAt: AT, nextAt: '2026-11-24T01:00:00.000Z', entries: 1, fresh: true },
    },
  ],
};

export const enrolments: z.input<typeof EnrolmentList> = {
  items: [
    {
      vin: 'LSVAA49J132047371',
      suite: 'cn',
      state: 'enrolled',
      enrolledAt: AT,
      expiresAt: '2029-11-23T01:00:00.000Z',
    },
  ],
  total: 1,
};

export const batches: z.input<typeof BatchList> = {
  periods: [{ suite: 'cn', i: 1194, from: '2026-11-19T00:00:00.000Z', files: 180, fetched: 120, certificates: 3600 }],
  rounds: [{ id: ID, suite: 'cn', ordered: 14_400, made: 14_400, startedAt: AT, endedAt: AT, failure: null }],
};

export const reports: z.input<typeof ReportList> = {
  items: [
    {
      id: ID,
      suite: 'cn',
      certificateId: '0102030405060708090a',
      observation: 'position-jump',
      note: '轨迹跳变',
      reporter: '李雷',
      reportedAt: AT,
      revocation: {
        id: ID,
        state: 'proposed',
        proposedBy: '李雷',
        proposedAt: AT,
        decidedBy: null,
        decidedAt: null,
        note: '请撤销',
      },
    },
  ],
};

export const ceremonies: z.input<typeof CeremonyList> = {
  items: [
    {
      id: ID,
      plan: { kind: 'create-hierarchy', suite: 'cn', domain: 'v2x.example.cn', perPeriod: 20, periodsAhead: 4 },
      note: '按年度计划建立',
      state: 'done',
      proposedBy: '李雷',
      proposedAt: AT,
      decidedBy: '韩梅梅',
      decidedAt: AT,
      transcript: '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
    },
  ],
};

export const issuedAuthorities: z.input<typeof IssuedAuthorityList> = {
  items: [
    {
      id: ID,
      suite: 'cn',
      kind: 'service',
      name: 'services.v2x.example.cn',
      id8: '0b2c85a0f3b2622c',
      notBefore: AT,
      notAfter: '2031-11-23T01:00:00.000Z',
      ranges: [{ aid: 3617, ssp: { kind: 'opaque', values: ['01'] } }],
      valid: true,
    },
  ],
  lists: [{ suite: 'cn', series: 1, issuedAt: AT, nextAt: '2027-05-22T01:00:00.000Z', certificates: 7, fresh: true }],
};
