import type { z } from 'zod';
import type { Difference, Overview, Policy, PolicyLine, Reading, Template, Version } from './contract.ts';

const ID = '0193a000-0000-7000-8000-000000000001';

export const lineExample: z.input<typeof PolicyLine> = {
  id: ID,
  code: 'ZD-01',
  title: '车联网网络安全管理办法',
  kind: 'policy',
  owner: '信息安全部',
  audience: ['viewer', 'analyst'],
  reviewMonths: 12,
  state: 'effective',
  effective: 1,
  effectiveFrom: '2026-11-23',
  reviewBy: '2027-11-23',
  working: null,
  obligations: ['1.1-a', '1.1-b'],
  acknowledgement: { version: 1, dueBy: '2026-12-07', readers: 120, done: 96, overdue: 0 },
};

const versionLine: z.input<typeof Policy>['versions'][number] = {
  number: 1,
  state: 'approved',
  note: '首次发布',
  author: { id: ID, name: '李雷' },
  approver: { id: '0193a000-0000-7000-8000-000000000002', name: '韩梅梅' },
  submittedAt: '2026-11-22T01:00:00.000Z',
  approvedAt: '2026-11-23T01:00:00.000Z',
  effectiveFrom: '2026-11-23',
  reviewBy: '2027-11-23',
  returned: null,
  file: null,
  obligations: ['1.1-a', '1.1-b'],
};

export const policyExample: z.input<typeof Policy> = { ...lineExample, retired: null, versions: [versionLine] };

export const versionExample: z.input<typeof Version> = {
  ...versionLine,
  text: '# 车联网网络安全管理办法\n',
  references: ['GB/T 22239-2019 8.1.7'],
  contentSm3: 'a7'.repeat(32),
  signature: { kind: 'valid', signedAt: '2026-11-23T01:00:00.000Z', certificate: 'b8'.repeat(32) },
};

export const overviewExample: z.input<typeof Overview> = {
  policies: 14,
  effective: 13,
  needed: 42,
  covered: 41,
  readers: 120,
  acknowledged: 96,
  clauses: [
    {
      obligation: '1.1-a',
      article: '1.1',
      articleTitle: '一（一）保护车联网网络设施和系统安全',
      title: { zh: '建立车联网网络安全管理制度和操作规程', en: 'Library of policies and procedures' },
      need: 'notice',
      words: '管理制度和操作规程',
      policies: [{ id: ID, code: 'ZD-01', title: '车联网网络安全管理办法' }],
      inWork: false,
    },
  ],
  weaknesses: [],
};

export const templateExample: z.input<typeof Template> = {
  id: 'training',
  kind: 'procedure',
  title: { zh: '网络和数据安全教育培训操作规程', en: 'Procedure for training' },
  purpose: { zh: '规定培训计划、对象、内容、考试和记录。', en: 'Says how training is planned.' },
  obligations: ['3.1-g'],
  chapters: [
    {
      title: { zh: '计划与对象', en: 'Plan and people' },
      questions: [{ zh: '哪些岗位多久培训一次？', en: 'Which posts are trained, and how often?' }],
    },
  ],
};

export const differenceExample: z.input<typeof Difference> = {
  from: 1,
  to: 2,
  lines: [
    { kind: 'removed', text: '每年检查一次。' },
    { kind: 'added', text: '每季度检查一次。' },
  ],
  added: 1,
  removed: 1,
  obligationsAdded: [],
  obligationsRemoved: [],
  hasFile: false,
  sameContent: false,
};

export const readingExample: z.input<typeof Reading> = {
  id: ID,
  code: 'ZD-01',
  title: '车联网网络安全管理办法',
  version: 1,
  effectiveFrom: '2026-11-23',
  dueBy: '2026-12-07',
  state: 'waiting',
  at: null,
};
