import type { IngestAsks } from '@chedun/ingest/contract';
import { defineModule } from '@chedun/module';
import type { PseudonymsAsks } from '@chedun/pseudonyms/contract';
import { buildV2xTrust } from './build.ts';
import { v2xTrustPermissions } from './contract.ts';
import { v2xTrustErrors } from './errors.ts';

/** Trust between companies on the road: lists of roots, revocation, and the verification of signed messages. */
export const v2xTrust = defineModule<
  Record<never, never>,
  { readonly ingest: IngestAsks; readonly pseudonyms: PseudonymsAsks }
>({
  name: 'v2x-trust',
  needs: ['ingest', 'pseudonyms'],
  migrations: new URL('./migrations/', import.meta.url),
  permissions: [
    { name: v2xTrustPermissions.read, title: { zh: '查看车路信任', en: 'Read trust of vehicles and roads' } },
    { name: v2xTrustPermissions.verify, title: { zh: '提交 V2X 消息验签', en: 'Have V2X messages verified' } },
    {
      name: v2xTrustPermissions.propose,
      title: { zh: '导入信任列表与撤销列表', en: 'Import lists of trust and of revocation' },
    },
    { name: v2xTrustPermissions.accept, title: { zh: '批准信任变更', en: 'Accept changes of trust' } },
    { name: v2xTrustPermissions.publish, title: { zh: '签发可信根列表', en: 'Sign lists of roots' } },
  ],
  errors: v2xTrustErrors,
  tells: [],
  build: ({ platform, asks: { ingest, pseudonyms } }) => buildV2xTrust(platform, ingest, pseudonyms),
});
