import type { Known } from '../domain/known.ts';

/** An operator that meets every duty. */
export const orderly: Known = {
  today: '2026-11-28',
  designation: {
    department: '省通信管理局',
    departmentPhone: '027-12300000',
    policePhone: '027-11000000',
    designatedOn: '2026-03-01',
  },
  vettings: [
    {
      person: '王芳',
      role: 'head',
      post: '网络安全部部长',
      result: 'passed',
      leftOn: null,
      document: { name: '审查.pdf', bytes: 9, sm3: 'a7'.repeat(32) },
    },
    {
      person: '陈刚',
      role: 'key-post',
      post: '数据库管理员',
      result: 'passed',
      leftOn: null,
      document: { name: '审查2.pdf', bytes: 9, sm3: 'b7'.repeat(32) },
    },
  ],
  officers: ['王芳'],
  units: [{ name: '远程服务平台', evaluatedOn: '2026-02-01', assessedOn: '2026-02-02' }],
  systems: [{ system: '远程服务平台', isFailed: false, isOverdue: false }],
  reports: { all: 2, overdue: 0, late: 0 },
  suppliers: { total: 12, withoutAgreement: 0, reviewOverdue: 0, unknown: 0 },
  synchronised: 'green',
};
