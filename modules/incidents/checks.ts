import type { Check, CheckResult } from '@chedun/module';
import type { IncidentReadModel } from './read-model.ts';

interface Needs {
  readonly screens: Pick<IncidentReadModel, 'figures' | 'settings'>;
  readonly now: () => number;
}

const YEAR = 366 * 86_400_000;
/** Minutes from knowing to the start of the plan that pass: the notice says 立即 and gives no number; ours. */
const PLAN_MINUTES = 60;
const MINUTE = 60_000;

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

const reported = async ({ screens, now }: Needs): Promise<CheckResult> => {
  const all = await screens.figures(now() - YEAR);
  const silent = all.filter((each) => each.reported === 'no').length;
  return {
    outcome: all.length === 0 ? 'unknown' : silent > 0 ? 'fail' : 'pass',
    summary: {
      zh: all.length === 0 ? '一年内没有事件' : `事件 ${all.length} 起，无报告记录 ${silent} 起`,
      en:
        all.length === 0
          ? 'No incident within a year'
          : `${all.length} incidents, ${silent} without a record of a report`,
    },
    facts: { incidents: all.length, unreported: silent },
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

/** Running checks of incidents. What contains and is drilled is checked with the playbooks. */
export const incidentChecks = (needs: Needs): Check[] => [
  check('organised', '1.4-a', '应急响应机制', 'The response is organised', () => organised(needs)),
  check('plan-started', '1.4-e', '立即启动应急预案', 'The plan starts at once', () => planStarted(needs)),
  check('recovered', '1.4-f', '补救与恢复核实', 'Recovery is verified', () => recovered(needs)),
  check('reported', '1.4-g', '事件均已报告', 'Every incident was reported', () => reported(needs)),
];
