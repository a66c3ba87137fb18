import type { Check, CheckResult } from '@chedun/module';
import type { CaseQuery, CasePage, ProjectList, UnitList } from './contract.ts';
import type { z } from 'zod';

/** What the checks look at. */
export interface CheckNeeds {
  readonly units: () => Promise<UnitList>;
  readonly cases: (query: z.output<typeof CaseQuery>) => Promise<CasePage>;
  readonly projects: () => Promise<ProjectList>;
  /** Running clocks of filings that are overdue. */
  readonly overdue: () => Promise<number>;
}

const result = (outcome: CheckResult['outcome'], zh: string, en: string, facts: CheckResult['facts']): CheckResult => ({
  outcome,
  summary: { zh, en },
  facts,
});

const graded = async ({ units }: CheckNeeds): Promise<CheckResult> => {
  const { items, coverage } = await units();
  const { hosts, hostsInUnits, services, servicesInUnits } = coverage;
  const withLevel = items.filter(({ level }) => level !== null).length;
  const facts = {
    gradedUnits: items.length,
    gradedUnitsReviewed: withLevel,
    hostsKnown: hosts,
    hostsInUnits,
    servicesKnown: services,
    servicesInUnits,
  };
  const zh = `定级对象 ${items.length} 个，评审通过 ${withLevel} 个；已划入主机 ${hostsInUnits}/${hosts}，服务 ${servicesInUnits}/${services}`;
  const en = `${items.length} units, ${withLevel} with a reviewed level; ${hostsInUnits} of ${hosts} hosts and ${servicesInUnits} of ${services} services are in units`;
  if (items.length === 0 && hosts + services === 0)
    return result('unknown', '资产台账为空，尚未划分定级对象', 'The inventory is empty: there are no units yet', facts);
  const whole = hostsInUnits === hosts && servicesInUnits === services;
  return result(items.length > 0 && withLevel === items.length && whole ? 'pass' : 'fail', zh, en, facts);
};

const filed = async ({ units, cases, overdue }: CheckNeeds): Promise<CheckResult> => {
  const [{ items }, open, late] = await Promise.all([
    units(),
    cases({ state: 'open', cursor: undefined, unit: undefined, limit: 200 }),
    overdue(),
  ]);
  const reviewed = items.filter(({ level }) => level !== null);
  const numbered = reviewed.filter(({ filingNumber }) => filingNumber !== '').length;
  const drifted = items.filter(({ drift }) => drift > 0).length;
  const supplements = open.items.filter(({ supplementOverdue }) => supplementOverdue).length;
  const facts = {
    gradedUnitsReviewed: reviewed.length,
    unitsNumbered: numbered,
    unitsDrifted: drifted,
    filingsOpen: open.total,
    supplementsOverdue: supplements,
    clocksOverdue: late,
  };
  if (items.length === 0)
    return result('unknown', '尚未划分定级对象，没有可备案的内容', 'There are no units to file yet', facts);
  return result(
    reviewed.length === items.length && numbered === reviewed.length && drifted + supplements + late === 0
      ? 'pass'
      : 'fail',
    `定级对象 ${items.length} 个，已备案 ${numbered} 个，在办 ${open.total} 件；与备案不一致 ${drifted} 个，补正逾期 ${supplements} 件，时限逾期 ${late} 个`,
    `${items.length} units, ${numbered} numbered, ${open.total} cases open; ${drifted} differ from what was filed, ${supplements} supplements and ${late} clocks are overdue`,
    facts,
  );
};

const gated = async ({ projects }: CheckNeeds): Promise<CheckResult> => {
  const { items, strays } = await projects();
  const violations = items.reduce((sum, each) => sum + each.violations.length, 0);
  const facts = { projects: items.length, gateViolations: violations, systemsWithoutProject: strays.length };
  if (items.length === 0 && strays.length === 0)
    return result(
      'unknown',
      '尚未登记建设项目，也没有发现未登记的系统',
      'No project is registered, and no unregistered system was discovered',
      facts,
    );
  return result(
    violations + strays.length === 0 ? 'pass' : 'fail',
    `建设项目 ${items.length} 个，违反同步要求 ${violations} 处；发现无项目的系统 ${strays.length} 个`,
    `${items.length} projects break ${violations} gates; ${strays.length} discovered systems have no project`,
    facts,
  );
};

/** Running checks of filing. */
export const filingChecks = (needs: CheckNeeds): Check[] => [
  {
    id: 'filing.units-graded',
    obligations: ['1.5-a'],
    title: {
      zh: '网络设施和系统全部划分定级对象，等级经评审确定',
      en: 'All facilities are in units whose level was reviewed',
    },
    everyMinutes: 60,
    ttlHours: 24,
    run: () => graded(needs),
  },
  {
    id: 'filing.units-filed',
    obligations: ['1.5-b'],
    title: { zh: '定级对象已备案，且与现状一致', en: 'Units are filed, and are what was filed' },
    everyMinutes: 60,
    ttlHours: 24,
    run: () => filed(needs),
  },
  {
    id: 'filing.gates',
    obligations: ['1.5-c'],
    title: {
      zh: '新建系统先定级、后建设、备案后上线',
      en: 'New systems get a level before build, and are filed before operation',
    },
    everyMinutes: 60,
    ttlHours: 24,
    run: () => gated(needs),
  },
];
