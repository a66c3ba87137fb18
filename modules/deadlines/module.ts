import { DEADLINE_ERRORS } from '@chedun/deadlines';
import { defineModule } from '@chedun/module';
import type { WorkdayAsks } from '@chedun/workdays/contract';
import { buildDeadlines } from './build.ts';
import { deadlinePermissions, type DeadlineAsks } from './contract.ts';
import { deadlineErrors } from './errors.ts';

/** The ledger of legal deadlines 时限. */
export const deadlines = defineModule<DeadlineAsks, { workdays: WorkdayAsks }>({
  name: 'deadlines',
  needs: ['workdays'],
  migrations: new URL('./migrations/', import.meta.url),
  permissions: [
    { name: deadlinePermissions.read, title: { zh: '查看时限', en: 'Read deadlines' } },
    { name: deadlinePermissions.write, title: { zh: '登记和办结时限', en: 'Start and end deadlines' } },
  ],
  errors: { ...DEADLINE_ERRORS, ...deadlineErrors },
  tells: [],
  build: ({ platform, asks }) => buildDeadlines(platform, asks),
});
