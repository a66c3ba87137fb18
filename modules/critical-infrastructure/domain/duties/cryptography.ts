import type { DutyRule } from '../known.ts';

/** The use of cryptography is assessed every year. */
export const cryptography: DutyRule = {
  id: 'cryptography',
  title: {
    zh: '每年至少开展一次商用密码应用安全性评估',
    en: 'The use of cryptography is assessed at least once a year',
  },
  source: { zh: '商用密码管理条例 第38条', en: 'Regulation on commercial cryptography, art. 38' },
  page: '/cryptography?tab=assessments',
  wrong: ({ systems }) => {
    const late = systems.filter(({ isOverdue }) => isOverdue).map(({ system }) => system);
    const failed = systems.filter(({ isFailed }) => isFailed).map(({ system }) => system);
    return [
      ...(systems.length === 0 ? [{ zh: '尚无已完成的密评', en: 'no assessment is complete' }] : []),
      ...late.map((name) => ({ zh: `${name} 超过一年未复评`, en: `${name} was not assessed within a year` })),
      ...failed.map((name) => ({ zh: `${name} 的密评结论为不符合`, en: `${name} does not conform` })),
    ];
  },
  shown: ({ systems }) => ({
    zh: `${systems.length} 个系统一年内完成密评`,
    en: `${systems.length} systems assessed within a year`,
  }),
};
