import type {
  ActionPlanInput,
  AssessmentInput,
  ControlInput,
  EvidenceInput,
  GroupInput,
  JudgementInput,
} from '../src/index.ts';

const HOUR = 3_600_000;

/** 23 November 2026, 09:00 in China. */
export const AT: number = Date.parse('2026-11-23T01:00:00Z');

const about = {
  systemId: 'tenant-1',
  systemTitle: '示例车企 车联网平台',
  title: '合规态势',
  version: '1',
  at: AT,
  organisation: '示例汽车有限公司',
} as const;

/** A duty with every field. */
export const aControl = (id: string, more: Partial<ControlInput> = {}): ControlInput => ({
  id,
  title: `义务 ${id}`,
  quote: '建立车联网网络安全管理制度和操作规程',
  objective: '制度与操作规程按版本保存并经批准',
  parties: ['智能网联汽车生产企业'],
  ...more,
});

/** A group of articles with the duties `ids`, all in one article. */
export const groupsOf = (controls: readonly ControlInput[]): readonly GroupInput[] => [
  {
    id: '1',
    kind: 'section',
    title: '一、加强车联网网络安全防护',
    controls: [],
    groups: [{ id: '1.1', kind: 'article', title: '（一）', groups: [], controls }],
  },
];

/** Evidence `id` of a check that passed an hour ago and counts for a day. */
export const anEvidence = (id: string, more: Partial<EvidenceInput> = {}): EvidenceInput => ({
  id,
  checkId: 'seal.heads',
  title: '日志封存',
  summary: '最近一次封存于 10 分钟前',
  outcome: 'pass',
  collected: AT - HOUR,
  expires: AT + 23 * HOUR,
  facts: [{ name: 'sealed', value: '12' }],
  ...more,
});

/** A duty that is met by `evidence`. */
export const aJudgement = (obligation: string, more: Partial<JudgementInput> = {}): JudgementInput => ({
  obligation,
  title: '日志留存',
  state: 'met',
  reason: '全部检查通过且证据有效',
  evidence: [],
  ...more,
});

/** Input of assessment results about `judgements`. */
export const anAssessment = (
  judgements: readonly JudgementInput[],
  evidence: readonly EvidenceInput[] = [],
): AssessmentInput => ({ ...about, catalogHref: 'catalog.json', start: AT - HOUR, end: AT, judgements, evidence });

/** Input of a plan of action with `items`. */
export const aPlan = (more: Partial<ActionPlanInput> = {}): ActionPlanInput => ({
  ...about,
  judgements: [aJudgement('1.3-i', { state: 'failed', reason: '留存不足六个月' })],
  evidence: [],
  items: [
    {
      key: 'check:retention.six-months',
      title: '日志留存不足六个月',
      description: '最早的日志为 2026-09-01',
      obligations: ['1.3-i'],
      evidence: [],
      status: 'open',
    },
  ],
  ...more,
});
