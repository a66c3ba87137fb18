import type { Check, CheckResult } from '@chedun/module';
import type { Records } from '@chedun/records';
import type { Statistics } from './contract.ts';
import type { SupervisionTables } from './tables.ts';

interface Needs {
  readonly records: Pick<Records, 'read'>;
  readonly statistics: () => Promise<Statistics>;
}

const NOT_HERE: CheckResult['summary'] = {
  zh: '本系统没有收到企业的报送材料，监管侧未启用',
  en: 'Nothing was filed here; the authority’s side is not in use',
};

/** Filings of kinds with two offices that were numbered without the word of each by an account of its own. */
const withoutBoth = async ({ records }: Needs): Promise<{ readonly joint: number; readonly wrong: number }> => {
  const db = records.read<SupervisionTables>();
  const [filings, opinions] = await Promise.all([
    db
      .selectFrom('supervision.filings')
      .select(['id', 'rounds'])
      .where('kind', 'in', ['grading', 'grading-change', 'ota'])
      .where('number', 'is not', null)
      .execute(),
    db.selectFrom('supervision.opinions').select(['filing', 'round', 'office', 'account', 'agrees']).execute(),
  ]);
  const byFiling = Map.groupBy(opinions, ({ filing }) => filing);
  const wrong = filings.filter(({ id, rounds }) => {
    const said = (byFiling.get(id) ?? []).filter(({ round, agrees }) => round === rounds && agrees);
    const accounts = (office: string) => said.filter((each) => each.office === office).map(({ account }) => account);
    const [telecom, industry] = [accounts('telecom'), accounts('industry')];
    return !telecom.some((one) => industry.some((other) => other !== one));
  }).length;
  return { joint: filings.length, wrong };
};

const onTime =
  ({ statistics }: Needs) =>
  async (): Promise<CheckResult> => {
    const { filings, open, overdue, returnedShare, medianDays, supplement } = await statistics();
    if (filings === 0) return { outcome: 'unknown', summary: NOT_HERE, facts: { filings } };
    return {
      outcome: overdue === 0 ? 'pass' : 'fail',
      summary:
        overdue === 0
          ? { zh: `收件 ${filings} 件，无逾期`, en: `${filings} filings, none overdue` }
          : { zh: `${overdue} 件审核或补正已逾期`, en: `${overdue} reviews or supplements are overdue` },
      facts: { filings, openFilings: open, overdueFilings: overdue, supplement, returnedShare, medianDays },
    };
  };

const jointly = (needs: Needs) => async (): Promise<CheckResult> => {
  const { joint, wrong } = await withoutBoth(needs);
  if (joint === 0) return { outcome: 'unknown', summary: NOT_HERE, facts: { jointFilings: 0 } };
  return {
    outcome: wrong === 0 ? 'pass' : 'fail',
    summary:
      wrong === 0
        ? {
            zh: `${joint} 件会同审核的备案均有两个部门的意见，且由不同账号出具`,
            en: `All ${joint} joint filings have the opinion of both offices, by two accounts`,
          }
        : { zh: `${wrong} 件备案缺少部门意见`, en: `${wrong} filings lack an opinion` },
    facts: { jointFilings: joint, withoutOpinion: wrong },
  };
};

/** Running checks of the authority's side. They say nothing where no enterprise files. */
export const supervisionChecks = (needs: Needs): Check[] => [
  {
    id: 'supervision.reviews-on-time',
    obligations: ['1.5-d'],
    title: { zh: '报送材料按期审核', en: 'Filings are reviewed in time' },
    everyMinutes: 60,
    ttlHours: 24,
    run: onTime(needs),
  },
  {
    id: 'supervision.joint-opinions',
    obligations: ['1.5-d'],
    title: { zh: '两个部门会同审核', en: 'Both offices give their opinion' },
    everyMinutes: 60,
    ttlHours: 24,
    run: jointly(needs),
  },
];
