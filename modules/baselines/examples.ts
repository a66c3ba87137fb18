import type { z } from 'zod';
import type {
  BaselineBand,
  BaselineDetail,
  BaselineEngine,
  BaselineEntity,
  BaselineSummary,
  BaselineTestResult,
  BaselineVerdict,
} from './contract.ts';

const AT = '2026-11-23T01:00:00.000Z';

/** Example answers for the API description. */
export const exampleBaseline: z.input<typeof BaselineSummary> = {
  id: 'f1a1c5a0-6a1e-5d2e-9b53-0c5d0a3a1001',
  title: 'An Account Signs in from a Country for the First Time',
  titleZh: '账号首次从某个国家登录',
  type: 'new_terms',
  level: 'medium',
  status: 'test',
  author: 'CheDun',
  license: 'Apache-2.0',
  tags: ['attack.t1078'],
  ruleset: 'chedun',
  path: 'account_new_country.yml',
  enabled: true,
  state: 'watching',
  groupBy: ['account'],
  field: 'geo_country',
  entities: 1200,
  learning: 12,
  learningUntil: null,
  bytes: 260_000,
  selected: 48_000,
  late: 0,
  incomplete: 0,
  refused: 0,
  told24h: 1,
  toldTotal: 9,
  lastTold: AT,
  lookBack: null,
};

export const exampleDetail: z.input<typeof BaselineDetail> = {
  ...exampleBaseline,
  yaml: 'title: …',
  description: '',
  falsePositives: [],
  lint: [],
  parameters: [{ name: 'learnMs', value: 604_800_000 }],
  lookedBack: { since: AT, endedAt: AT, frames: 12_000, selected: 48_000, deviations: 3 },
};

export const exampleEntity: z.input<typeof BaselineEntity> = {
  entity: 'owner_17',
  fields: [{ field: 'account', value: 'owner_17' }],
  since: AT,
  last: AT,
  learning: false,
  size: 3,
};

export const exampleVerdict: z.input<typeof BaselineVerdict> = {
  id: '4f2b8a1f0c9d4e5f8a7b6c5d4e3f2a1b',
  at: AT,
  fields: [{ field: 'account', value: 'owner_17' }],
  value: 'RU',
  kind: 'deviation',
  figures: [{ name: 'known', value: 1 }],
  recordedAt: AT,
};

export const exampleBand: z.input<typeof BaselineBand> = {
  slots: [{ median: 4, low: 0, high: 16, samples: 4 }, null],
  actual: [{ at: AT, count: 5 }],
  bucketMinutes: 60,
  days: [],
  unknownYear: null,
};

export const exampleTest: z.input<typeof BaselineTestResult> = {
  loads: true,
  lint: [],
  type: 'new_terms',
  groupBy: ['account'],
  field: 'geo_country',
  tested: 400,
  selected: 120,
  incomplete: 0,
  entities: 8,
  learning: 2,
  verdicts: [],
  verdictsTotal: 0,
};

export const exampleEngine: z.input<typeof BaselineEngine> = {
  rules: 8,
  running: 8,
  broken: 0,
  bytes: 3_000_000,
  byteLimit: 268_435_456,
  refused: 0,
  waiting: 0,
  streams: [{ stream: 'network', seq: 1200, savedSeq: 1180, savedAt: AT }],
};
