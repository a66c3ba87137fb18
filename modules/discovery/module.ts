import { assetsEvents, type AssetsAsks } from '@chedun/assets/contract';
import type { CapturesAsks } from '@chedun/captures/contract';
import { INVENTORY_ERRORS } from '@chedun/inventory-readers';
import { defineModule } from '@chedun/module';
import { discoveryAsks } from './asks.ts';
import { discoveryChecks } from './checks.ts';
import { discoveryPermissions, type DiscoveryAsks } from './contract.ts';
import { discoveryErrors } from './errors.ts';
import { discoveryReads } from './read-model.ts';
import { discoveryRoutes } from './routes.ts';
import { bring } from './use-cases/bring.ts';
import { ignoreThing, registerThings, saveSettings, watchThing } from './use-cases/decide.ts';
import { importFile } from './use-cases/import-file.ts';
import { observe } from './use-cases/observe.ts';

/** What is really on the network, from every source, and how it differs from what is on record. */
export const discovery = defineModule<DiscoveryAsks, { assets: AssetsAsks; captures: CapturesAsks }>({
  name: 'discovery',
  needs: ['assets', 'captures'],
  migrations: new URL('./migrations/', import.meta.url),
  permissions: [
    { name: discoveryPermissions.read, title: { zh: '查看资产发现', en: 'See what is discovered' } },
    {
      name: discoveryPermissions.write,
      title: { zh: '导入发现结果、登记或忽略设备', en: 'Import discoveries, register and ignore things' },
    },
  ],
  errors: { ...discoveryErrors, ...INVENTORY_ERRORS },
  tells: [],
  build: ({ platform: { records, clock, newId, events, jobs }, asks: { assets, captures } }) => {
    const needs = { records, clock, newId, assets };
    const reads = discoveryReads(needs);
    const look = observe({ ...needs, events, captures });
    const judgeAgain = { name: 'judge', run: async () => void (await bring(needs)([])) };
    const react = async (_: unknown, tx: Parameters<Parameters<typeof records.transaction>[0]>[0]): Promise<void> => {
      await jobs.send('discovery/judge', null, { tx });
    };
    return {
      asks: discoveryAsks(records),
      routes: discoveryRoutes({
        reads,
        run: look,
        importFile: importFile(needs),
        register: registerThings(needs),
        ignore: ignoreThing(needs),
        watch: watchThing(needs),
        saveSettings: saveSettings(needs),
      }),
      jobs: [{ name: 'look', cron: '7 * * * *', run: async () => void (await look()) }, judgeAgain],
      reactions: [
        { name: 'hosts-imported', on: assetsEvents.imported, react },
        { name: 'host-retired', on: assetsEvents.retired, react },
      ],
      checks: discoveryChecks({ reads, clock }),
    };
  },
});
