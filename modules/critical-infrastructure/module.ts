import { defineModule } from '@chedun/module';
import { criticalInfrastructureChecks } from './checks.ts';
import { criticalInfrastructurePermissions } from './contract.ts';
import { criticalInfrastructureErrors } from './errors.ts';
import { readCriticalInfrastructure, type ReadNeeds } from './read-model.ts';
import { criticalInfrastructureRoutes } from './routes.ts';
import { keepUseCases } from './use-cases/keep.ts';

/** What the module is given by others. */
export type CriticalInfrastructureGiven = Omit<ReadNeeds, 'records' | 'clock'>;

/** Critical information infrastructure 关键信息基础设施: what a designation adds, judged from records. */
export const criticalInfrastructure = defineModule<
  object,
  { [K in keyof CriticalInfrastructureGiven]: CriticalInfrastructureGiven[K] }
>({
  name: 'critical-infrastructure',
  needs: ['crypto-assessment', 'deadlines', 'organisation', 'posture', 'risks', 'suppliers'],
  migrations: new URL('./migrations/', import.meta.url),
  permissions: [
    {
      name: criticalInfrastructurePermissions.read,
      title: { zh: '查看关键信息基础设施保护', en: 'Read duties of critical infrastructure' },
    },
    {
      name: criticalInfrastructurePermissions.write,
      title: { zh: '维护认定通知与背景审查', en: 'Keep designation and background checks' },
    },
  ],
  errors: criticalInfrastructureErrors,
  tells: [],
  build: ({ platform: { records, clock, newId, blobs }, asks }) => {
    const read = readCriticalInfrastructure({ records, clock, ...asks });
    return {
      asks: {},
      routes: criticalInfrastructureRoutes({
        read,
        ...keepUseCases({ records, clock, newId, blobs, organisation: asks.organisation }),
      }),
      checks: criticalInfrastructureChecks({ read, clock }),
    };
  },
});
