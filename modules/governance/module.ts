import { defineModule } from '@chedun/module';
import { governanceChecks } from './checks.ts';
import {
  findingCleared,
  findingOpened,
  findingsReported,
  governancePermissions,
  type GovernanceAsks,
} from './contract.ts';
import { governanceErrors } from './errors.ts';
import { findingReadModel } from './read-model.ts';
import { openReadModel } from './read-open.ts';
import { qualityReadModel } from './read-quality.ts';
import { statsReadModel } from './read-stats.ts';
import { governanceRoutes } from './routes.ts';
import { changeFindings } from './use-cases/change-findings.ts';
import { clearFinding } from './use-cases/clear-finding.ts';
import { recordFindings } from './use-cases/record-findings.ts';

/** The one ledger of findings 隐患台账. */
export const governance = defineModule<GovernanceAsks>({
  name: 'governance',
  needs: [],
  migrations: new URL('./migrations/', import.meta.url),
  permissions: [
    { name: governancePermissions.read, title: { zh: '查看隐患与告警', en: 'Read findings' } },
    { name: governancePermissions.handle, title: { zh: '处置隐患与告警', en: 'Handle findings' } },
  ],
  errors: governanceErrors,
  tells: [findingsReported, findingCleared, findingOpened],
  build: ({ platform: { records, clock, newId } }) => {
    const findings = findingReadModel(records, clock.now);
    const stats = statsReadModel(records, clock.now);
    const quality = qualityReadModel(records);
    return {
      asks: {
        verdictsByRule: stats.verdictsByRule,
        verdictsBySignal: stats.verdictsBySignal,
        alertsByRule: stats.alertsByRule,
        ...quality,
        ...openReadModel(records),
        findings: findings.page,
        alertsOfAsset: findings.ofAsset,
        findingById: findings.byId,
      },
      routes: governanceRoutes({ findings, stats, change: changeFindings({ records, clock }) }),
      reactions: [
        { name: 'record-findings', on: findingsReported, react: recordFindings({ clock, newId }) },
        { name: 'clear-finding', on: findingCleared, react: clearFinding({ clock }) },
      ],
      checks: governanceChecks(stats),
    };
  },
});
