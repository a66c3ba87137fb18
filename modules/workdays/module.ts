import { CALENDAR_ERRORS } from '@chedun/calendar';
import { defineModule } from '@chedun/module';
import { buildWorkdays } from './build.ts';
import { workdayPermissions, type WorkdayAsks } from './contract.ts';
import { workdayErrors } from './errors.ts';

/** Working days and public holidays of mainland China, as the State Council arranges them. */
export const workdays = defineModule<WorkdayAsks>({
  name: 'workdays',
  needs: [],
  migrations: new URL('./migrations/', import.meta.url),
  permissions: [
    { name: workdayPermissions.read, title: { zh: '查看工作日历', en: 'Read the calendar of working days' } },
    { name: workdayPermissions.write, title: { zh: '导入工作日历', en: 'Import years of the calendar' } },
  ],
  errors: { ...CALENDAR_ERRORS, ...workdayErrors },
  tells: [],
  build: ({ platform }) => buildWorkdays(platform),
});
