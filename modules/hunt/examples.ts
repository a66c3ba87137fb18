import type { HuntDetail } from './contract.ts';

const RULE = '6f1d0d4a-0000-4000-8000-000000000001';

/** A hunt that ended. */
export const exampleHunt: HuntDetail = {
  id: '0193a000-0000-7000-8000-000000000001',
  state: 'done',
  from: '2026-11-22T00:00:00.000Z',
  to: '2026-11-23T00:00:00.000Z',
  thorough: false,
  startedAt: '2026-11-23T01:00:00.000Z',
  startedBy: '李雷',
  endedAt: '2026-11-23T01:00:02.000Z',
  progress: 1,
  rules: 1,
  hits: 1,
  title: 'Diagnostic Session Opened at Speed',
  problem: null,
  byRule: [
    { id: RULE, title: 'Diagnostic Session Opened at Speed', level: 'high', way: 'store', reason: null, hits: 1 },
  ],
  histogram: [{ at: '2026-11-22T08:00:00.000Z', hits: 1 }],
  barMs: 1_800_000,
  found: [
    {
      ruleId: RULE,
      time: '2026-11-22T08:12:00.000Z',
      journal: 'network',
      seq: 812,
      index: 3,
      source: 'tbox',
      subject: 'LCDCDA1E0RW000017',
      message: 'UDS session 0x03 opened at 62 km/h',
    },
  ],
  more: false,
};
