import type { DetectionAsks } from '@chedun/detection/contract';
import { defineModule } from '@chedun/module';
import { buildCorrelation } from './build.ts';
import { correlationPermissions, type CorrelationAsks } from './contract.ts';
import { correlationErrors } from './errors.ts';

/** Alerts from several events together: Sigma correlations and filters, their windows, and what fired. */
export const correlation = defineModule<CorrelationAsks, { detection: DetectionAsks }>({
  name: 'correlation',
  needs: ['detection'],
  migrations: new URL('./migrations/', import.meta.url),
  permissions: [
    { name: correlationPermissions.read, title: { zh: '查看关联规则', en: 'Read correlations' } },
    { name: correlationPermissions.write, title: { zh: '维护关联规则', en: 'Change correlations' } },
    { name: correlationPermissions.test, title: { zh: '试跑关联规则', en: 'Try correlations' } },
  ],
  errors: correlationErrors,
  tells: [],
  build: ({ platform, asks }) => buildCorrelation(platform, asks.detection),
});
