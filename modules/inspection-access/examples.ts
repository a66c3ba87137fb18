import type { z } from 'zod';
import type { Access, AccessLine, Look, Mine } from './contract.ts';

const ID = '0193a000-0000-7000-8000-000000000001';
const AT = '2026-11-24T01:00:00.000Z';
const SM3 = 'a7'.repeat(32);
const scope: AccessLine['ordered'] = {
  kinds: ['posture', 'findings'],
  obligations: ['3.4-b'],
  units: [],
  from: AT,
  until: '2026-11-26T10:00:00.000Z',
};

export const exampleLine: z.input<typeof AccessLine> = {
  id: ID,
  number: 'JC-2026-0001',
  authority: '湖北省通信管理局',
  basis: '《网络数据安全管理条例》第五十条',
  state: 'running',
  ordered: scope,
  opened: scope,
  inspectors: [
    {
      position: 0,
      name: '周明',
      organisation: '湖北省通信管理局',
      login: 'zhou.ming',
      letInAt: AT,
      letInBy: 'system-admin',
      withdrawnAt: null,
    },
  ],
  signer: { sm3: SM3, subject: 'O=湖北省通信管理局' },
  manifestSm3: SM3,
  broughtAt: AT,
  broughtBy: 'system-admin',
  decidedAt: AT,
  decidedBy: 'system-admin',
  compared: '电话核对，总机转网络安全处',
  withdrawnAt: null,
  withdrawnBy: '',
  why: '',
  looks: 3,
  refused: 1,
  evidence: 0,
};
export const exampleAccess: z.input<typeof Access> = { inspection: exampleLine, evidence: [] };
export const exampleLook: z.input<typeof Look> = {
  id: ID,
  inspection: ID,
  number: 'JC-2026-0001',
  at: AT,
  inspector: '周明',
  ip: '10.0.0.8',
  method: 'GET',
  path: '/posture/obligations/3.4-b',
  kind: 'posture',
  refused: '',
};
export const exampleMine: z.input<typeof Mine> = {
  id: ID,
  number: 'JC-2026-0001',
  authority: '湖北省通信管理局',
  enterprise: '示例汽车有限公司',
  basis: '《网络数据安全管理条例》第五十条',
  state: 'running',
  shownOut: false,
  scope,
  inspector: '周明',
  why: '',
  pages: [],
  evidence: [],
};
