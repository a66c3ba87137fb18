import type { z } from 'zod';
import type { Coverage, EngineStatus, Explanation, RuleDetail, Ruleset, RuleSummary } from './contract.ts';

/** Example answers for the API description. */
export const exampleRule: z.input<typeof RuleSummary> = {
  id: '6f1d0d4a-3b1f-4c55-9d2e-5d0c0a7f1e01',
  title: 'Remote Unlock While Driving',
  titleZh: '行驶中收到远程解锁指令',
  level: 'high',
  status: 'stable',
  author: 'CheDun',
  license: 'Apache-2.0',
  product: 'tsp',
  category: 'remote_control',
  service: '',
  tags: ['attack.impact'],
  ruleset: 'chedun',
  path: 'vehicle/remote_unlock_while_driving.yml',
  enabled: true,
  exceptions: 0,
  hits24h: 3,
  hitsTotal: 17,
  lastHit: '2026-11-23T01:00:00.000Z',
};

export const exampleDetail: z.input<typeof RuleDetail> = {
  ...exampleRule,
  yaml: 'title: …',
  description: '',
  references: [],
  falsePositives: [],
  lint: [],
  exceptionList: [],
  scorecard: {
    hitsPerDay: [{ day: '2026-11-23', hits: 3 }],
    truePositive: 2,
    falsePositive: 0,
    open: 1,
    precision: 1,
    suppressed: 0,
  },
  groupMinutes: 60,
};

export const exampleRuleset: z.input<typeof Ruleset> = {
  id: 'chedun',
  title: '车盾内置规则',
  origin: 'content/rules',
  license: 'Apache-2.0',
  rules: 30,
  enabled: 30,
  failed: 0,
  importedAt: '2026-11-23T01:00:00.000Z',
};

export const exampleEngine: z.input<typeof EngineStatus> = {
  rules: 30,
  enabled: 30,
  workers: 1,
  evaluatedPerSecond: 15200,
  version: '3',
  compiledAt: '2026-11-23T01:00:00.000Z',
  failures: 0,
};

export const exampleExplanation: z.input<typeof Explanation> = {
  ruleId: exampleRule.id,
  matched: true,
  fields: [{ field: 'command', value: 'unlock' }],
  explain: { kind: 'and', matched: true, label: 'selection', children: [] },
};

export const exampleCoverage: z.input<typeof Coverage> = {
  framework: 'r155',
  source: 'UN Regulation No. 155, Annex 5',
  verified: false,
  note: { zh: '七个分组已核对', en: 'Groups checked' },
  groups: [
    {
      id: '4.3.1',
      title: { zh: '后端服务器', en: 'Back-end servers' },
      tags: ['r155.4.3.1'],
      categories: [],
      rules: 34,
      enabled: 34,
      detectors: [],
      alerts30d: 5,
      rows: [],
    },
  ],
};
