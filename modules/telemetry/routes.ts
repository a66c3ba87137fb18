import { downloadRoute, route, type Route } from '@chedun/http';
import {
  Cells,
  CellsQuery,
  ExportQuery,
  Fleet,
  FleetListQuery,
  FleetPage,
  FleetQuery,
  LatestAnswer,
  Positions,
  PositionsQuery,
  Series,
  SeriesQuery,
  Spread,
  SpreadQuery,
  telemetryPermissions,
  Track,
  TrackQuery,
  VehicleParams,
} from './contract.ts';
import {
  exampleFleet,
  examplePositions,
  exampleReport,
  exampleRow,
  exampleSeries,
  exampleSpread,
  exampleTrack,
} from './examples.ts';
import type { exportReports } from './use-cases/export-reports.ts';
import type { fleetReader } from './use-cases/read-fleet.ts';
import type { vehicleReader } from './use-cases/read-vehicle.ts';

interface Uses {
  readonly vehicle: ReturnType<typeof vehicleReader>;
  readonly fleet: ReturnType<typeof fleetReader>;
  readonly exportReports: ReturnType<typeof exportReports>;
}

const read = { method: 'GET', permission: telemetryPermissions.read, audit: 'none' } as const;
const locate = { ...read, permission: telemetryPermissions.locate } as const;

const vehicleRoutes = ({ vehicle }: Uses): Route[] => [
  route({
    ...read,
    path: '/telemetry/vehicles/:vin/latest',
    operationId: 'latestReport',
    summary: { zh: '车辆最近一次上报', en: 'Newest report of a vehicle' },
    params: VehicleParams,
    response: LatestAnswer,
    example: { report: exampleReport },
    handle: async ({ params }) => ({ report: (await vehicle.latest(params.vin)) ?? null }),
  }),
  route({
    ...read,
    path: '/telemetry/vehicles/:vin/series',
    operationId: 'vehicleSeries',
    summary: { zh: '车辆数据项随时间的变化', en: 'Quantities of a vehicle over time' },
    params: VehicleParams,
    query: SeriesQuery,
    response: Series,
    example: exampleSeries,
    handle: ({ params, query }) => vehicle.series(params.vin, query),
  }),
  route({
    ...locate,
    path: '/telemetry/vehicles/:vin/track',
    operationId: 'vehicleTrack',
    summary: { zh: '车辆轨迹', en: 'Track of a vehicle' },
    params: VehicleParams,
    query: TrackQuery,
    response: Track,
    example: exampleTrack,
    handle: ({ params, query }) => vehicle.track(params.vin, query),
  }),
];

const batteryRoutes = ({ vehicle }: Uses): Route[] => [
  route({
    ...read,
    path: '/telemetry/vehicles/:vin/cells',
    operationId: 'vehicleCells',
    summary: { zh: '单体电压与探针温度', en: 'Single cells and temperature probes' },
    params: VehicleParams,
    query: CellsQuery,
    response: Cells,
    example: { at: '2026-11-23T01:00:00.000Z', cells: [3.652, null, 3.668], probes: [24, 27] },
    handle: ({ params, query }) => vehicle.cells(params.vin, query),
  }),
  route({
    ...read,
    path: '/telemetry/vehicles/:vin/spread',
    operationId: 'vehicleSpread',
    summary: { zh: '单体压差与温差随时间的变化', en: 'Distance between cells and between probes over time' },
    params: VehicleParams,
    query: SpreadQuery,
    response: Spread,
    example: exampleSpread,
    handle: ({ params, query }) => vehicle.spread(params.vin, query),
  }),
];

const fleetRoutes = ({ fleet, exportReports: exporting }: Uses): Route[] => [
  route({
    ...read,
    path: '/telemetry/fleet',
    operationId: 'fleetSummary',
    summary: { zh: '车队概况', en: 'The fleet at a glance' },
    query: FleetQuery,
    response: Fleet,
    example: exampleFleet,
    handle: ({ query }) => fleet.fleet(query.minutes),
  }),
  route({
    ...read,
    path: '/telemetry/fleet/vehicles',
    operationId: 'fleetVehicles',
    summary: { zh: '按最近上报列出车辆', en: 'Vehicles by their newest report' },
    query: FleetListQuery,
    response: FleetPage,
    example: { items: [exampleRow], next: null, total: 1 },
    handle: ({ query }) => fleet.list(query),
  }),
  route({
    ...locate,
    path: '/telemetry/fleet/positions',
    operationId: 'fleetPositions',
    summary: { zh: '车队分布', en: 'Where the fleet is' },
    query: PositionsQuery,
    response: Positions,
    example: examplePositions,
    handle: ({ query }) => fleet.positions(query),
  }),
  downloadRoute({
    method: 'GET',
    path: '/telemetry/export',
    operationId: 'exportTelemetry',
    summary: { zh: '导出车辆实时数据', en: 'Export reports of vehicles as CSV or NDJSON' },
    permission: telemetryPermissions.export,
    audit: 'telemetry.exported',
    query: ExportQuery,
    handle: ({ query, actor }) => exporting(query, actor),
  }),
];

/** Routes of the module. */
export const telemetryRoutes = (uses: Uses): Route[] => [
  ...vehicleRoutes(uses),
  ...batteryRoutes(uses),
  ...fleetRoutes(uses),
];
