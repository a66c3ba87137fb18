import type { AssetsAsks } from '@chedun/assets/contract';
import type { IdentityAsks } from '@chedun/identity/contract';
import { defineModule } from '@chedun/module';
import type { CertificatesAsks } from './contract/asks.ts';
import { buildCertificates } from './build.ts';
import { certificatesChanged, certificatesIssued, certificatesPermissions as may } from './contract.ts';
import { certificatesErrors } from './errors.ts';

/** Certificate authorities, and the life of every certificate that they issue. */
export const certificates = defineModule<CertificatesAsks, { assets: AssetsAsks; identity: IdentityAsks }>({
  name: 'certificates',
  needs: ['assets', 'identity'],
  migrations: new URL('./migrations/', import.meta.url),
  permissions: [
    { name: may.read, title: { zh: '查看证书', en: 'See certificates' } },
    { name: may.issue, title: { zh: '签发和更新证书', en: 'Issue and renew certificates' } },
    { name: may.revoke, title: { zh: '申请吊销、暂停证书', en: 'Ask for revocation, suspend certificates' } },
    { name: may.ceremony, title: { zh: '提出密钥仪式', en: 'Propose ceremonies of root keys' } },
    { name: may.approve, title: { zh: '批准证书申请与密钥仪式', en: 'Approve requests and ceremonies of others' } },
    { name: may.manage, title: { zh: '管理证书模板与设置', en: 'Manage profiles and settings of certificates' } },
  ],
  errors: certificatesErrors,
  tells: [certificatesIssued, certificatesChanged],
  build: ({ platform, asks }) => buildCertificates(platform, asks),
});
