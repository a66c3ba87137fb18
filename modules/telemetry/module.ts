import type { AssetsAsks } from '@chedun/assets/contract';
import { defineModule } from '@chedun/module';
import { telemetryAsks } from './asks.ts';
import { telemetryChecks } from './checks.ts';
import { telemetryPermissions, type TelemetryAsks } from './contract.ts';
import { telemetryErrors } from './errors.ts';
import { telemetryRoutes } from './routes.ts';
import { exportReports } from './use-cases/export-reports.ts';
import { fleetReader } from './use-cases/read-fleet.ts';
import { vehicleReader } from './use-cases/read-vehicle.ts';

/** Reports that a question about the fleet looks at before it looks at a part of the vehicles only. */
const MOST_REPORTS = 12_000_000;

/** Realtime reports of vehicles: one vehicle, the fleet, export. */
export const telemetry = defineModule<TelemetryAsks, { readonly assets: AssetsAsks }>({
  name: 'telemetry',
  needs: ['assets'],
  permissions: [
    { name: telemetryPermissions.read, title: { zh: '查看车辆实时数据', en: 'Read reports of vehicles' } },
    { name: telemetryPermissions.locate, title: { zh: '查看车辆轨迹与分布', en: 'See where vehicles went' } },
    { name: telemetryPermissions.export, title: { zh: '导出车辆实时数据', en: 'Export reports of vehicles' } },
  ],
  errors: telemetryErrors,
  tells: [],
  build: ({ platform: { events, records, clock }, asks: { assets } }) => {
    const vehicle = vehicleReader({ events, clock });
    const fleet = fleetReader({ events, clock, mostReports: MOST_REPORTS });
    return {
      asks: telemetryAsks(vehicle),
      routes: telemetryRoutes({ vehicle, fleet, exportReports: exportReports({ events, records }) }),
      checks: telemetryChecks({ events, assets, clock }),
    };
  },
});
