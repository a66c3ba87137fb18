import type { ClockDetail, ClockLine } from './contract.ts';

/** A clock in examples. */
export const exampleClock: ClockLine = {
  id: '018f7a00-0000-7000-8000-000000000001',
  rule: {
    id: 'CAC-3',
    rule: 'incident of 较大 or above at other network operators',
    source: '国家网络安全事件报告管理办法 art.4',
    startsAt: '发现或获知 (found or known)',
    limit: '4 hours',
    basis: 'seen',
    actor: 'enterprise',
    kind: 'report',
    to: ['属地省级网信部门'],
    terms: [{ n: 4, unit: 'h' }],
  },
  termCase: '',
  subject: { kind: 'incident', id: '018f7a00-0000-7000-8000-000000000002', title: '车联网平台数据泄露' },
  recipients: ['广东省网信部门'],
  anchor: { kind: 'finding', id: '018f7a00-0000-7000-8000-000000000003' },
  startedAt: '2026-11-23T01:00:00.000Z',
  dueAt: '2026-11-23T05:00:00.000Z',
  due: '2026-11-23T13:00:00+08:00',
  dueKind: 'moment',
  missingYear: null,
  state: 'running',
  elapsed: 0.25,
  overdue: false,
  warned: 0,
  endedAt: null,
  endedBy: null,
  lateMinutes: 0,
};

/** A clock with its history in examples. */
export const exampleDetail: ClockDetail = {
  ...exampleClock,
  warnings: [
    { percent: 50, at: '2026-11-23T03:00:00.000Z' },
    { percent: 80, at: '2026-11-23T04:12:00.000Z' },
    { percent: 100, at: '2026-11-23T05:00:00.000Z' },
  ],
  recordedAt: null,
  receiver: '',
  explanation: '',
  receipt: null,
  history: [
    {
      at: '2026-11-23T01:05:00.000Z',
      kind: 'started',
      actor: 'system',
      detail: { anchor: 'finding', at: '2026-11-23T01:00:00.000Z' },
    },
  ],
};
