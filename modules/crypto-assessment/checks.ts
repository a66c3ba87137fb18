import type { Check, CheckResult } from '@chedun/module';
import type { AssessmentSummary } from './contract.ts';

interface Needs {
  readonly newest: () => Promise<readonly AssessmentSummary[]>;
}

const assessedInTime = async ({ newest }: Needs): Promise<CheckResult> => {
  const all = await newest();
  const overdue = all.filter(({ dates }) => dates.nextOverdue).length;
  const unfiled = all.filter(({ dates, filedOn }) => dates.fileOverdue && filedOn === null).length;
  const filedLate = all.filter(({ dates, filedOn }) => dates.fileOverdue && filedOn !== null).length;
  const failed = all.filter(({ conclusion }) => conclusion === 'fail').length;
  const totals = all.flatMap(({ total }) => (total === null ? [] : [total]));
  const lowest = totals.length === 0 ? null : Math.min(...totals);
  const highRisk = all.reduce((sum, each) => sum + each.highRisk, 0);
  const bad = overdue + unfiled + failed > 0;
  return {
    outcome: all.length === 0 ? 'unknown' : bad ? 'fail' : 'pass',
    summary: {
      zh:
        all.length === 0
          ? '尚无已完成的密评'
          : `已密评系统 ${all.length} 个，最低得分 ${lowest ?? '—'}；逾期未复评 ${overdue} 个，逾期未备案 ${unfiled} 个，结论不符合 ${failed} 个，高风险 ${highRisk} 项`,
      en:
        all.length === 0
          ? 'No assessment is complete'
          : `${all.length} systems assessed, lowest score ${lowest ?? '-'}; ${overdue} not assessed within a year, ${unfiled} not filed in time, ${failed} do not conform, ${highRisk} high risks`,
    },
    facts: { systems: all.length, lowestScore: lowest, overdue, unfiled, filedLate, failed, highRisk },
  };
};

/** Running checks of assessments. */
export const cryptoAssessmentChecks = (needs: Needs): Check[] => [
  {
    id: 'crypto-assessment.in-time',
    obligations: ['1.2-h'],
    title: { zh: '商用密码应用安全性评估', en: 'Systems are assessed and filed in time' },
    everyMinutes: 720,
    ttlHours: 48,
    run: () => assessedInTime(needs),
  },
];
