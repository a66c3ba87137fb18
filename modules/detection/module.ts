import type { GovernanceAsks } from '@chedun/governance/contract';
import { defineModule } from '@chedun/module';
import { buildDetection } from './build.ts';
import { detectionPermissions, documentsRead, type DetectionAsks } from './contract.ts';
import { detectionErrors } from './errors.ts';

/** Rules, their evaluation, and the alerts that come of it. */
export const detection = defineModule<DetectionAsks, { governance: GovernanceAsks }>({
  name: 'detection',
  needs: ['governance'],
  migrations: new URL('./migrations/', import.meta.url),
  permissions: [
    { name: detectionPermissions.read, title: { zh: '查看检测规则', en: 'Read rules' } },
    { name: detectionPermissions.write, title: { zh: '维护检测规则', en: 'Change rules' } },
    { name: detectionPermissions.test, title: { zh: '试跑检测规则', en: 'Try rules' } },
  ],
  errors: detectionErrors,
  tells: [documentsRead],
  build: ({ platform, asks }) => buildDetection(platform, asks.governance),
});
