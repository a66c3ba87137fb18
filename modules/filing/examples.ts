import type { z } from 'zod';
import type {
  CaseDetail,
  CasePage,
  Exchange,
  Grading,
  LevelResult,
  LevelRule,
  ProjectList,
  ProposalList,
  UnitDetail,
  UnitList,
} from './contract.ts';

const ID = '0193a000-0000-7000-8000-000000000001';
const AT = '2026-11-23T01:00:00.000Z';
const SM3 = 'a7'.repeat(32);

const unit: z.input<typeof UnitList>['items'][number] = {
  id: ID,
  name: '车联网服务平台',
  type: 'tsp',
  typeTitle: { zh: '车联网（远程信息）服务平台', en: 'Telematics service platform' },
  level: 3,
  levelFixedOn: '2026-11-20',
  proposed: 3,
  filingNumber: '',
  filedOn: null,
  hosts: 12,
  services: 3,
  models: 1,
  drift: 0,
  updatedAt: AT,
};

export const unitsExample: z.input<typeof UnitList> = {
  items: [unit],
  types: [],
  coverage: { hosts: 12, hostsInUnits: 12, services: 3, servicesInUnits: 3 },
};
export const unitExample: z.input<typeof UnitDetail> = {
  unit,
  input: {
    name: unit.name,
    type: 'tsp',
    functions: '向联网车辆提供远程信息服务',
    boundary: '互联网出口防火墙以内',
    sites: '武汉数据中心 A 座',
    topologyNote: '双活架构',
    topology: null,
    zones: ['生产区'],
    members: [{ kind: 'host', asset: 'tsp-01' }],
    models: ['示例 A'],
  },
  equipment: [{ name: '应用服务器', model: 'openEuler 22.03', quantity: '12', location: '生产区' }],
  unclaimed: [],
  differences: [],
};
export const proposalsExample: z.input<typeof ProposalList> = { items: [], unplaced: 0 };
export const ruleExample: z.input<typeof LevelRule> = {
  questions: [],
  basis: 'unverified',
  formula: 'k = Round{log2(α·2^I + β·2^V + γ·2^R)}',
  source: 'YD/T 1729-2008',
  weights: { weights: { I: 1 / 3, V: 1 / 3, R: 1 / 3 }, reason: '', by: '', at: null },
  matrix: { source: 'GB/T 22240', harm: ['一般损害'], objects: [] },
  known: { vehicles: 'v3' },
};
export const levelExample: z.input<typeof LevelResult> = {
  level: 3,
  raw: 3.2224,
  formula: ruleExample.formula,
  trace: [],
  matrixLevel: 3,
  agrees: true,
  text: 'I=4，V=3，R=2；log2(9.333)=3.222，取整为 3 级',
};
export const gradingExample: z.input<typeof Grading> = { levels: [], reviews: [] };

const line: z.input<typeof CasePage>['items'][number] = {
  id: ID,
  kind: 'grading',
  kindTitle: { zh: '定级备案', en: 'Filing of a graded unit' },
  template: 'grading-filing',
  title: '车联网服务平台 通信网络安全定级备案表',
  unit: ID,
  state: 'draft',
  version: 0,
  received: '',
  number: '',
  supplementDue: null,
  supplementOverdue: false,
  openedBy: '李蕾',
  openedAt: AT,
  submittedAt: null,
};
export const casesExample: z.input<typeof CasePage> = { items: [line], next: null, total: 1 };
export const caseExample: z.input<typeof CaseDetail> = {
  case: line,
  sections: [],
  problems: [
    {
      key: 'missing:boundary',
      field: 'boundary',
      kind: 'missing',
      text: { zh: '“网络边界”未填写', en: 'Network boundary is empty' },
      explanation: '',
    },
  ],
  items: [],
  actions: ['request-approval', 'withdraw'],
  document: null,
  channel: null,
  receipts: [],
  history: [{ at: AT, by: '李蕾', action: 'open', note: '' }],
  rejection: '',
};
export const exchangeExample: z.input<typeof Exchange> = {
  url: 'https://supervision.example.cn',
  hasToken: true,
  signer: SM3,
  lastAt: AT,
  lastProblem: '',
};
export const projectsExample: z.input<typeof ProjectList> = { items: [], gates: [], strays: [] };
export const uploadedExample = { blob: `filing/files/${ID}`, bytes: 2048, sm3: SM3 };
