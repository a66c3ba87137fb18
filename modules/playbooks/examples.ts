import type { z } from 'zod';
import type { PlaybookDetail, RunDetail } from './contract.ts';

const PLAYBOOK = 'playbook--4f0c2a4e-9a55-5d1c-8f4e-0c6f3d1a7b01';
const AT = '2026-11-28T01:00:00.000Z';
const STEP = 'action--4f0c2a4e-9a55-5d1c-8f4e-0c6f3d1a7b02';

const summary = {
  id: PLAYBOOK,
  name: '阻断攻击来源地址 · Block a source address',
  description: '在接入网关阻断地址，核实影响后解除。',
  version: AT,
  versions: 1,
  origin: 'shipped' as const,
  obligations: ['1.4-d'],
  steps: 2,
  automatic: 1,
  warnings: 0,
  importedBy: 'system',
  importedAt: AT,
  approvedBy: '王芳',
  approvedAt: AT,
  reviewDue: false,
  runs: 3,
};
const nodes = [
  {
    id: STEP,
    kind: 'action',
    name: '阻断地址 · Block',
    description: '',
    action: 'gateway.refuse-address',
    commands: [{ type: 'chedun', text: 'gateway.refuse-address' }],
  },
];

/** Examples of answers. */
export const exampleSummary = summary;
export const examplePlaybook: z.input<typeof PlaybookDetail> = {
  ...summary,
  sm3: 'ab'.repeat(32),
  approvalNote: '年度评审通过',
  history: [
    { version: AT, sm3: 'ab'.repeat(32), importedBy: 'system', importedAt: AT, approvedBy: '王芳', approvedAt: AT },
  ],
  problems: [],
  nodes,
  edges: [],
  inputs: [{ name: '__address__', type: 'ipv4-addr', description: '攻击来源地址', value: null, required: true }],
};
export const exampleDry = {
  status: 'succeeded' as const,
  reason: null,
  entered: [STEP],
  unentered: [],
  elapsedMs: 0,
  assumed: [],
};
export const exampleRunSummary = {
  id: '0199d2b0-0000-7000-8000-000000000001',
  playbook: PLAYBOOK,
  name: summary.name,
  version: AT,
  subject: { kind: 'finding' as const, id: '0199d2b0-0000-7000-8000-000000000002', title: '登录暴力破解' },
  status: 'running' as const,
  reason: null,
  startedBy: '王芳',
  startedAt: AT,
  endedAt: null,
  minutesToStart: 2.5,
  waiting: 1,
  effects: 1,
};
export const exampleRun: z.input<typeof RunDetail> = {
  ...exampleRunSummary,
  steps: [],
  variables: { __address__: '198.51.100.7' },
  trace: [{ at: AT, kind: 'started', step: STEP, visit: 0, detail: '登录暴力破解', by: '王芳' }],
  nodes,
  edges: [],
};
