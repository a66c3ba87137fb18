import type { CorrelationAsks } from '@chedun/correlation/contract';
import type { DetectionAsks } from '@chedun/detection/contract';
import { defineModule } from '@chedun/module';
import type { RetentionAsks } from '@chedun/retention/contract';
import { buildHunt } from './build.ts';
import { huntPermissions, type HuntAsks } from './contract.ts';
import { huntErrors } from './errors.ts';

/** Rules and correlations run over what is stored; rules evaluated afterwards on frames that they have not seen. */
export const hunt = defineModule<
  HuntAsks,
  { detection: DetectionAsks; correlation: CorrelationAsks; retention: RetentionAsks }
>({
  name: 'hunt',
  needs: ['detection', 'correlation', 'retention'],
  migrations: new URL('./migrations/', import.meta.url),
  permissions: [
    { name: huntPermissions.read, title: { zh: '查看威胁狩猎', en: 'Read hunts' } },
    { name: huntPermissions.run, title: { zh: '运行威胁狩猎', en: 'Run hunts' } },
  ],
  errors: huntErrors,
  tells: [],
  build: ({ platform, asks }) => buildHunt(platform, asks),
});
