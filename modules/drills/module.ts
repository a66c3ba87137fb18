import { defineModule } from '@chedun/module';
import { buildDrills, type DrillNeeds } from './build.ts';
import { drillPermissions } from './contract.ts';
import { drillErrors } from './errors.ts';

/** Drills 应急演练 in a tenant of their own, after-action reviews 复盘, and the emergency plan bound to playbooks. */
export const drills = defineModule<object, DrillNeeds>({
  name: 'drills',
  needs: [
    'detection',
    'correlation',
    'governance',
    'deadlines',
    'documents',
    'organisation',
    'incidents',
    'playbooks',
    'duty-roster',
  ],
  migrations: new URL('./migrations/', import.meta.url),
  permissions: [
    { name: drillPermissions.read, title: { zh: '查看演练、复盘与应急预案', en: 'Read drills, reviews and the plan' } },
    { name: drillPermissions.manage, title: { zh: '组织演练、评判作答', en: 'Conduct drills and judge answers' } },
    { name: drillPermissions.takePart, title: { zh: '参加演练', en: 'Take part in drills' } },
    {
      name: drillPermissions.review,
      title: { zh: '填写与签署复盘、签发报告', en: 'Write and sign reviews, issue reports' },
    },
    { name: drillPermissions.plan, title: { zh: '起草应急预案', en: 'Draft the emergency plan' } },
    { name: drillPermissions.approve, title: { zh: '批准应急预案', en: 'Approve the emergency plan' } },
  ],
  errors: drillErrors,
  tells: [],
  build: ({ platform, asks }) => buildDrills(platform, asks),
});
