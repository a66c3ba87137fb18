import type { IdentityAsks } from '@chedun/identity/contract';
import { defineModule } from '@chedun/module';
import { buildPseudonyms } from './build.ts';
import { listPublished, pseudonymsPermissions as may, type PseudonymsAsks } from './contract.ts';
import { pseudonymsErrors } from './errors.ts';

/** V2X certificate authorities: enrolment, pseudonyms, linkage, misbehaviour and revocation. */
export const pseudonyms = defineModule<PseudonymsAsks, { identity: IdentityAsks }>({
  name: 'pseudonyms',
  needs: ['identity'],
  migrations: new URL('./migrations/', import.meta.url),
  permissions: [
    { name: may.read, title: { zh: '查看车载假名证书', en: 'See pseudonym certificates of vehicles' } },
    { name: may.manage, title: { zh: '管理车载假名证书体系', en: 'Manage hierarchies of pseudonym certificates' } },
    { name: may.ceremony, title: { zh: '提出车联网根密钥仪式', en: 'Propose ceremonies of V2X root keys' } },
    { name: may.device, title: { zh: '车载设备注册与下载证书', en: 'Enrol devices and download their pseudonyms' } },
    { name: may.report, title: { zh: '报告异常行为、申请撤销', en: 'Report misbehaviour and ask for revocation' } },
    { name: may.approve, title: { zh: '审批设备撤销', en: 'Approve revocations of devices' } },
  ],
  errors: pseudonymsErrors,
  tells: [listPublished],
  build: ({ platform, asks: { identity } }) => buildPseudonyms(platform, identity),
});
