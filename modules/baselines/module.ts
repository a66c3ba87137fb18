import { defineModule } from '@chedun/module';
import { buildBaselines, type BaselineNeeds } from './build.ts';
import { baselinePermissions, type BaselineAsks } from './contract.ts';
import { baselineErrors } from './errors.ts';

/** Behaviour rules as data: what vehicles, accounts and interfaces usually do is learnt, and what deviates is told. */
export const baselines = defineModule<BaselineAsks, BaselineNeeds>({
  name: 'baselines',
  needs: ['detection', 'ingest', 'workdays'],
  migrations: new URL('./migrations/', import.meta.url),
  permissions: [
    { name: baselinePermissions.read, title: { zh: '查看行为基线', en: 'Read behaviour rules and baselines' } },
    { name: baselinePermissions.write, title: { zh: '维护行为基线规则', en: 'Change behaviour rules' } },
    { name: baselinePermissions.test, title: { zh: '试跑行为基线规则', en: 'Try behaviour rules' } },
  ],
  errors: baselineErrors,
  tells: [],
  build: ({ platform, asks }) => buildBaselines(platform, asks),
});
