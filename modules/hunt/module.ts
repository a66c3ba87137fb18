import type { DetectionAsks } from '@chedun/detection/contract';
import { defineModule } from '@chedun/module';
import { buildHunt } from './build.ts';
import { huntPermissions, type HuntAsks } from './contract.ts';
import { huntErrors } from './errors.ts';

/** Rules run backwards over the stored events. */
export const hunt = defineModule<HuntAsks, { detection: DetectionAsks }>({
  name: 'hunt',
  needs: ['detection'],
  permissions: [
    { name: huntPermissions.read, title: { zh: '查看威胁狩猎', en: 'Read hunts' } },
    { name: huntPermissions.run, title: { zh: '运行威胁狩猎', en: 'Run hunts' } },
  ],
  errors: huntErrors,
  tells: [],
  build: ({ platform, asks }) => buildHunt(platform, asks.detection),
});
