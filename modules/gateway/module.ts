import type { AssetsAsks } from '@chedun/assets/contract';
import type { CertificatesAsks } from '@chedun/certificates/contract';
import type { IngestAsks } from '@chedun/ingest/contract';
import { defineModule } from '@chedun/module';
import { buildGateway } from './build.ts';
import { gatewayPermissions, type GatewayAsks } from './contract.ts';
import { gatewayErrors } from './errors.ts';

/** Who may speak for which vehicle, and how much: the gate of the listeners. */
export const gateway = defineModule<
  GatewayAsks,
  { ingest: IngestAsks; assets: AssetsAsks; certificates: CertificatesAsks }
>({
  name: 'gateway',
  needs: ['ingest', 'assets', 'certificates'],
  migrations: new URL('./migrations/', import.meta.url),
  permissions: [
    { name: gatewayPermissions.read, title: { zh: '查看接入绑定', en: 'See bindings of vehicles' } },
    { name: gatewayPermissions.manage, title: { zh: '管理接入绑定与策略', en: 'Manage bindings and policies' } },
    { name: gatewayPermissions.contain, title: { zh: '阻断与恢复接入', en: 'Keep sources and vehicles out' } },
  ],
  errors: gatewayErrors,
  tells: [],
  build: ({ platform, asks }) => buildGateway(platform, asks),
});
