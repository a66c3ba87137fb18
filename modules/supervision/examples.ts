import type { z } from 'zod';
import type { Enterprise, ExchangeAnswer, Filing, FilingLine, Statistics, Submission } from './contract.ts';

const ID = '0193a000-0000-7000-8000-000000000001';
const AT = '2026-11-23T01:00:00.000Z';
const SM3 = 'a7'.repeat(32);

export const exampleEnterprise: z.input<typeof Enterprise> = {
  id: ID,
  name: '示例汽车有限公司',
  creditCode: '91420100MA4KXXXX2P',
  province: '42',
  licence: '',
  contact: '王芳 027-87654321',
  account: 'shili',
  certificates: [{ sm3: SM3, subject: 'CN=示例汽车', confirmedAt: AT, confirmedBy: '李审核' }],
  filings: 1,
  numbered: 0,
  lastAt: AT,
};

export const exampleSubmission: z.input<typeof Submission> = {
  id: ID,
  status: 'waiting',
  reason: '',
  via: 'exchange',
  issuer: '示例汽车有限公司',
  title: { zh: '车联网服务平台定级备案', en: 'Filing of the platform' },
  template: 'grading-filing',
  version: 1,
  manifestSm3: SM3,
  signer: { sm3: SM3, subject: 'CN=示例汽车' },
  account: 'shili',
  bytes: 20_480,
  receivedAt: AT,
};

export const exampleLine: z.input<typeof FilingLine> = {
  id: ID,
  kind: 'grading',
  kindTitle: { zh: '定级备案', en: 'Filing of a graded unit' },
  enterprise: { id: ID, name: '示例汽车有限公司', province: '42' },
  title: exampleSubmission.title,
  state: 'checking',
  version: 1,
  rounds: 0,
  acceptance: 'SL-2026-0001',
  number: '',
  problems: 1,
  receivedAt: AT,
  dueOn: '2026-12-23',
  overdue: false,
  decidedAt: null,
};

export const exampleFiling: z.input<typeof Filing> = {
  filing: exampleLine,
  basis: { title: { zh: '11号令第九条', en: 'MIIT order 11, article 9' }, isVerified: false },
  experts: 'optional',
  offices: ['telecom', 'industry'],
  supplementDays: 15,
  sections: [],
  attachments: [],
  problems: [{ rule: 'level', field: 'level', zh: '级别与要素不一致', en: 'The level differs' }],
  items: [],
  opinions: [],
  votes: [],
  receipts: [],
  versions: [{ version: 1, at: AT, manifestSm3: SM3, signer: 'CN=示例汽车', bytes: 20_480 }],
  steps: [{ at: AT, by: '李审核', action: 'receive', note: 'SL-2026-0001', version: 1 }],
  actions: ['ask-supplement'],
};

export const exampleAnswer: z.input<typeof ExchangeAnswer> = {
  submission: ID,
  manifestSm3: SM3,
  state: 'received',
  receipts: ['e30='],
};

export const exampleStatistics: z.input<typeof Statistics> = {
  filings: 1,
  open: 1,
  overdue: 0,
  supplement: 0,
  numbered: 0,
  rejected: 0,
  returnedShare: null,
  medianDays: null,
  byKind: [],
  byProvince: [{ province: '42', filings: 1 }],
  byMonth: [{ month: '2026-11', received: 1, numbered: 0 }],
  byLevel: [{ level: '3', filings: 1 }],
  byRounds: [],
  byRule: [{ rule: 'level', count: 1 }],
};
