import { addDays } from '@chedun/kernel';
import type { Check, CheckResult } from '@chedun/module';
import { clocksOf } from './clocks.ts';
import type { CoverageList, Register, RunKind, RunLine } from './contract.ts';
import { isUntreated } from './read-register.ts';
import { today, type Needs } from './store.ts';

interface Looks {
  readonly needs: Needs;
  readonly runs: () => Promise<{ readonly items: readonly RunLine[] }>;
  readonly register: () => Promise<Register>;
  readonly coverage: () => Promise<CoverageList>;
}

const CLOCKS = { evaluation: ['GRD-3', 'GRD-4', 'GRD-5'], 'risk-assessment': ['GRD-6', 'GRD-6b'] } as const;
const NO_UNITS = { zh: '尚无评审通过的定级对象', en: 'No unit has a reviewed level yet' };
const termOf = (level: number): number => (level >= 3 ? 366 : 731);

/** Units of level 2 and more with a run within their term, and clocks that are overdue. */
const periodic = async ({ needs, runs }: Looks, kind: RunKind) => {
  const units = (await needs.filing.units()).flatMap(({ id, level }) =>
    level === null || level < 2 ? [] : [{ id, level }],
  );
  const done = (await runs()).items.filter((each) => each.kind === kind && each.state === 'done');
  const day = today(needs);
  const tested = units.filter(({ id, level }) =>
    done.some((each) => each.unit === id && (each.endedOn ?? '') >= addDays(day, -termOf(level))),
  ).length;
  const clocks = (await Promise.all(units.map(({ id }) => clocksOf(needs, id)))).flat();
  const overdue = clocks.filter(
    (each) => each.overdue && (CLOCKS[kind] as readonly string[]).includes(each.rule.id),
  ).length;
  return { units: units.length, tested, overdue };
};

const evaluated = async (looks: Looks): Promise<CheckResult> => {
  const { units, tested, overdue } = await periodic(looks, 'evaluation');
  const facts = { periodicUnits: units, unitsEvaluated: tested, clocksOverdue: overdue };
  if (units === 0) return { outcome: 'unknown', summary: NO_UNITS, facts };
  return {
    outcome: tested === units && overdue === 0 ? 'pass' : 'fail',
    summary: {
      zh: `二级及以上定级对象 ${units} 个，在周期内完成符合性评测 ${tested} 个；时限逾期 ${overdue} 个`,
      en: `${units} units of level 2 and more, ${tested} tested within their term; ${overdue} clocks are overdue`,
    },
    facts,
  };
};

const assessed = async (looks: Looks): Promise<CheckResult> => {
  const [{ units, tested, overdue }, { items }] = await Promise.all([
    periodic(looks, 'risk-assessment'),
    looks.register(),
  ]);
  const untreated = items.filter(isUntreated).length;
  const facts = {
    periodicUnits: units,
    unitsAssessed: tested,
    clocksOverdue: overdue,
    risks: items.length,
    risksUntreated: untreated,
  };
  if (units === 0) return { outcome: 'unknown', summary: NO_UNITS, facts };
  return {
    outcome: tested === units && overdue + untreated === 0 ? 'pass' : 'fail',
    summary: {
      zh: `二级及以上定级对象 ${units} 个，在周期内完成风险评估 ${tested} 个；高及以上风险未处置 ${untreated} 项，时限逾期 ${overdue} 个`,
      en: `${units} units of level 2 and more, ${tested} assessed within their term; ${untreated} high risks are not treated, ${overdue} clocks are overdue`,
    },
    facts,
  };
};

const covered = async ({ coverage }: Looks): Promise<CheckResult> => {
  const { items, baseline } = await coverage();
  const applicable = items.reduce((sum, each) => sum + each.applicable, 0);
  const passed = items.reduce((sum, each) => sum + each.passed, 0);
  const facts = {
    gradedUnits: items.length,
    controlsApplicable: applicable,
    controlsPassed: passed,
    baselineVersion: baseline.version,
  };
  if (items.length === 0) return { outcome: 'unknown', summary: NO_UNITS, facts };
  return {
    outcome: passed === applicable ? 'pass' : 'fail',
    summary: {
      zh: `控制基线第 ${baseline.version} 版：${items.length} 个定级对象适用 ${applicable} 项，通过 ${passed} 项`,
      en: `Baseline ${baseline.version}: ${passed} of ${applicable} controls of ${items.length} units pass`,
    },
    facts,
  };
};

/** Running checks of risks. */
export const riskChecks = (looks: Looks): Check[] => [
  {
    id: 'risks.evaluations',
    obligations: ['1.1-c'],
    title: {
      zh: '按级别定期完成符合性评测并报送',
      en: 'Compliance is tested as often as the level asks, and reported',
    },
    everyMinutes: 180,
    ttlHours: 24,
    run: () => evaluated(looks),
  },
  {
    id: 'risks.assessments',
    obligations: ['1.1-d'],
    title: {
      zh: '按级别定期完成风险评估，高风险均已处置',
      en: 'Risks are assessed as often as the level asks, high ones are treated',
    },
    everyMinutes: 180,
    ttlHours: 24,
    run: () => assessed(looks),
  },
  {
    id: 'risks.coverage',
    obligations: ['1.1-f'],
    title: { zh: '分级控制基线全部通过', en: 'Every control that the level asks for passes' },
    everyMinutes: 180,
    ttlHours: 24,
    run: () => covered(looks),
  },
];
