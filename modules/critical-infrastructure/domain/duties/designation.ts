import type { DutyRule } from '../known.ts';

/** The notice by which the infrastructure was named is kept, with the department that protects it. */
export const designation: DutyRule = {
  id: 'designation',
  title: { zh: '认定通知留存，保护工作部门明确', en: 'The notice of designation is kept and names the department' },
  source: { zh: '征求意见稿 二（一）', en: 'Draft notice, II (1)' },
  page: '/critical-infrastructure',
  wrong: (known) =>
    known.designation === null ? [{ zh: '尚未登记认定通知', en: 'The notice of designation is not registered' }] : [],
  shown: ({ designation: found }) => ({
    zh: `${found?.designatedOn ?? ''} 由 ${found?.department ?? ''} 认定`,
    en: `named by ${found?.department ?? ''} on ${found?.designatedOn ?? ''}`,
  }),
};
