import type { Clock } from '@chedun/kernel';
import type { Check, CheckResult } from '@chedun/module';
import type { Records } from '@chedun/records';
import type { PlaybookSummary } from './contract.ts';
import { read } from './store.ts';

interface Needs {
  readonly records: Records;
  readonly clock: Pick<Clock, 'now'>;
  readonly list: () => Promise<readonly PlaybookSummary[]>;
}

const YEAR = 365 * 86_400_000;

const planExists = async ({ list }: Needs): Promise<CheckResult> => {
  const all = await list();
  const approved = all.filter(({ approvedAt }) => approvedAt !== null);
  const overdue = approved.filter(({ reviewDue }) => reviewDue).length;
  const automatic = approved.filter((each) => each.automatic > 0).length;
  const isGood = approved.length > 0 && overdue === 0;
  return {
    outcome: all.length === 0 ? 'unknown' : isGood ? 'pass' : 'fail',
    summary: {
      zh: `处置预案 ${all.length} 个，已批准 ${approved.length} 个，其中含自动动作 ${automatic} 个，超过一年未复审 ${overdue} 个`,
      en: `${all.length} playbooks, ${approved.length} approved, ${automatic} of them with automatic steps, ${overdue} not reviewed within a year`,
    },
    facts: { playbooks: all.length, approved: approved.length, automatic, overdue },
  };
};

const effectsProven = async ({ records, clock }: Needs): Promise<CheckResult> => {
  const rows = await read(records)
    .selectFrom('playbooks.steps as s')
    .leftJoin('playbooks.effects as e', (join) => join.onRef('e.run', '=', 's.run').onRef('e.visit', '=', 's.visit'))
    .select(['s.status', 'e.verified_at', 'e.undone_at', 'e.undo_verified_at'])
    .where('s.kind', '=', 'action')
    .where('s.ended_at', '>=', new Date(clock.now() - YEAR))
    .where('s.status', 'in', ['done', 'failed', 'undone'])
    .limit(10_000)
    .execute();
  const verified = rows.filter(({ verified_at }) => verified_at !== null).length;
  const unproven = rows.filter(({ status }) => status === 'failed').length;
  const undone = rows.filter(({ undone_at }) => undone_at !== null).length;
  const notTakenBack = rows.filter((row) => row.undone_at !== null && row.undo_verified_at === null).length;
  return {
    outcome: rows.length === 0 ? 'unknown' : notTakenBack === 0 && unproven === 0 ? 'pass' : 'fail',
    summary: {
      zh: `近一年自动处置动作 ${rows.length} 次，探测证实生效 ${verified} 次，未生效 ${unproven} 次；撤销 ${undone} 次，其中未证实恢复 ${notTakenBack} 次`,
      en: `${rows.length} automatic actions within a year, ${verified} proven by a probe, ${unproven} without effect; ${undone} undone, ${notTakenBack} of them not proven`,
    },
    facts: { actions: rows.length, verified, unproven, undone, notTakenBack },
  };
};

const startedAtOnce = async ({ records, clock }: Needs): Promise<CheckResult> => {
  const rows = await read(records)
    .selectFrom('playbooks.runs')
    .select(['started_at', 'subject_seen_at'])
    .where('started_at', '>=', new Date(clock.now() - YEAR))
    .limit(10_000)
    .execute();
  const minutes = rows
    .flatMap(({ started_at, subject_seen_at }) =>
      subject_seen_at === null ? [] : [Math.max(0, (started_at.getTime() - subject_seen_at.getTime()) / 60_000)],
    )
    .toSorted((a, b) => a - b);
  const median = minutes[Math.floor(minutes.length / 2)];
  const shown = median === undefined ? null : Math.round(median * 10) / 10;
  return {
    outcome: rows.length === 0 ? 'unknown' : 'pass',
    summary: {
      zh: `近一年启动处置预案 ${rows.length} 次，由隐患启动 ${minutes.length} 次，从发现到启动的中位时间 ${shown ?? '—'} 分钟`,
      en: `${rows.length} runs within a year, ${minutes.length} from findings, ${shown ?? '-'} minutes from discovery to start (median)`,
    },
    facts: { playbookRuns: rows.length, fromFindings: minutes.length, medianMinutes: shown },
  };
};

/** Running checks of response playbooks. */
export const playbookChecks = (needs: Needs): Check[] => [
  {
    id: 'playbooks.plan',
    obligations: ['1.4-b'],
    title: { zh: '处置预案已批准并按年复审', en: 'Response playbooks are approved and reviewed within a year' },
    everyMinutes: 720,
    ttlHours: 48,
    run: () => planExists(needs),
  },
  {
    id: 'playbooks.effects',
    obligations: ['1.4-d', '1.4-f'],
    title: { zh: '处置动作经探测证实', en: 'Effects of containment are proven by probes' },
    everyMinutes: 360,
    ttlHours: 24,
    run: () => effectsProven(needs),
  },
  {
    id: 'playbooks.start',
    obligations: ['1.4-e'],
    title: { zh: '从发现到启动预案的时间', en: 'Time from discovery to the start of a playbook' },
    everyMinutes: 360,
    ttlHours: 24,
    run: () => startedAtOnce(needs),
  },
];
