import { INSPECTION_ERRORS } from '@chedun/inspection';
import { defineModule } from '@chedun/module';
import { buildOversight, type OversightGiven } from './build.ts';
import { oversightPermissions } from './contract.ts';
import { oversightErrors } from './errors.ts';

/** The authority's further duties 监管侧: notices and tasks, incident desk, warnings, inspections, register of exports. */
export const oversight = defineModule<Record<never, never>, { [K in keyof OversightGiven]: OversightGiven[K] }>({
  name: 'oversight',
  needs: ['supervision', 'deadlines', 'documents', 'organisation', 'workdays'],
  migrations: new URL('./migrations/', import.meta.url),
  permissions: [
    { name: oversightPermissions.desk, title: { zh: '查看监管处置工作', en: 'See the desk of the authority' } },
    {
      name: oversightPermissions.act,
      title: { zh: '下发通知、处置事件、签发检查', en: 'Send notices, work on incidents, inspect' },
    },
    { name: oversightPermissions.decide, title: { zh: '决定处罚建议', en: 'Decide penalties' } },
  ],
  errors: { ...INSPECTION_ERRORS, ...oversightErrors },
  tells: [],
  build: ({ platform, asks }) => buildOversight(platform, asks),
});
