import type { Check, CheckResult } from '@chedun/module';
import type { Clock } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import { sql } from 'kysely';
import type { EnrolmentTables } from './tables.ts';

interface Needs {
  readonly records: Pick<Records, 'read'>;
  readonly clock: Pick<Clock, 'now'>;
  /** Port of the listener; 0 while it is off. */
  readonly port: () => number;
}

/** What is not confirmed within five minutes is revoked by a job; this long after that nothing may be left. */
const LEFT_OVER_MINUTES = 15;

const enrolling = async ({ records, clock, port }: Needs): Promise<CheckResult> => {
  const now = new Date(clock.now());
  const { rows } = await sql<{ month: number; stuck: number }>`
    select count(*) filter (where state = 'confirmed' and at > ${now}::timestamptz - interval '30 days')::int as month,
      count(*) filter (where state = 'issued'
        and changed_at < ${now}::timestamptz - ${LEFT_OVER_MINUTES} * interval '1 minute')::int as stuck
    from enrolment.transactions`.execute(records.read<EnrolmentTables>());
  const { month, stuck } = rows[0] ?? { month: 0, stuck: 0 };
  const facts = { listening: port() > 0, enrolledByCmp30d: month, unconfirmedLeft: stuck };
  if (port() === 0 && month === 0 && stuck === 0)
    return {
      outcome: 'unknown',
      summary: { zh: '设备入网接口未启用', en: 'The listener for the enrolment of devices is off' },
      facts,
    };
  return {
    outcome: stuck === 0 ? 'pass' : 'fail',
    summary: {
      zh: `近 30 天经 CMP 确认 ${month} 张证书，超时未确认且未撤销 ${stuck} 张`,
      en: `${month} certificates confirmed over CMP in 30 days, ${stuck} neither confirmed nor revoked in time`,
    },
    facts,
  };
};

/** Running checks of the enrolment of devices. */
export const enrolmentChecks = (needs: Needs): Check[] => [
  {
    id: 'enrolment.confirmed',
    obligations: ['1.2-e'],
    title: { zh: '设备证书经 CMP 入网均已确认', en: 'Certificates that devices enrol over CMP are confirmed' },
    everyMinutes: 30,
    ttlHours: 4,
    run: () => enrolling(needs),
  },
];
