import type { Check, CheckResult } from '@chedun/module';
import type { DeadlineReadModel } from './read-model.ts';

/** Rules of reports of incidents. */
const INCIDENTS = ['NET', 'CAC', 'DAT'];

const reportsInTime = async ({ countsOfGroups }: Pick<DeadlineReadModel, 'countsOfGroups'>): Promise<CheckResult> => {
  const { all, running, overdue, late, provisional } = await countsOfGroups(INCIDENTS);
  return {
    outcome: all === 0 ? 'unknown' : overdue > 0 ? 'fail' : 'pass',
    summary: {
      zh:
        all === 0
          ? '尚未有事件报告时限'
          : `事件报告时限 ${all} 个：进行中 ${running} 个，已逾期未办 ${overdue} 个，逾期办结 ${late} 个`,
      en:
        all === 0
          ? 'No clock of an incident report has run yet'
          : `${all} clocks of incident reports: ${running} running, ${overdue} overdue, ${late} ended late`,
    },
    facts: {
      clocks: all,
      clocksRunning: running,
      clocksOverdue: overdue,
      clocksLate: late,
      clocksProvisional: provisional,
    },
  };
};

/** Running checks of deadlines. */
export const deadlineChecks = (needs: Pick<DeadlineReadModel, 'countsOfGroups'>): Check[] => [
  {
    id: 'deadlines.reports-in-time',
    obligations: ['1.4-g'],
    title: { zh: '事件报告在时限内办结', en: 'Reports of incidents are made in time' },
    everyMinutes: 10,
    ttlHours: 2,
    run: () => reportsInTime(needs),
  },
];
