import { defineModule } from '@chedun/module';
import { buildWarnings, type WarningNeeds } from './build.ts';
import { warningPermissions, type WarningsAsks } from './contract.ts';
import { warningErrors } from './errors.ts';

/** Risk scores, warnings 预警, their channels and reporting packets. */
export const warnings = defineModule<WarningsAsks, WarningNeeds>({
  name: 'warnings',
  needs: ['governance', 'ingest'],
  migrations: new URL('./migrations/', import.meta.url),
  permissions: [
    { name: warningPermissions.read, title: { zh: '查看风险与预警', en: 'Read risk and warnings' } },
    { name: warningPermissions.issue, title: { zh: '发布、调整、解除预警', en: 'Issue, change and lift warnings' } },
    { name: warningPermissions.policy, title: { zh: '维护预警策略', en: 'Change the policy of warnings' } },
    { name: warningPermissions.channels, title: { zh: '维护通知通道', en: 'Keep channels' } },
    { name: warningPermissions.packets, title: { zh: '生成报送材料', en: 'Make reporting packets' } },
  ],
  errors: warningErrors,
  tells: [],
  build: ({ platform, asks }) => buildWarnings(platform, asks),
});
