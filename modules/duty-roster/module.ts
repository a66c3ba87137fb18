import { defineModule } from '@chedun/module';
import { buildDuty, type DutyNeeds } from './build.ts';
import { dutyPermissions, type DutyAsks } from './contract.ts';
import { dutyErrors } from './errors.ts';

/** The duty roster 值班: who responds, who is on duty, and whether everybody can be reached. */
export const dutyRoster = defineModule<DutyAsks, DutyNeeds>({
  name: 'duty-roster',
  needs: ['warnings'],
  migrations: new URL('./migrations/', import.meta.url),
  permissions: [
    { name: dutyPermissions.read, title: { zh: '查看应急队伍与值班', en: 'Read the response team and its roster' } },
    { name: dutyPermissions.write, title: { zh: '维护应急队伍与值班', en: 'Keep the response team and its roster' } },
    { name: dutyPermissions.call, title: { zh: '发起呼叫、登记应答', en: 'Start call trees and record answers' } },
  ],
  errors: dutyErrors,
  tells: [],
  build: ({ platform, asks }) => buildDuty(platform, asks),
});
