import type { Assessment, AssessmentDetail } from './contract.ts';

const AT = '2026-11-23T01:00:00.000Z';
const exampleId = '018f7a00-0000-7000-8000-000000000001';

const assessment: Assessment = {
  id: exampleId,
  system: '车联网服务平台',
  level: 3,
  organisation: '示例测评机构',
  assessedOn: '2026-10-12',
  reportedOn: '2026-11-02',
  filedOn: null,
  status: 'draft',
  items: [],
  changedAt: AT,
};

/** An assessment in examples. */
export const exampleAssessment: AssessmentDetail = {
  assessment,
  score: { units: [], layers: [], total: null, highRisk: 0, missing: ['net-1'], conclusion: null },
  dates: { fileBy: '2026-12-02', nextBy: '2027-10-12', fileOverdue: false, nextOverdue: false },
  units: [{ id: 'net-1', name: '身份鉴别', layer: 'net', group: 'technical', requirement: 'must' }],
  highRisks: [],
};

/** An assessment in lists. */
export const exampleSummary = {
  ...assessment,
  total: 82.5,
  conclusion: 'basic' as const,
  highRisk: 0,
  missing: 0,
  gaps: 3,
  dates: exampleAssessment.dates,
};
