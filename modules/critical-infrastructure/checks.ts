import { dayOf, type Clock } from '@chedun/kernel';
import type { Check, CheckResult } from '@chedun/module';
import type { CriticalInfrastructure } from './contract.ts';

interface Looks {
  readonly read: () => Promise<CriticalInfrastructure>;
  readonly clock: Pick<Clock, 'now'>;
}

const notNamed = ({ statement }: CriticalInfrastructure, today: string): CheckResult => {
  const isFresh = statement !== null && statement.validTo >= today;
  return {
    outcome: isFresh ? 'pass' : 'unknown',
    summary: isFresh
      ? {
          zh: `未被认定为关键信息基础设施运营者（${statement.statedBy} 声明，有效至 ${statement.validTo}）`,
          en: `Not named an operator of critical infrastructure, as ${statement.statedBy} stated; holds until ${statement.validTo}`,
        }
      : {
          zh: '单位信息写明未被认定，但没有一年内的书面声明',
          en: 'Registered as not named, without a statement of the last year',
        },
    facts: { namedCritical: 0, statedUntil: statement?.validTo ?? '' },
  };
};

const named = ({ duties, designation }: CriticalInfrastructure): CheckResult => {
  const unmet = duties.filter(({ standing }) => standing === 'unmet');
  return {
    outcome: unmet.length === 0 ? 'pass' : 'fail',
    summary:
      unmet.length === 0
        ? { zh: `新增义务 ${duties.length} 项全部落实`, en: `All ${duties.length} duties of the designation are met` }
        : {
            zh: `${unmet.length} 项未落实：${unmet.map(({ title }) => title.zh).join('；')}`.slice(0, 500),
            en: `${unmet.length} not met: ${unmet.map(({ title }) => title.en).join('; ')}`.slice(0, 500),
          },
    facts: {
      namedCritical: 1,
      designatedOn: designation?.designatedOn ?? '',
      duties: duties.length,
      dutiesMet: duties.length - unmet.length,
    },
  };
};

/** What the designation adds is met; who was not named says so once a year. */
export const criticalInfrastructureChecks = ({ read, clock }: Looks): Check[] => [
  {
    id: 'critical-infrastructure.duties',
    obligations: ['2.1-j'],
    title: { zh: '关键信息基础设施保护义务落实', en: 'Duties of an operator of critical infrastructure are met' },
    everyMinutes: 360,
    ttlHours: 48,
    run: async () => {
      const found = await read();
      if (found.isNamed === null)
        return {
          outcome: 'unknown',
          summary: { zh: '尚未登记单位信息', en: 'The organisation is not registered yet' },
          facts: {},
        };
      return found.isNamed ? named(found) : notNamed(found, dayOf(clock.now()));
    },
  },
];
