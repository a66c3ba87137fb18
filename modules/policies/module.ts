import { defineModule } from '@chedun/module';
import { buildPolicies, type PolicyNeeds } from './build.ts';
import { policyPermissions, type PoliciesAsks } from './contract.ts';
import { policyErrors } from './errors.ts';

/** Policies and procedures 制度: versions, approval by a second person, signatures, clause map, acknowledgement. */
export const policies = defineModule<PoliciesAsks, { [K in keyof PolicyNeeds]: PolicyNeeds[K] }>({
  name: 'policies',
  needs: ['identity', 'organisation'],
  migrations: new URL('./migrations/', import.meta.url),
  permissions: [
    { name: policyPermissions.read, title: { zh: '查看制度', en: 'Read policies' } },
    { name: policyPermissions.acknowledge, title: { zh: '确认已阅读制度', en: 'Acknowledge policies' } },
    { name: policyPermissions.write, title: { zh: '起草和维护制度', en: 'Write and keep policies' } },
    { name: policyPermissions.approve, title: { zh: '批准和废止制度', en: 'Approve and retire policies' } },
  ],
  errors: policyErrors,
  tells: [],
  build: ({ platform, asks }) => buildPolicies(platform, asks),
});
