import type { z } from 'zod';
import type {
  ClockView,
  Hold,
  LedgerEntry,
  Proposal,
  RestoreTest,
  RetentionClass,
  SegmentView,
  StreamUse,
  Tombstone,
} from './contract.ts';

const AT = '2026-11-23T01:00:00.000Z';
const ID = '01937c5e-0000-7000-8000-000000000001';
const SM3 = '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0';

/** Examples that the API description shows. */
export const exampleClass: RetentionClass = {
  id: 'network',
  title: { zh: '网络与安全日志', en: 'Network and security logs' },
  stream: 'network',
  basis: { zh: '通知一（三）', en: 'Notice 1 (3)' },
  floorDays: 184,
  days: 184,
  coldAfterDays: 30,
  hotDays: null,
  updatedAt: AT,
  updatedBy: 'wang.min',
};

/** What a stream takes. */
export const exampleUse: StreamUse = {
  stream: 'network',
  days: 184,
  oldestAt: AT,
  newestAt: AT,
  segments: 12,
  journalBytes: 805_306_368,
  coldBytes: 0,
  bytesPerDay: 67_108_864,
  bytesAtFullAge: 12_348_030_976,
  daysUntilFull: null,
};

/** The clocks. */
export const exampleClocks: z.infer<typeof ClockView> = {
  now: AT,
  lastCheckpointAt: AT,
  uptimeMs: 86_400_000,
  jumps: [],
  obstacles: [],
};

/** A source in the ledger. */
export const exampleEntry: LedgerEntry = {
  source: 'tsp',
  title: 'TSP',
  stream: 'network',
  firstAt: AT,
  lastAt: AT,
  frames: 10,
  events: 2_000,
  bytes: 600_000,
  expected: true,
  gapHours: 1,
  gaps: [{ from: '2026-11-23T00:00:00.000Z', to: AT, hours: 1 }],
  strip: [120, 0, 130],
  stripFrom: AT,
};

/** A sealed segment. */
export const exampleSegment: SegmentView = {
  stream: 'network',
  firstSeq: 1,
  lastSeq: 900,
  bytes: 67_108_000,
  frames: 900,
  events: 180_000,
  oldestAt: AT,
  newestAt: AT,
  sm3: SM3,
  checkpointAt: AT,
  verifiedAt: null,
  cold: null,
  hotRemovedAt: null,
  removedAt: null,
  obstacles: [{ kind: 'receive-clock', until: '2027-05-26T01:00:00.000Z', ms: null, hold: null }],
};

/** A legal hold. */
export const exampleHold: Hold = {
  id: ID,
  title: '2026-11 入侵事件',
  reason: '公安机关调取证据',
  caseRef: 'INC-2026-0007',
  streams: [],
  sources: ['tsp'],
  assets: [],
  from: AT,
  to: null,
  status: 'confirmed',
  placedBy: 'chen.jing',
  placedAt: AT,
  confirmedBy: 'li.na',
  releaseBy: null,
  releaseReason: null,
  releasedBy: null,
  releasedAt: null,
};

/** A proposal. */
export const exampleProposal: Proposal = {
  id: ID,
  stream: 'network',
  firstSeq: 1,
  lastSeq: 900,
  segments: 1,
  frames: 900,
  events: 180_000,
  bytes: 67_108_000,
  oldestAt: AT,
  newestAt: AT,
  reason: '留存期满',
  status: 'proposed',
  proposedBy: 'wang.min',
  proposedAt: AT,
  decidedBy: null,
  decidedAt: null,
  note: '',
};

/** A tombstone. */
export const exampleTombstone: Tombstone = {
  id: ID,
  stream: 'network',
  firstSeq: 1,
  lastSeq: 900,
  frames: 900,
  events: 180_000,
  oldestAt: AT,
  newestAt: AT,
  body: 'chedun-tombstone 1\n',
  signatures: [{ algorithm: 'ed25519', keyId: 'retention-ed25519.1', value: 'AA==' }],
  genuine: true,
  signedAt: AT,
  loggedAt: AT,
  segmentsRemovedAt: AT,
  rowsRemovedAt: AT,
  removedRows: 180_000,
  proposedBy: 'wang.min',
  approvedBy: 'li.na',
};

/** A restore test. */
export const exampleTest: RestoreTest = {
  at: AT,
  ok: true,
  segments: 5,
  frames: 4_500,
  coldFiles: 5,
  coldRows: 900_000,
  detail: '',
};
