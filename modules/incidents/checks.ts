import type { Check, CheckResult } from '@chedun/module';
import type { DeadlineAsks } from '@chedun/deadline-ledger/contract';
import type { IncidentReadModel } from './read-model.ts';

interface Needs {
  readonly screens: Pick<IncidentReadModel, 'figures' | 'settings'>;
  readonly clocks: Pick<DeadlineAsks, 'of'>;
  readonly now: () => number;
}

const YEAR = 366 * 86_400_000;
/** Minutes from knowing to the start of the plan that pass: the notice says 立即 and gives no number; ours. */
const PLAN_MINUTES = 60;
const MINUTE = 60_000;
/** Hours until an incident has to be contained: ours, the notice says 及时 and gives no number. */
const CONTAIN_HOURS = 24;
/** Incidents whose deadlines are looked at, newest first. */
const MOST_LOOKED_AT = 200;

const organised = async ({ screens }: Needs): Promise<CheckResult> => {
  const { inForce } = await screens.settings();
  const { responders, province, organisation, reporterContact } = inForce;
  const commanders = responders.filter(({ role }) => role === 'commander').length;
  const reachable = responders.filter(({ onCall, phone }) => onCall && phone !== '').length;
  const named = organisation !== '' && province !== '' && reporterContact !== '';
  const good = commanders > 0 && reachable > 0 && named;
  return {
    outcome: good ? 'pass' : 'fail',
    summary: {
      zh: good
        ? `应急人员 ${responders.length} 名，值班可联系 ${reachable} 名，报告单位与属地已设置`
        : `应急机制不完整：指挥 ${commanders} 名，值班可联系 ${reachable} 名，报告单位${named ? '已' : '未'}设置`,
      en: good
        ? `${responders.length} responders, ${reachable} on call with a telephone, organisation and province set`
        : `Not complete: ${commanders} commanders, ${reachable} on call with a telephone, organisation ${named ? '' : 'not '}set`,
    },
    facts: { responders: responders.length, commanders, onCall: reachable },
  };
};

const planStarted = async ({ screens, now }: Needs): Promise<CheckResult> => {
  const all = await screens.figures(now() - YEAR);
  const late = all.filter(
    ({ knownAt, planStartedAt }) => (planStartedAt ?? now()) - knownAt > PLAN_MINUTES * MINUTE,
  ).length;
  const waits = all.flatMap(({ knownAt, planStartedAt }) => (planStartedAt === null ? [] : [planStartedAt - knownAt]));
  const slowest = waits.length === 0 ? null : Math.round(Math.max(...waits) / MINUTE);
  const waiting = all.filter(({ planStartedAt, state }) => planStartedAt === null && state !== 'closed').length;
  return {
    outcome: all.length === 0 ? 'unknown' : late > 0 ? 'fail' : 'pass',
    summary: {
      zh:
        all.length === 0
          ? '一年内没有事件'
          : `一年内事件 ${all.length} 起，未及时启动预案 ${late} 起，最长 ${slowest ?? '—'} 分钟`,
      en:
        all.length === 0
          ? 'No incident within a year'
          : `${all.length} incidents within a year, the plan started late in ${late}, at most after ${slowest ?? '-'} minutes`,
    },
    facts: { incidents: all.length, planLate: late, planWaiting: waiting, slowestMinutes: slowest },
  };
};

const median = (values: readonly number[]): number | null => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  return middle === undefined ? null : Math.round(middle / MINUTE);
};

/** How long it took to begin (MTTA) and to contain (MTTC), and what is open without being contained. */
const contained = async ({ screens, now }: Needs): Promise<CheckResult> => {
  const all = await screens.figures(now() - YEAR);
  const began = all.flatMap(({ knownAt, planStartedAt }) => (planStartedAt === null ? [] : [planStartedAt - knownAt]));
  const held = all.flatMap(({ knownAt, containedAt }) => (containedAt === null ? [] : [containedAt - knownAt]));
  const waiting = all.filter(
    ({ state, knownAt, containedAt }) =>
      state === 'open' && containedAt === null && now() - knownAt > CONTAIN_HOURS * 60 * MINUTE,
  ).length;
  const [start, hold] = [median(began), median(held)];
  return {
    outcome: waiting > 0 ? 'fail' : held.length === 0 ? 'unknown' : 'pass',
    summary: {
      zh: `一年内事件 ${all.length} 起，已遏制 ${held.length} 起，启动中位 ${start ?? '—'} 分钟、遏制中位 ${hold ?? '—'} 分钟；超过 ${CONTAIN_HOURS} 小时未遏制 ${waiting} 起（时限为本产品建议）`,
      en: `${all.length} incidents within a year, ${held.length} contained; ${start ?? '-'} minutes to start and ${hold ?? '-'} to contain (median); ${waiting} not contained within ${CONTAIN_HOURS} hours (ours)`,
    },
    facts: {
      incidents: all.length,
      contained: held.length,
      medianStartMinutes: start,
      medianContainMinutes: hold,
      notContained: waiting,
    },
  };
};

const recovered = async ({ screens, now }: Needs): Promise<CheckResult> => {
  const all = (await screens.figures(now() - YEAR)).filter(({ state }) => state === 'ended' || state === 'closed');
  const open = all.filter(({ recovery }) => recovery === 'open').length;
  return {
    outcome: all.length === 0 ? 'unknown' : open > 0 ? 'fail' : 'pass',
    summary: {
      zh: all.length === 0 ? '一年内没有结束响应的事件' : `结束响应的事件 ${all.length} 起，恢复未核实 ${open} 起`,
      en:
        all.length === 0
          ? 'No response ended within a year'
          : `${all.length} responses ended, recovery not verified in ${open}`,
    },
    facts: { incidents: all.length, recoveryOpen: open },
  };
};

const reported = async ({ screens, clocks, now }: Needs): Promise<CheckResult> => {
  const all = await screens.figures(now() - YEAR);
  const silent = all.filter((each) => each.reported === 'no').length;
  const newest = all.toSorted((a, b) => b.knownAt - a.knownAt).slice(0, MOST_LOOKED_AT);
  const owed = (await Promise.all(newest.map(({ id }) => clocks.of({ kind: 'incident', id })))).flat();
  const overdue = owed.filter((clock) => clock.overdue).length;
  const late = owed.filter(({ lateMinutes, state }) => state === 'stopped' && lateMinutes > 0).length;
  return {
    outcome: all.length === 0 ? 'unknown' : silent + overdue > 0 ? 'fail' : 'pass',
    summary: {
      zh:
        all.length === 0
          ? '一年内没有事件'
          : `事件 ${all.length} 起，无报告记录 ${silent} 起；报告时限 ${owed.length} 项，逾期未报 ${overdue} 项，逾期办结 ${late} 项`,
      en:
        all.length === 0
          ? 'No incident within a year'
          : `${all.length} incidents, ${silent} without a record of a report; ${owed.length} deadlines of reports, ${overdue} overdue, ${late} ended late`,
    },
    facts: {
      incidents: all.length,
      unreported: silent,
      reportClocks: owed.length,
      reportsOverdue: overdue,
      reportsLate: late,
    },
  };
};

const check = (id: string, obligation: string, zh: string, en: string, run: Check['run']): Check => ({
  id: `incidents.${id}`,
  obligations: [obligation],
  title: { zh, en },
  everyMinutes: 30,
  ttlHours: 24,
  run,
});

/** Running checks of incidents. Effects of containment are checked with the playbooks, drills with the drills. */
export const incidentChecks = (needs: Needs): Check[] => [
  check('organised', '1.4-a', '应急响应机制', 'The response is organised', () => organised(needs)),
  check('plan-started', '1.4-e', '立即启动应急预案', 'The plan starts at once', () => planStarted(needs)),
  check('contained', '1.4-d', '及时遏制事件', 'Incidents are contained in time', () => contained(needs)),
  check('recovered', '1.4-f', '补救与恢复核实', 'Recovery is verified', () => recovered(needs)),
  check('reported', '1.4-g', '事件均已报告', 'Every incident was reported', () => reported(needs)),
];
