import type { z } from 'zod';
import type { AssetRun, Attestation, Evidence, Exception, ObligationDetail, ObligationState } from './contract.ts';

export const exampleEvidence: z.input<typeof Evidence> = {
  id: '0193a000-0000-7000-8000-000000000001',
  checkId: 'governance.ledger',
  outcome: 'pass',
  summary: { zh: '台账共 3 条，逾期 0 条', en: '3 findings, 0 overdue' },
  facts: [{ name: 'overdue', value: '0' }],
  at: '2026-11-23T01:00:00.000Z',
  effectiveAt: '2026-11-23T01:00:00.000Z',
  expiresAt: '2026-11-23T03:00:00.000Z',
  signer: null,
  attachment: null,
  digest: 'a7'.repeat(32),
};

const exampleObligation: z.input<typeof ObligationState> = {
  id: '1.1-e',
  article: '1.1',
  articleTitle: '一（一）保护车联网网络设施和系统安全',
  quote: '及时消除网络安全风险隐患',
  focus: null,
  duty: { zh: '各模块共用一本隐患台账', en: 'One ledger of findings' },
  light: 'none',
  gap: { part: 5, title: { zh: '治理、备案、应急与监管', en: 'Governance, filing, response and supervision' } },
  checks: [],
};

export const exampleDetail: z.input<typeof ObligationDetail> = {
  obligation: exampleObligation,
  sentence: '落实企业网络安全主体责任，……及时消除网络安全风险隐患。',
  parties: ['智能网联汽车生产企业'],
  number: null,
  mappings: [],
  findings: [],
  responsible: null,
  history: [],
};

export const exampleAttestation: z.input<typeof Attestation> = {
  id: 'risk-assessment',
  checkId: 'attestation.risk-assessment',
  title: { zh: '完成年度风险评估', en: 'Yearly risk assessment done' },
  obligations: ['1.1-d'],
  everyDays: 365,
  owner: '王芳',
  dueAt: null,
  isOverdue: false,
  retiredAt: null,
};

export const exampleException: z.input<typeof Exception> = {
  id: '0193a000-0000-7000-8000-000000000002',
  key: 'check:cryptography.weak',
  reason: '旧款车型网关更换前接受该风险',
  owner: '李强',
  endsAt: '2027-03-31T16:00:00.000Z',
  status: 'requested',
  requestedBy: '王芳',
  requestedAt: '2026-11-23T01:00:00.000Z',
  decidedBy: null,
  decidedAt: null,
  comment: null,
  holds: false,
};

export const exampleRun: z.input<typeof AssetRun> = {
  at: '2026-11-23T01:00:00.000Z',
  assets: 50_000,
  milliseconds: 5_200,
  changedPages: 12,
  counts: [{ obligation: '1.3-b', pass: 49_000, fail: 12, unknown: 988 }],
};
