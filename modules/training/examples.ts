import type { z } from 'zod';
import type { Course, CourseLine, Overview, Paper, Result, Taking } from './contract.ts';

const ID = '018f7a00-0000-7000-8000-000000000001';

export const lineExample: z.input<typeof CourseLine> = {
  id: ID,
  title: '个人信息与重要数据处理',
  about: '全体员工每年一次',
  obligations: ['3.1-g'],
  passMark: 80,
  perExam: 10,
  attempts: 3,
  validMonths: 12,
  questions: 18,
  isClosed: false,
  counts: { assigned: 120, passed: 96, overdue: 4, exams: 131, examsPassed: 96, meanScore: 84 },
};
export const overviewExample: z.input<typeof Overview> = {
  courses: [lineExample],
  people: 124,
  unassigned: 4,
  weaknesses: [
    {
      key: `${ID}:overdue`,
      course: ID,
      count: 4,
      text: { zh: '《个人信息与重要数据处理》有人逾期未通过考试', en: 'Handling data: people did not pass in time' },
    },
  ],
};
export const courseExample: z.input<typeof Course> = {
  ...lineExample,
  material: '# 个人信息与重要数据处理',
  assignments: [{ id: ID, role: 'viewer', person: null, due: '2026-12-31', createdAt: '2026-11-23T01:00:00.000Z' }],
};
export const takingExample: z.input<typeof Taking> = {
  course: ID,
  title: '个人信息与重要数据处理',
  about: '全体员工每年一次',
  state: 'waiting',
  dueBy: '2026-12-31',
  readAt: null,
  attemptsLeft: 3,
  passMark: 80,
  perExam: 10,
  lastScore: null,
  certificate: null,
  validTo: null,
};
export const paperExample: z.input<typeof Paper> = {
  id: ID,
  course: ID,
  title: '个人信息与重要数据处理',
  passMark: 80,
  startedAt: '2026-11-23T01:00:00.000Z',
  questions: [{ kind: 'true-false', text: '相关网络日志应当留存不少于 6 个月。', options: ['正确', '错误'] }],
};
export const resultExample: z.input<typeof Result> = {
  paper: ID,
  course: ID,
  title: '个人信息与重要数据处理',
  person: { id: ID, name: '王芳' },
  at: '2026-11-23T01:10:00.000Z',
  score: 100,
  passMark: 80,
  passed: true,
  certificate: 'PX-2026-000001',
  validTo: '2027-11-23',
  sm3: 'a7'.repeat(32),
  isIntact: true,
  questions: [
    {
      text: '相关网络日志应当留存不少于 6 个月。',
      options: ['正确', '错误'],
      correct: [0],
      chosen: [0],
      isRight: true,
      explanation: '通知一（三）要求留存不少于 6 个月。',
      basis: '通知 一（三）',
    },
  ],
};
