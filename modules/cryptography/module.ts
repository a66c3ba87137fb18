import type { AssetsAsks } from '@chedun/assets/contract';
import { defineModule } from '@chedun/module';
import { buildCryptography } from './build.ts';
import { cryptographyPermissions, type CryptographyAsks } from './contract.ts';
import { cryptographyErrors } from './errors.ts';

/** Where which cryptography is in use, and whether endpoints are sound. */
export const cryptography = defineModule<CryptographyAsks, { assets: AssetsAsks }>({
  name: 'cryptography',
  needs: ['assets'],
  migrations: new URL('./migrations/', import.meta.url),
  permissions: [
    { name: cryptographyPermissions.read, title: { zh: '查看密码应用', en: 'Read the use of cryptography' } },
    {
      name: cryptographyPermissions.manage,
      title: { zh: '登记端点与密码清单', en: 'Declare endpoints, keep the inventory' },
    },
    { name: cryptographyPermissions.probe, title: { zh: '探测端点', en: 'Probe endpoints' } },
  ],
  errors: cryptographyErrors,
  tells: [],
  build: ({ platform, asks: { assets } }) => buildCryptography(platform, assets),
});
