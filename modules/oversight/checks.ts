import type { Check, CheckResult } from '@chedun/module';
import type { ExportLine, InspectionLine, OversightStatistics } from './contract.ts';

interface Needs {
  readonly statistics: () => Promise<OversightStatistics>;
  readonly register: () => Promise<readonly ExportLine[]>;
  readonly inspections: () => Promise<readonly InspectionLine[]>;
  readonly firms: () => Promise<number>;
}

const NOT_HERE: CheckResult['summary'] = {
  zh: '本系统没有登记被监管企业，监管侧未启用',
  en: 'No enterprise is registered; the authority’s side is not in use',
};

const exportsWatched =
  ({ register, inspections, firms }: Needs) =>
  async (): Promise<CheckResult> => {
    const supervised = await firms();
    if (supervised === 0) return { outcome: 'unknown', summary: NOT_HERE, facts: { supervisedFirms: 0 } };
    const [lines, inspected] = await Promise.all([register(), inspections()]);
    const differing = lines.flatMap(({ problems }) => problems);
    const untouched = differing.filter(({ notice }) => notice === null).length;
    const unreported = inspected.filter(({ state }) => state === 'ended').length;
    const done = inspected.filter(({ state }) => state === 'reported').length;
    const good = untouched === 0 && unreported === 0;
    const seen = lines.length > 0 || done > 0;
    return {
      outcome: good ? (seen ? 'pass' : 'unknown') : 'fail',
      summary: {
        zh: good
          ? `数据出境登记 ${lines.length} 家，差异 ${differing.length} 项均已下发任务；已完成监督检查 ${done} 次`
          : `出境差异未下发任务 ${untouched} 项，检查结束未出记录 ${unreported} 次`,
        en: good
          ? `${lines.length} enterprises in the register of exports, tasks for all ${differing.length} differences; ${done} inspections reported`
          : `${untouched} differences without a task, ${unreported} inspections without a record`,
      },
      facts: {
        supervisedFirms: supervised,
        exportsRegistered: lines.length,
        exportDifferences: differing.length,
        differencesWithoutTask: untouched,
        inspectionsReported: done,
        inspectionsUnreported: unreported,
      },
    };
  };

const answered =
  ({ statistics }: Needs) =>
  async (): Promise<CheckResult> => {
    const { deliveries, overdue, open, medianAnswerHours } = await statistics();
    if (deliveries === 0) return { outcome: 'unknown', summary: NOT_HERE, facts: { sentNotices: 0 } };
    return {
      outcome: overdue === 0 ? 'pass' : 'fail',
      summary:
        overdue === 0
          ? { zh: `已送达 ${deliveries} 件，无逾期未反馈`, en: `${deliveries} notices sent, none overdue` }
          : { zh: `${overdue} 件通知逾期未反馈`, en: `${overdue} notices are overdue` },
      facts: { sentNotices: deliveries, openNotices: open, overdueNotices: overdue, medianAnswerHours },
    };
  };

/** Running checks of the authority's further duties. They say nothing where no enterprise is supervised. */
export const oversightChecks = (needs: Needs): Check[] => [
  {
    id: 'oversight.exports-supervised',
    obligations: ['3.4-d'],
    title: { zh: '数据出境备案与监督检查', en: 'Exports are compared and inspected' },
    everyMinutes: 60,
    ttlHours: 24,
    run: exportsWatched(needs),
  },
  {
    id: 'oversight.notices-answered',
    obligations: ['3.4-d', '1.5-d'],
    title: { zh: '监管通知按期反馈', en: 'Notices are answered in time' },
    everyMinutes: 60,
    ttlHours: 24,
    run: answered(needs),
  },
];
