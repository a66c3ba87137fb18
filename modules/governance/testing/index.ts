import type { FindingReport } from '../contract.ts';

/** A plausible report; give what matters to the test. */
export const aReport = (given: Partial<FindingReport> = {}): FindingReport => ({
  fingerprint: 'rule:r1:host:srv-1',
  kind: 'alert',
  module: 'detection',
  title: 'Suspicious thing',
  severity: 'medium',
  assets: [{ kind: 'host', id: 'srv-1' }],
  obligations: ['1.3-h'],
  count: 1,
  firstSeen: '2026-11-23T01:00:00.000Z',
  lastSeen: '2026-11-23T01:00:00.000Z',
  receivedAt: '2026-11-23T00:59:59.500Z',
  samples: [{ ref: { journal: 'network', seq: 1, index: 0 }, at: '2026-11-23T01:00:00.000Z', summary: 'it happened' }],
  ...given,
});
