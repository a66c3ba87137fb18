import type { Check } from '@chedun/module';
import { missingYears } from './present.ts';
import type { Years } from './years.ts';

interface Needs {
  readonly years: Years;
  readonly now: () => number;
}

/** Running check: limits in working days (1.4-g) and baselines (1.3-d) stand on a calendar that is known. */
export const workdayChecks = ({ years, now }: Needs): Check[] => [
  {
    id: 'workdays.years-known',
    obligations: ['1.3-d', '1.4-g'],
    title: { zh: '工作日历已导入', en: 'The calendar of working days is known' },
    everyMinutes: 720,
    ttlHours: 26,
    run: async () => {
      const missing = missingYears(years.calendar(), now());
      const known = years.calendar().years;
      return {
        outcome: missing.length === 0 ? 'pass' : 'fail',
        summary: {
          zh: missing.length === 0 ? `已知 ${known.join('、')} 年` : `缺少 ${missing.join('、')} 年的节假日安排`,
          en: missing.length === 0 ? `${known.join(', ')} are known` : `holidays of ${missing.join(', ')} are missing`,
        },
        facts: { calendarYears: known.join(', '), calendarMissing: missing.join(', ') },
      };
    },
  },
];
