import type { IdentityAsks } from '@chedun/identity/contract';
import { defineModule } from '@chedun/module';
import type { PseudonymsAsks } from '@chedun/pseudonyms/contract';
import { buildCredentials } from './build.ts';
import { credentialsPermissions as may } from './contract.ts';
import { credentialsErrors } from './errors.ts';

/** Application certificates of roadside units and services, identity certificates of vehicles with special rights. */
export const credentials = defineModule<object, { identity: IdentityAsks; pseudonyms: PseudonymsAsks }>({
  name: 'credentials',
  needs: ['identity', 'pseudonyms'],
  migrations: new URL('./migrations/', import.meta.url),
  permissions: [
    { name: may.read, title: { zh: '查看应用证书与身份证书', en: 'See application and identity certificates' } },
    { name: may.request, title: { zh: '提交证书请求、申请撤销', en: 'Hand in requests and ask for revocations' } },
    { name: may.approve, title: { zh: '审批证书请求与撤销', en: 'Approve requests and revocations' } },
    { name: may.manage, title: { zh: '维护证书模板', en: 'Keep profiles of certificates' } },
    { name: may.device, title: { zh: '设备更新证书', en: 'Renew certificates as device' } },
  ],
  errors: credentialsErrors,
  tells: [],
  build: ({ platform, asks }) => buildCredentials(platform, asks),
});
