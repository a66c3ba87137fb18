import type { z } from 'zod';
import type { CoverageList, Register, Run, RunList } from './contract.ts';

const ID = '0193a000-0000-7000-8000-000000000001';
export const registerExample: z.input<typeof Register> = {
  at: '2026-11-23T01:00:00.000Z',
  method: { version: 1, formula: '风险值 = 资产价值 × 威胁 × 脆弱性', basis: 'unverified' },
  items: [],
  more: 0,
};
export const runExample: z.input<typeof Run> = {
  id: ID,
  kind: 'evaluation',
  unit: ID,
  unitName: '车联网服务平台',
  level: 3,
  state: 'open',
  assessor: '某测评机构',
  startedOn: '2026-11-23',
  endedOn: null,
  baseline: 1,
  items: [],
  risks: [],
  conclusion: '',
  report: null,
  filing: null,
  madeBy: '李蕾',
};
export const runsExample: z.input<typeof RunList> = { items: [] };
export const coverageExample: z.input<typeof CoverageList> = {
  baseline: { version: 1, basis: 'unverified' },
  items: [],
};
export const uploadedExample = { blob: `risks/files/${ID}`, bytes: 2048, sm3: 'a7'.repeat(32) };
