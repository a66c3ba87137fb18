import type { z } from 'zod';
import type {
  CorrelationDetail,
  CorrelationEngine,
  CorrelationOutline,
  CorrelationSummary,
  CorrelationTestResult,
  Firing,
} from './contract.ts';

/** Example answers for the API description. */
export const exampleCorrelation: z.input<typeof CorrelationSummary> = {
  id: '3c1d0d4a-3b1f-4c55-9d2e-5d0c0a7f1e01',
  kind: 'correlation',
  title: 'One Account Commands Many Vehicles',
  titleZh: '同一账号短时间控制多辆车',
  level: 'high',
  status: 'stable',
  author: 'CheDun',
  license: 'Apache-2.0',
  tags: ['atm.initial_access'],
  ruleset: 'chedun',
  path: 'correlations/account_many_vehicles.yml',
  type: 'value_count',
  enabled: true,
  state: 'running',
  fired24h: 1,
  firedTotal: 4,
  lastFired: '2026-11-23T01:00:00.000Z',
};

const exampleOutline: z.input<typeof CorrelationOutline> = {
  type: 'value_count',
  rules: [{ reference: 'command_accepted', id: 'x', title: 'Command Accepted', titleZh: '指令已受理', kind: 'rule' }],
  groupBy: ['account'],
  timespanMs: 600_000,
  window: 'sliding',
  gapMs: null,
  condition: '≥ 5',
  threshold: 5,
  fields: ['vin'],
  generate: false,
};

export const exampleDetail: z.input<typeof CorrelationDetail> = {
  ...exampleCorrelation,
  yaml: 'title: …',
  description: '',
  references: [],
  falsePositives: [],
  lint: [],
  outline: exampleOutline,
  groupMinutes: 60,
};

export const exampleFiring: z.input<typeof Firing> = {
  id: 'f00d',
  at: '2026-11-23T01:00:00.000Z',
  from: '2026-11-23T00:55:00.000Z',
  to: '2026-11-23T01:00:00.000Z',
  value: 5,
  group: [{ field: 'account', value: 'u-1' }],
  refs: [{ ref: { journal: 'network', seq: 17, index: 3 }, at: '2026-11-23T00:55:00.000Z' }],
  alone: true,
  fingerprint: 'correlation:…',
  superseded: false,
};

export const exampleTest: z.input<typeof CorrelationTestResult> = {
  loads: true,
  lint: [],
  outline: exampleOutline,
  tested: 20,
  hits: [{ rule: 'x', at: '2026-11-23T00:55:00.000Z', group: 'u-1', event: 0 }],
  hitsTotal: 12,
  firings: [],
  firingsTotal: 0,
};

export const exampleEngine: z.input<typeof CorrelationEngine> = {
  correlations: 26,
  running: 26,
  filters: 0,
  baseRules: 31,
  silenced: 12,
  latenessSeconds: 30,
  groupLimit: 1_000_000,
  byteLimit: 268_435_456,
  broken: [],
  streams: [
    {
      stream: 'network',
      seq: 4711,
      savedSeq: 4700,
      savedAt: '2026-11-23T01:00:00.000Z',
      groups: 12,
      bytes: 9216,
      hits: 200,
      firings: 3,
      late: 0,
      ahead: 0,
      incomplete: 0,
      refused: 0,
    },
  ],
};
