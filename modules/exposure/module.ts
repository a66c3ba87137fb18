import type { AssetsAsks } from '@chedun/assets/contract';
import { defineModule } from '@chedun/module';
import { tryPort } from '@chedun/probing';
import { lookup } from 'node:dns/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { exposureChecks } from './checks.ts';
import { exposurePermissions } from './contract.ts';
import { isAddress, isPublic } from './domain/targets.ts';
import { exposureErrors } from './errors.ts';
import { readExposure, readRuns } from './read-model.ts';
import { exposureRoutes } from './routes.ts';
import { addTarget, removeService, removeTarget, saveService } from './use-cases/keep.ts';
import { importServices } from './use-cases/import-services.ts';
import { orderProbes, probeAll, runProbe } from './use-cases/probe.ts';
import { takeScan } from './use-cases/take-scan.ts';

const resolve = async (host: string): Promise<readonly string[]> => {
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  } catch {
    return [];
  }
};

/** What may be open to the outside, and what is: public addresses alone are probed, unless the configuration says more. */
export const exposure = defineModule<object, { assets: AssetsAsks }>({
  name: 'exposure',
  needs: ['assets'],
  migrations: new URL('./migrations/', import.meta.url),
  permissions: [
    { name: exposurePermissions.read, title: { zh: '查看互联网暴露面', en: 'See what is open to the outside' } },
    {
      name: exposurePermissions.write,
      title: { zh: '维护批准清单、探测公网地址', en: 'Keep approved services, probe public addresses' },
    },
  ],
  errors: exposureErrors,
  tells: [],
  build: ({ platform: { records, clock, newId, jobs, config }, asks: { assets } }) => {
    const now = (): number => clock.now();
    const { allowPrivate } = config.exposure;
    const allows = allowPrivate ? isAddress : isPublic;
    const needs = { records, newId, now, jobs, allows, tryPort, resolve, pause: (ms: number) => pause(ms) };
    const read = readExposure(records, now, allowPrivate);
    return {
      asks: {},
      routes: exposureRoutes({
        read,
        addTarget: addTarget(needs),
        removeTarget: removeTarget(needs),
        saveService: saveService(needs),
        removeService: removeService(needs),
        order: orderProbes(needs),
        runs: readRuns(records),
        takeScan: takeScan(needs),
        importServices: importServices({ ...needs, readTable: assets.readTable }),
      }),
      jobs: [
        { name: 'probe', run: runProbe(needs), timeLimitSeconds: 1_800 },
        { name: 'probe-all', cron: '10 4 * * *', run: probeAll(needs) },
      ],
      checks: exposureChecks(read, now),
    };
  },
});
