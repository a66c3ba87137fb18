import type { AssetsAsks } from '@chedun/assets/contract';
import type { CapturesAsks } from '@chedun/captures/contract';
import type { FirewallsAsks } from '@chedun/firewalls/contract';
import { defineModule } from '@chedun/module';
import { zoneChecks } from './checks.ts';
import { zonePermissions } from './contract.ts';
import { zonesErrors } from './errors.ts';
import { readFlows, readOpenings, readOverview } from './read-model.ts';
import { zoneRoutes } from './routes.ts';
import { compare } from './use-cases/compare.ts';
import { addPermission, changePermission, removePermission } from './use-cases/keep-permissions.ts';
import { addZone, changeZone, importZones, removeZone } from './use-cases/keep-zones.ts';
import { look } from './use-cases/look.ts';
import { suggest } from './use-cases/suggest.ts';

/** Zones of the network, what may flow between them, and what really does. */
export const zones = defineModule<object, { assets: AssetsAsks; captures: CapturesAsks; firewalls: FirewallsAsks }>({
  name: 'zones',
  needs: ['assets', 'captures', 'firewalls'],
  migrations: new URL('./migrations/', import.meta.url),
  permissions: [
    { name: zonePermissions.read, title: { zh: '查看安全域与跨域流量', en: 'See zones and flows between them' } },
    {
      name: zonePermissions.write,
      title: { zh: '维护安全域与访问许可', en: 'Keep zones and what is allowed between them' },
    },
  ],
  errors: zonesErrors,
  tells: [],
  build: ({ platform: { records, clock, newId, events }, asks: { assets, captures, firewalls } }) => {
    const needs = { records, newId, now: () => clock.now() };
    const overview = readOverview({ ...needs, assets });
    const openings = readOpenings(needs);
    const [looking, comparing] = [look({ ...needs, events, captures }), compare({ ...needs, firewalls })];
    return {
      asks: {},
      routes: zoneRoutes({
        overview,
        openings,
        flows: readFlows(needs),
        suggest: suggest({ records, assets }),
        addZone: addZone(needs),
        changeZone: changeZone(needs),
        removeZone: removeZone(needs),
        importZones: importZones({ ...needs, readTable: assets.readTable }),
        addPermission: addPermission(needs),
        changePermission: changePermission(needs),
        removePermission: removePermission(needs),
        look: looking,
        compare: comparing,
      }),
      jobs: [
        { name: 'look', cron: '11 * * * *', run: async () => void (await looking()), timeLimitSeconds: 900 },
        { name: 'compare', cron: '40 * * * *', run: async () => void (await comparing()), timeLimitSeconds: 1_800 },
      ],
      checks: zoneChecks({ overview, openings, now: needs.now }),
    };
  },
});
