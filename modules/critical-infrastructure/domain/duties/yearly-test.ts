import { addDays } from '@chedun/kernel';
import { YEAR_DAYS, type DutyRule, type Known } from '../known.ts';

const overdue = ({ units, today }: Known): readonly string[] => {
  const from = addDays(today, -YEAR_DAYS);
  return units
    .filter(({ evaluatedOn, assessedOn }) => (evaluatedOn ?? '') < from || (assessedOn ?? '') < from)
    .map(({ name }) => name);
};

/** Every unit is tested and its risks assessed at least once a year, whatever its level. */
export const yearlyTest: DutyRule = {
  id: 'yearly-test',
  title: { zh: '每年至少进行一次网络安全检测和风险评估', en: 'Tested and assessed at least once a year' },
  source: {
    zh: '关键信息基础设施安全保护条例 第17条',
    en: 'Regulation on critical information infrastructure, art. 17',
  },
  page: '/risks',
  wrong: (known) => {
    const names = overdue(known);
    if (known.units.length === 0) return [{ zh: '尚无定级对象', en: 'no unit has a level yet' }];
    if (names.length === 0) return [];
    return [
      {
        zh: `一年内未完成检测或风险评估：${names.slice(0, 3).join('、')}${names.length > 3 ? ` 等 ${names.length} 个` : ''}`,
        en: `not tested or assessed within a year: ${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''}`,
      },
    ];
  },
  shown: ({ units }) => ({
    zh: `${units.length} 个定级对象一年内均已检测并评估`,
    en: `${units.length} units tested and assessed within a year`,
  }),
};
