import { CACAO_ERRORS } from '@chedun/cacao';
import type { CertificatesAsks } from '@chedun/certificates/contract';
import type { GatewayAsks } from '@chedun/gateway/contract';
import type { GovernanceAsks } from '@chedun/governance/contract';
import type { IdentityAsks } from '@chedun/identity/contract';
import { defineModule } from '@chedun/module';
import { buildPlaybooks } from './build.ts';
import { playbookPermissions, type PlaybookAsks } from './contract.ts';
import { playbookErrors } from './errors.ts';

/** Response playbooks in CACAO 2.0: the library, and runs whose effects are proven and can be taken back. */
export const playbooks = defineModule<
  PlaybookAsks,
  { governance: GovernanceAsks; gateway: GatewayAsks; certificates: CertificatesAsks; identity: IdentityAsks }
>({
  name: 'playbooks',
  needs: ['governance', 'gateway', 'certificates', 'identity'],
  migrations: new URL('./migrations/', import.meta.url),
  permissions: [
    { name: playbookPermissions.read, title: { zh: '查看处置预案与处置记录', en: 'See playbooks and their runs' } },
    { name: playbookPermissions.write, title: { zh: '导入处置预案', en: 'Import playbooks' } },
    { name: playbookPermissions.approve, title: { zh: '批准处置预案', en: 'Approve playbooks' } },
    {
      name: playbookPermissions.run,
      title: { zh: '启动预案、办理人工步骤', en: 'Start playbooks and carry out steps' },
    },
    { name: playbookPermissions.release, title: { zh: '放行与撤销自动步骤', en: 'Release and undo automatic steps' } },
  ],
  errors: { ...CACAO_ERRORS, ...playbookErrors },
  tells: [],
  build: ({ platform, asks }) => buildPlaybooks(platform, asks),
});
