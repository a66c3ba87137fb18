import type { z } from 'zod';
import type { Finding, FindingPage, FindingStats } from './contract.ts';

/** Example answers for the API description. */
export const exampleFinding: z.input<typeof Finding> = {
  id: '0193a000-0000-7000-8000-000000000001',
  kind: 'alert',
  module: 'detection',
  title: 'One account commands many vehicles',
  titleZh: '同一账号远程控制多辆车',
  severity: 'high',
  status: 'open',
  assets: [{ kind: 'account', id: 'u-10086' }],
  count: 42,
  firstSeen: '2026-11-23T01:00:00.000Z',
  lastSeen: '2026-11-23T01:05:00.000Z',
  openedAt: '2026-11-23T01:00:01.000Z',
  dueAt: '2026-11-26T01:00:01.000Z',
  overdue: false,
  owner: null,
  ruleId: '6f1d0d4a-0000-4000-8000-000000000001',
  tags: ['attack.t1078'],
  fingerprint: 'rule:6f1d0d4a:account:u-10086:2026112301',
  obligations: ['1.3-h'],
  alert: null,
  facts: {},
  samples: [{ ref: { journal: 'network', seq: 17, index: 3 }, at: '2026-11-23T01:05:00.000Z', summary: 'unlock LSV…' }],
  history: [
    { at: '2026-11-23T01:00:01.000Z', actor: 'detection', kind: 'opened', from: null, to: 'open', comment: null },
  ],
  latencyMs: 310,
};

const {
  fingerprint: _f,
  obligations: _o,
  alert: _a,
  facts: _x,
  samples: _s,
  history: _h,
  latencyMs: _l,
  ...summary
} = exampleFinding;

export const examplePage: z.input<typeof FindingPage> = { items: [summary], next: null, total: 1 };

export const exampleStats: z.input<typeof FindingStats> = {
  bySeverity: [{ severity: 'high', open: 1, total: 1 }],
  overTime: [{ at: '2026-11-23T01:00:00.000Z', severity: 'high', count: 42 }],
  topRules: [
    {
      ruleId: '6f1d0d4a-0000-4000-8000-000000000001',
      title: 'One account commands many vehicles',
      titleZh: '同一账号远程控制多辆车',
      severity: 'high',
      count: 42,
    },
  ],
  topAssets: [{ asset: { kind: 'account', id: 'u-10086' }, count: 42, worst: 'high' }],
  overdue: 0,
  medianLatencyMs: 310,
};
