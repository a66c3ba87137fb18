import type { DutyRule } from '../known.ts';

/** Protection is planned, built and used together with the infrastructure: judged where the three synchronisations are kept. */
export const synchronised: DutyRule = {
  id: 'synchronised',
  title: {
    zh: '安全保护措施同步规划、同步建设、同步使用',
    en: 'Protection is planned, built and used together with it',
  },
  source: {
    zh: '关键信息基础设施安全保护条例 第12条',
    en: 'Regulation on critical information infrastructure, art. 12',
  },
  page: '/filing',
  wrong: ({ synchronised: light }) =>
    light === 'green'
      ? []
      : [
          {
            zh: '“三同步”检查未通过或证据已过期（义务 1.5-c）',
            en: 'the check of the three synchronisations (1.5-c) does not pass or its evidence is over',
          },
        ],
  shown: () => ({ zh: '“三同步”检查通过（义务 1.5-c）', en: 'the check of the three synchronisations (1.5-c) passes' }),
};
