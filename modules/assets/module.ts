import { defineModule } from '@chedun/module';
import { assetsAsks } from './asks.ts';
import { type AssetsAsks, assetsEvents, assetsPermissions } from './contract.ts';
import { assetsErrors } from './errors.ts';
import { assetsRoutes } from './routes.ts';

/** What is protected: vehicles, hosts and services. */
export const assetsModule = defineModule<AssetsAsks>({
  name: 'assets',
  needs: [],
  migrations: new URL('migrations/', import.meta.url),
  permissions: [
    { name: assetsPermissions.read, title: { zh: '查看资产', en: 'See assets' } },
    { name: assetsPermissions.write, title: { zh: '登记、修改和退役资产', en: 'Register, change and retire assets' } },
    { name: assetsPermissions.import, title: { zh: '批量导入资产', en: 'Import assets in bulk' } },
    { name: assetsPermissions.export, title: { zh: '导出资产', en: 'Export assets' } },
  ],
  errors: assetsErrors,
  tells: Object.values(assetsEvents),
  build: ({ platform }) => {
    const world = { records: platform.records, clock: platform.clock };
    return { asks: assetsAsks(world), routes: assetsRoutes(world) };
  },
});
