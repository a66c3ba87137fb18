import type { PlanDetail, Review, ReviewSummary, Run, RunSummary, ScenarioSummary } from './contract.ts';

/** Identifier and moments in examples. */
export const ID = '018f7a00-0000-7000-8000-000000000001';
const AT = '2026-11-23T01:00:00.000Z';
const LATER = '2026-11-23T01:30:00.000Z';
const title = { zh: '远程控制账号被盗用', en: 'Accounts for remote control taken over' };

export const exampleScenario: ScenarioSummary = {
  id: 'remote-control-takeover',
  version: 1,
  title,
  goal: { zh: '在 30 分钟内遏制', en: 'Contain it within 30 minutes' },
  briefing: { zh: '周五傍晚。', en: 'Friday evening.' },
  obligations: ['1.4-c'],
  speed: 1,
  minutes: 20,
  technical: 2,
  human: 2,
  expectations: 5,
  families: ['detection', 'response'],
  missing: [],
};

export const exampleSummary: RunSummary = {
  id: ID,
  number: 'YL-2026-001',
  scenario: 'remote-control-takeover',
  title,
  state: 'running',
  preparedAt: AT,
  preparedBy: 'analyst',
  startedAt: AT,
  endedAt: null,
  score: null,
  secondsToDetect: null,
  minutesToReport: null,
  met: 0,
  expectations: 1,
};

export const exampleRun: Run = {
  ...exampleSummary,
  goal: exampleScenario.goal,
  briefing: exampleScenario.briefing,
  speed: 1,
  observer: '王芳',
  participants: [{ name: '韩梅梅', role: 'commander' }],
  injects: [
    {
      id: 'guess',
      kind: 'technical',
      title: { zh: '口令猜测', en: 'Passwords are guessed' },
      at: 0,
      dueAt: AT,
      playedAt: AT,
      records: 7,
      detected: 7,
      refused: 0,
      message: null,
    },
  ],
  expectations: [
    {
      id: 'seen',
      inject: 'guess',
      title: { zh: '检出口令猜测', en: 'The guessing is detected' },
      kind: 'detect',
      asks: null,
      family: 'detection',
      weight: 30,
      mode: 'all',
      withinMinutes: 5,
      dueAt: LATER,
      clock: null,
      verdict: 'met',
      targets: [
        {
          key: `correlation:${ID}`,
          label: { zh: '猜中口令后登录并远程解锁', en: 'Passwords guessed, then unlocked' },
          state: 'met',
          at: AT,
          seconds: 2.4,
          by: null,
          answer: '',
          judgedBy: null,
          comment: '',
        },
      ],
    },
  ],
  detections: [],
  families: [{ family: 'detection', score: 100, met: 1, of: 1 }],
  log: [{ id: '1', at: AT, actor: 'analyst', kind: 'state', text: { zh: '演练开始', en: 'The drill begins' } }],
  now: AT,
  review: null,
};

export const exampleReview: Review = {
  id: ID,
  subject: { kind: 'drill', id: ID },
  number: 'YL-2026-001',
  title: title.zh,
  state: 'open',
  milestones: [{ key: 'injected', at: AT, minutes: 0 }],
  well: '检出及时',
  badly: '报告偏晚',
  causes: '联络人手册未更新',
  createdAt: LATER,
  createdBy: 'analyst',
  signatures: [],
  items: [
    {
      id: ID,
      title: '更新联络手册',
      owner: '赵强',
      due: '2026-12-31',
      createdAt: LATER,
      finding: null,
      state: 'open',
      mendedAt: null,
    },
  ],
};

export const exampleReviewSummary: ReviewSummary = {
  id: ID,
  subject: { kind: 'drill', id: ID },
  number: 'YL-2026-001',
  title: title.zh,
  state: 'open',
  createdAt: LATER,
  items: 1,
  openItems: 1,
  overdueItems: 0,
  signatures: 0,
};

export const examplePlan: PlanDetail = { current: null, versions: [], available: [] };
