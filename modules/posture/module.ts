import { defineModule } from '@chedun/module';
import { buildPosture, type PostureNeeds } from './build.ts';
import { posturePermissions, type PostureAsks } from './contract.ts';
import { postureErrors } from './errors.ts';

/** Which obligations of the notice are met, proven by running checks and by what persons attest. */
export const posture = defineModule<PostureAsks, PostureNeeds>({
  name: 'posture',
  needs: ['governance', 'assets', 'organisation'],
  migrations: new URL('./migrations/', import.meta.url),
  permissions: [
    { name: posturePermissions.read, title: { zh: '查看合规态势', en: 'Read the posture' } },
    { name: posturePermissions.run, title: { zh: '执行合规检查', en: 'Run checks' } },
    { name: posturePermissions.attest, title: { zh: '签署人工声明', en: 'Attest' } },
    { name: posturePermissions.except, title: { zh: '申请例外', en: 'Ask for exceptions' } },
    { name: posturePermissions.decide, title: { zh: '批准例外', en: 'Decide on exceptions' } },
  ],
  errors: postureErrors,
  tells: [],
  build: buildPosture,
});
