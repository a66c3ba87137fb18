import { defineModule } from '@chedun/module';
import { REGULATION_ERRORS } from '@chedun/regulations';
import { buildIncidents, type IncidentNeeds } from './build.ts';
import { incidentPermissions, type IncidentAsks } from './contract.ts';
import { incidentErrors } from './errors.ts';

/** Incidents 事件处置: graded by both scales, reported in time, with their timeline and evidence. */
export const incidents = defineModule<IncidentAsks, IncidentNeeds>({
  name: 'incidents',
  needs: ['assets', 'governance', 'deadlines', 'documents', 'organisation', 'duty-roster'],
  migrations: new URL('./migrations/', import.meta.url),
  permissions: [
    { name: incidentPermissions.read, title: { zh: '查看事件', en: 'Read incidents' } },
    { name: incidentPermissions.handle, title: { zh: '处置事件', en: 'Handle incidents' } },
    {
      name: incidentPermissions.report,
      title: { zh: '签发和登记事件报告', en: 'Issue and record reports of incidents' },
    },
    { name: incidentPermissions.settings, title: { zh: '设置应急人员与报告单位', en: 'Set who responds and reports' } },
  ],
  errors: { ...REGULATION_ERRORS, ...incidentErrors },
  tells: [],
  build: ({ platform, asks }) => buildIncidents(platform, asks),
});
