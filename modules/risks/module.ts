import { defineModule } from '@chedun/module';
import { buildRisks, type RiskGiven } from './build.ts';
import { riskPermissions, type RiskAsks } from './contract.ts';
import { riskErrors } from './errors.ts';

/** Risks 风险: the register computed from records, compliance tests, risk assessments, coverage of the baseline. */
export const risks = defineModule<RiskAsks, { [K in keyof RiskGiven]: RiskGiven[K] }>({
  name: 'risks',
  needs: ['assets', 'deadlines', 'filing', 'governance', 'posture'],
  migrations: new URL('./migrations/', import.meta.url),
  permissions: [
    { name: riskPermissions.read, title: { zh: '查看风险与评测', en: 'Read risks and tests' } },
    {
      name: riskPermissions.write,
      title: { zh: '处置风险、办理评测与评估', en: 'Treat risks, run tests and assessments' },
    },
    { name: riskPermissions.accept, title: { zh: '批准接受风险', en: 'Decide on accepting risks' } },
  ],
  errors: riskErrors,
  tells: [],
  build: ({ platform, asks }) => buildRisks(platform, asks),
});
