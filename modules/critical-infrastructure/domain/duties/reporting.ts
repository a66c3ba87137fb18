import type { DutyRule } from '../known.ts';

/** Incidents of 较大 and above reach the department and the police within one hour: numbers are at hand, no such clock was missed. */
export const reporting: DutyRule = {
  id: 'reporting',
  title: {
    zh: '较大以上事件 1 小时内报告保护工作部门和公安机关',
    en: 'Considerable and worse incidents are reported to the department and the police within one hour',
  },
  source: {
    zh: '关键信息基础设施安全保护条例 第18条；国家网络安全事件报告管理办法 第4条',
    en: 'Regulation on critical information infrastructure, art. 18; measures on reporting incidents, art. 4',
  },
  page: '/incidents',
  wrong: ({ designation, reports }) => [
    ...(designation === null
      ? [
          {
            zh: '保护工作部门和公安机关的联系方式未登记',
            en: 'how to reach the department and the police is not registered',
          },
        ]
      : []),
    ...(reports.overdue > 0
      ? [{ zh: `${reports.overdue} 个 1 小时时限已超期`, en: `${reports.overdue} one-hour clocks are overdue` }]
      : []),
    ...(reports.late > 0
      ? [{ zh: `${reports.late} 次报告晚于 1 小时`, en: `${reports.late} reports came later than one hour` }]
      : []),
  ],
  shown: ({ designation, reports }) => ({
    zh: `联系电话 ${designation?.departmentPhone ?? ''}、${designation?.policePhone ?? ''}；1 小时时限 ${reports.all} 个，均按时`,
    en: `reached at ${designation?.departmentPhone ?? ''} and ${designation?.policePhone ?? ''}; ${reports.all} one-hour clocks, none late`,
  }),
};
