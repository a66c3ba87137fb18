import type { IncidentAsks } from '@chedun/incidents/contract';
import type { Check, CheckResult } from '@chedun/module';
import type { PlanDetail, ReviewSummary, RunSummary } from './contract.ts';

interface Needs {
  readonly ended: () => Promise<readonly RunSummary[]>;
  readonly reviews: () => Promise<readonly ReviewSummary[]>;
  readonly incidents: Pick<IncidentAsks, 'endedSince'>;
  readonly plan: () => Promise<PlanDetail>;
  readonly now: () => number;
}

const DAY = 86_400_000;
const YEAR = 365 * DAY;
/** Days until a drill or an incident has to be reviewed: ours, the notice gives no number. */
const REVIEW_DAYS = 30;

const yearly = async ({ ended, now }: Needs): Promise<CheckResult> => {
  const all = (await ended()).filter(({ endedAt }) => now() - Date.parse(endedAt ?? '') <= YEAR);
  const last = all[0];
  if (last === undefined)
    return {
      outcome: 'unknown',
      summary: {
        zh: '近 12 个月没有完成的演练（每年至少一次：281号 7.2，未核实）',
        en: 'No drill ended within 12 months (once a year: 281号 7.2, unverified)',
      },
      facts: { drills: 0 },
    };
  const days = Math.floor((now() - Date.parse(last.endedAt ?? '')) / DAY);
  const reviewed = all.filter(({ state }) => state === 'reviewed').length;
  const waits = last.state !== 'reviewed' && days > REVIEW_DAYS;
  return {
    outcome: reviewed === 0 && !waits ? 'unknown' : waits ? 'fail' : 'pass',
    summary: {
      zh: `近 12 个月演练 ${all.length} 次，已复盘 ${reviewed} 次；最近一次 ${last.number} 在 ${days} 天前，得分 ${last.score ?? '—'}，达到 ${last.met}/${last.expectations}（每年至少一次：281号 7.2，未核实）`,
      en: `${all.length} drills within 12 months, ${reviewed} reviewed; last ${last.number} ${days} days ago, score ${last.score ?? '-'}, ${last.met} of ${last.expectations} met (once a year: 281号 7.2, unverified)`,
    },
    facts: {
      drills: all.length,
      drillsReviewed: reviewed,
      daysSinceDrill: days,
      drillScore: last.score,
      secondsToDetect: last.secondsToDetect,
      minutesToReport: last.minutesToReport,
    },
  };
};

/** What is learnt becomes 隐患, and is mended in time. */
const lessons = async ({ reviews }: Needs): Promise<CheckResult> => {
  const all = (await reviews()).filter(({ state }) => state === 'signed');
  const items = all.reduce((sum, each) => sum + each.items, 0);
  const open = all.reduce((sum, each) => sum + each.openItems, 0);
  const overdue = all.reduce((sum, each) => sum + each.overdueItems, 0);
  return {
    outcome: all.length === 0 ? 'unknown' : overdue === 0 ? 'pass' : 'fail',
    summary: {
      zh: `已签署复盘 ${all.length} 次，整改项 ${items} 个，未完成 ${open} 个，逾期 ${overdue} 个`,
      en: `${all.length} signed reviews, ${items} items, ${open} open, ${overdue} overdue`,
    },
    facts: { signedReviews: all.length, improvementItems: items, openItems: open, overdueItems: overdue },
  };
};

const plan = async ({ plan: read }: Needs): Promise<CheckResult> => {
  const { current, versions } = await read();
  const approved = versions.find(({ approvedAt }) => approvedAt !== null);
  if (approved === undefined)
    return {
      outcome: current === null ? 'unknown' : 'fail',
      summary:
        current === null
          ? { zh: '尚未编制应急预案', en: 'There is no emergency plan yet' }
          : {
              zh: `应急预案第 ${current.version} 版待批准`,
              en: `Version ${current.version} of the plan waits for approval`,
            },
      facts: { planVersion: null },
    };
  const dry = approved.playbooks.filter((each) => each.dry === 'succeeded').length;
  const good = dry === approved.playbooks.length && approved.changed.length === 0;
  return {
    outcome: good ? 'pass' : 'fail',
    summary: {
      zh: `应急预案第 ${approved.version} 版已批准（SM3 ${approved.sm3?.slice(0, 12) ?? ''}…），绑定处置预案 ${approved.playbooks.length} 个，试运行通过 ${dry} 个，此后变更 ${approved.changed.length} 个`,
      en: `Version ${approved.version} of the plan is approved (SM3 ${approved.sm3?.slice(0, 12) ?? ''}…), bound to ${approved.playbooks.length} playbooks, ${dry} ran dry, ${approved.changed.length} changed since`,
    },
    facts: {
      planVersion: approved.version,
      boundPlaybooks: approved.playbooks.length,
      dryRuns: dry,
      changedPlaybooks: approved.changed.length,
    },
  };
};

/** Every incident and every drill is reviewed. */
const reviewed = async ({ ended, reviews, incidents, now }: Needs): Promise<CheckResult> => {
  const since = now() - YEAR;
  const signed = new Set((await reviews()).filter(({ state }) => state === 'signed').map(({ subject }) => subject.id));
  const drills = (await ended()).filter(({ endedAt }) => Date.parse(endedAt ?? '') >= since);
  const all = [
    ...drills.map(({ id, endedAt }) => ({ id, at: Date.parse(endedAt ?? '') })),
    ...(await incidents.endedSince(since)).map(({ id, endedAt }) => ({ id, at: Date.parse(endedAt) })),
  ];
  const late = all.filter(({ id, at }) => !signed.has(id) && now() - at > REVIEW_DAYS * DAY).length;
  const done = all.filter(({ id }) => signed.has(id)).length;
  return {
    outcome: late > 0 ? 'fail' : done === 0 ? 'unknown' : 'pass',
    summary: {
      zh: `一年内结束的事件与演练 ${all.length} 起，已复盘 ${done} 起，超过 ${REVIEW_DAYS} 天未复盘 ${late} 起（期限为本产品建议）`,
      en: `${all.length} incidents and drills ended within a year, ${done} reviewed, ${late} not within ${REVIEW_DAYS} days (ours)`,
    },
    facts: { toReview: all.length, reviewsDone: done, reviewsLate: late },
  };
};

const check = (id: string, obligation: string, zh: string, en: string, run: Check['run']): Check => ({
  id: `drills.${id}`,
  obligations: [obligation],
  title: { zh, en },
  everyMinutes: 60,
  ttlHours: 24,
  run,
});

/** Running checks of drills, reviews and the emergency plan. */
export const drillChecks = (needs: Needs): Check[] => [
  check('yearly', '1.4-c', '定期开展应急演练', 'Drills are held', () => yearly(needs)),
  check('lessons', '1.4-c', '演练发现的问题按期整改', 'What drills showed is mended in time', () => lessons(needs)),
  check(
    'plan',
    '1.4-b',
    '应急预案已批准并绑定可执行的处置预案',
    'The approved plan is bound to playbooks that run',
    () => plan(needs),
  ),
  check('reviewed', '1.4-b', '事件与演练均已复盘', 'Incidents and drills are reviewed', () => reviewed(needs)),
];
