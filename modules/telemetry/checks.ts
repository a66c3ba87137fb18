import type { AssetsAsks } from '@chedun/assets/contract';
import type { Events } from '@chedun/events';
import type { Clock } from '@chedun/kernel';
import type { Check, CheckResult } from '@chedun/module';
import { coverageSql, vinsSql } from './sql/fleet.ts';

interface Dependencies {
  readonly events: Pick<Events, 'query' | 'stream'>;
  readonly assets: Pick<AssetsAsks, 'countVehicles' | 'countRegistered'>;
  readonly clock: Pick<Clock, 'now'>;
}

type Num = number | string;
interface CoverageRow {
  readonly vehicles: Num;
  readonly reports: Num;
  readonly vehicle_data: Num;
  readonly position: Num;
  readonly alarm: Num;
  readonly cells: Num;
}

const DAY_MS = 86_400_000;
/** Share of registered vehicles whose reports must be in the store. */
const LEAST_SHARE = 0.9;
const LIMITS = { maxMs: 300_000, maxRows: 5_000_000 };

const shareOf = (part: number, whole: number): number => (whole === 0 ? 0 : Math.round((part / whole) * 1000) / 1000);
const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`;

const countKnown = async ({ events, assets }: Dependencies, window: { from: number; to: number }): Promise<number> => {
  let known = 0;
  for await (const rows of events.stream<{ vin: string }>(vinsSql({ ...window, oneIn: 1 }), LIMITS))
    known += await assets.countRegistered(rows.map(({ vin }) => vin));
  return known;
};

const coverage = async (needs: Dependencies): Promise<CheckResult> => {
  const to = needs.clock.now() + 1;
  const window = { from: to - DAY_MS, to };
  const [row] = await needs.events.query<CoverageRow>(coverageSql({ ...window, oneIn: 1 }), LIMITS);
  const [{ registered }, monitored] = await Promise.all([needs.assets.countVehicles(), countKnown(needs, window)]);
  const vehicles = Number(row?.vehicles ?? 0);
  const share = shareOf(monitored, registered);
  const kinds = {
    vehicleDataShare: shareOf(Number(row?.vehicle_data ?? 0), vehicles),
    positionShare: shareOf(Number(row?.position ?? 0), vehicles),
    alarmShare: shareOf(Number(row?.alarm ?? 0), vehicles),
    cellsShare: shareOf(Number(row?.cells ?? 0), vehicles),
  };
  const missing = Math.max(0, registered - monitored);
  return {
    outcome: registered === 0 ? 'unknown' : share >= LEAST_SHARE ? 'pass' : 'fail',
    summary: {
      zh: `近 24 小时：已登记车辆 ${registered} 辆，其中 ${monitored} 辆（${percent(share)}）有实时数据入库，${missing} 辆没有`,
      en: `Within 24 hours: ${monitored} of ${registered} registered vehicles (${percent(share)}) have realtime reports in the store, ${missing} have none`,
    },
    facts: {
      registered,
      monitored,
      missing,
      share,
      vehiclesReporting: vehicles,
      reports: Number(row?.reports ?? 0),
      ...kinds,
    },
  };
};

/** Running checks over the reports in the store. */
export const telemetryChecks = (needs: Dependencies): Check[] => [
  {
    id: 'telemetry.coverage',
    obligations: ['1.3-b'],
    title: { zh: '登记车辆实时数据覆盖', en: 'Registered vehicles with realtime reports' },
    everyMinutes: 60,
    ttlHours: 3,
    run: () => coverage(needs),
  },
];
