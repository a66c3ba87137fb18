import type { z } from 'zod';
import type { Drill, Duplicate, ExceptionReview, ProofList, Proposal, ScoreList } from './contract.ts';

const ID = '0193a000-0000-7000-8000-000000000001';
const RULE = '6f1d0d4a-0000-4000-8000-000000000001';
const AT = '2026-11-23T01:00:00.000Z';

export const exampleScores: z.input<typeof ScoreList> = {
  items: [
    {
      ruleId: RULE,
      title: 'Vehicle API Called by a Script',
      titleZh: '车辆接口被脚本调用',
      level: 'medium',
      family: 'tsp/tsp_api',
      hits30d: 27_000,
      hits24h: 900,
      alerts30d: 60,
      suppressedShare: 0.998,
      truePositive: 0,
      falsePositive: 12,
      open: 3,
      precision: 0,
      triageMinutes: 42,
      topAsset: 'account:monitor',
      topAssetShare: 0.97,
      exceptions: 0,
    },
  ],
  total: 1,
  summary: { enabled: 370, speaking: 1, alerts30d: 60, decided: 12, precision: 0, triageMinutes: 42 },
};

export const exampleProposal: Proposal = {
  key: `exception|${RULE}|account:monitor`,
  kind: 'exception',
  ruleId: RULE,
  title: 'Vehicle API Called by a Script',
  titleZh: '车辆接口被脚本调用',
  asset: 'account:monitor',
  reason: {
    zh: '该规则每天在 account:monitor 上命中约 900 次',
    en: 'The rule hits about 900 times a day on account:monitor',
  },
  savesPerDay: 900,
  exceptionYaml: '"account": "monitor"\n',
  groupMinutes: null,
};

export const exampleDuplicate: Duplicate = {
  kind: 'same-hits',
  rules: [
    { id: RULE, title: 'A', titleZh: '甲', ruleset: 'chedun' },
    { id: ID, title: 'B', titleZh: null, ruleset: 'own' },
  ],
  shared: 40,
  overlap: 0.95,
};

export const exampleReview: ExceptionReview = {
  id: ID,
  title: '监控账号',
  ruleId: RULE,
  ruleTitle: 'Vehicle API Called by a Script',
  ruleTitleZh: '车辆接口被脚本调用',
  ruleEnabled: true,
  createdBy: '李雷',
  createdAt: AT,
  dueAt: '2027-02-21T01:00:00.000Z',
  overdue: false,
  reviewedAt: null,
  reviewedBy: null,
  note: null,
};

export const exampleDrill: Drill = {
  id: ID,
  scope: 'families',
  startedAt: AT,
  finishedAt: '2026-11-23T01:00:04.000Z',
  startedBy: 'system',
  withinSeconds: 60,
  results: [
    {
      family: 'tsp/remote_control',
      ruleId: RULE,
      ruleTitle: 'Remote Command From a Script',
      ruleTitleZh: '由脚本工具发出的远程控制指令',
      outcome: 'alerted',
      findingId: ID,
      seconds: 1.5,
    },
  ],
  untested: [],
};

export const exampleProofs: z.input<typeof ProofList> = {
  items: [
    {
      ruleId: RULE,
      ruleTitle: 'Vehicle API Called by a Script',
      ruleTitleZh: '车辆接口被脚本调用',
      kind: 'rule',
      family: 'tsp/tsp_api',
      state: 'proven',
      triedAt: AT,
      provenAt: AT,
      seconds: 1.8,
      findingId: ID,
      misses: 0,
    },
  ],
  summary: {
    enabled: 1,
    testable: 1,
    proven: 1,
    stale: 0,
    missed: 0,
    waiting: 0,
    medianSeconds: 1.8,
    slowestSeconds: 1.8,
  },
  perRound: 100,
  everyMinutes: 10,
};
