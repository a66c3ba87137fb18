import type { Hunt, HuntDetail, RuleCoverage } from './contract.ts';

const RULE = '6f1d0d4a-0000-4000-8000-000000000001';
const ID = '0193a000-0000-7000-8000-000000000001';
const TITLE = { title: 'Diagnostic Session Opened at Speed', titleZh: '行驶中打开诊断会话' };

/** A hunt that ended, as lists show it. */
export const exampleRow: Hunt = {
  id: ID,
  kind: 'rules',
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
  ...TITLE,
  problem: null,
  interruptions: 0,
  coldRows: 0,
  superseded: 0,
};

/** The same with its hits. */
export const exampleHunt: HuntDetail = {
  ...exampleRow,
  byRule: [{ id: RULE, ...TITLE, level: 'high', way: 'store', reason: null, hits: 1 }],
  histogram: [{ at: '2026-11-22T08:00:00.000Z', hits: 1 }],
  barMs: 1_800_000,
  found: [
    {
      ruleId: RULE,
      key: 'network/812/3',
      time: '2026-11-22T08:12:00.000Z',
      journal: 'network',
      seq: 812,
      index: 3,
      source: 'tbox',
      subject: 'LCDCDA1E0RW000017',
      subjectKind: 'vehicle',
      message: 'UDS session 0x03 opened at 62 km/h',
      matched: [{ field: 'uds.session', value: '3' }],
      events: [],
      promoted: false,
    },
  ],
  kept: 1,
  more: false,
  promoted: 0,
};

/** A backfill that ended. */
export const exampleBackfill: HuntDetail = {
  ...exampleHunt,
  kind: 'backfill',
  byRule: [{ id: RULE, ...TITLE, level: 'high', way: 'journal', reason: null, hits: 1 }],
};

/** A rule that was enabled this morning and is at work. */
export const exampleCoverage: RuleCoverage = {
  ruleId: RULE,
  kind: 'rule',
  live: true,
  streams: [
    {
      stream: 'network',
      from: '2026-11-20T00:00:00.000Z',
      to: '2026-11-23T02:00:00.000Z',
      frames: 5_200,
      judged: 410,
      older: 0,
      ranges: [{ from: '2026-11-23T00:30:00.000Z', to: '2026-11-23T02:00:00.000Z' }],
    },
  ],
};
