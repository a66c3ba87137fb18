import type { Events } from '@chedun/events';
import { alarmNames } from '@chedun/gbt32960';
import { DomainError, type Clock } from '@chedun/kernel';
import type { z } from 'zod';
import { MOST_POINTS, type Fleet, type FleetListQuery, type FleetPage, type FleetRow } from '../contract.ts';
import type { Positions, PositionsQuery } from '../contract.ts';
import { chargeState, vehicleState } from '../domain/codes.ts';
import { bars, named, type CountMap } from '../domain/counts.ts';
import { physical } from '../domain/quantities.ts';
import { editionOf, isoOf } from '../domain/report.ts';
import {
  binsSql,
  distributionsSql,
  extentSql,
  fleetListSql,
  perMinuteSql,
  pointsSql,
  sourcesSql,
  volumeSql,
  type FleetWindow,
} from '../sql/fleet.ts';

interface Dependencies {
  readonly events: Pick<Events, 'query'>;
  readonly clock: Pick<Clock, 'now'>;
  /** Reports that one question may look at; beyond it only every n-th vehicle is looked at. */
  readonly mostReports: number;
}

type Num = number | string;
const MINUTE_MS = 60_000;
const MOST_BINS = 5000;
const MOST_OFFSET = 100_000;

/** The window of a question, with the share of vehicles that can be looked at in time. */
const windowOf = async (needs: Dependencies, minutes: number) => {
  const to = needs.clock.now() + 1;
  const window: FleetWindow = { from: to - minutes * MINUTE_MS, to, oneIn: 1 };
  const [volume] = await needs.events.query<{ reports: Num }>(volumeSql(window));
  const reports = Number(volume?.reports ?? 0);
  return { reports, window: { ...window, oneIn: Math.max(1, Math.ceil(reports / needs.mostReports)) } };
};

interface DistributionRow {
  readonly vehicles: Num;
  readonly soc_bars: CountMap;
  readonly speed_bars: CountMap;
  readonly states: CountMap;
  readonly charges: CountMap;
  readonly levels: CountMap;
  readonly alarm_bits_set: CountMap;
}

const codeName = (read: typeof vehicleState | typeof chargeState) => (code: number) =>
  read(code, true).value ?? 'none-told';
const levelName = (level: number): string => (level < 0 ? 'none-told' : String(level));
/** Bits are named as in the edition of 2025, which has all of 2016. */
const alarmName = (bit: number): string => alarmNames('2025', 2 ** bit)[0] ?? '';

const fleet = async (needs: Dependencies, minutes: number): Promise<Fleet> => {
  const { window, reports } = await windowOf(needs, minutes);
  const [[row], sources, perMinute] = await Promise.all([
    needs.events.query<DistributionRow>(distributionsSql(window)),
    needs.events.query<{ source: string; vehicles: Num; reports: Num }>(sourcesSql(window)),
    needs.events.query<{ at: Num; reports: Num }>(perMinuteSql(window)),
  ]);
  const { oneIn } = window;
  const empty: CountMap = [[], []];
  return {
    at: isoOf(needs.clock.now()),
    minutes,
    vehicles: Number(row?.vehicles ?? 0) * oneIn,
    reports,
    reportsPerSecond: physical(reports, minutes * 60),
    sampledOneIn: oneIn,
    soc: bars(row?.soc_bars ?? empty, { step: 10, last: 90, end: 100 }, oneIn),
    speed: bars(row?.speed_bars ?? empty, { step: 10, last: 200, end: 220 }, oneIn),
    state: named(row?.states ?? empty, codeName(vehicleState), oneIn),
    charge: named(row?.charges ?? empty, codeName(chargeState), oneIn),
    alarmLevel: named(row?.levels ?? empty, levelName, oneIn),
    alarms: named(row?.alarm_bits_set ?? empty, alarmName, oneIn).slice(0, 12),
    sources: sources.map(({ source, ...rest }) => ({
      source,
      vehicles: Number(rest.vehicles),
      reports: Number(rest.reports),
    })),
    perMinute: perMinute.map(({ at, reports: count }) => ({ at: isoOf(at), reports: Number(count) })),
  };
};

interface ListRow {
  readonly vin: string;
  readonly reports: Num;
  readonly received_ms: Num;
  readonly time_ms: Num;
  readonly source: string;
  readonly state: number;
  readonly charge: number;
  readonly speed: number | null;
  readonly soc: number | null;
  readonly odometer: number | null;
  readonly alarm_level: number | null;
  readonly alarm_bits: number;
  readonly edition: number;
  readonly total: Num;
}

const fleetRow = (row: ListRow): FleetRow => ({
  vin: row.vin,
  received: isoOf(row.received_ms),
  time: isoOf(row.time_ms),
  source: row.source,
  state: vehicleState(row.state, true).value,
  charge: chargeState(row.charge, true).value,
  speed: row.speed,
  soc: row.soc,
  odometer: row.odometer,
  alarmLevel: row.alarm_level,
  alarms: alarmNames(editionOf(row.edition), row.alarm_bits),
  reports: Number(row.reports),
});

const list = async (
  needs: Dependencies,
  asked: z.output<typeof FleetListQuery>,
): Promise<z.output<typeof FleetPage>> => {
  const offset = Number(asked.cursor ?? 0);
  if (offset > MOST_OFFSET) throw new DomainError('telemetry.page-too-far', { field: 'cursor' });
  const { window } = await windowOf(needs, asked.minutes);
  const { sort, order, limit } = asked;
  const rows = await needs.events.query<ListRow>(fleetListSql(window, asked, { sort, order, offset, limit }));
  const total = Number(rows[0]?.total ?? 0) * window.oneIn;
  const after = offset + rows.length;
  return { items: rows.map(fleetRow), next: rows.length === limit && after < total ? String(after) : null, total };
};

interface ExtentRow {
  readonly vehicles: Num;
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** Bins are no smaller than about 50 m. */
const LEAST_BIN = 0.0005;

const positions = async (needs: Dependencies, asked: z.output<typeof PositionsQuery>): Promise<Positions> => {
  const { window } = await windowOf(needs, asked.minutes);
  const { west, south, east, north } = asked;
  const box = { west, south, east, north };
  const [row] = await needs.events.query<ExtentRow>(extentSql(window, box));
  const seen = Number(row?.vehicles ?? 0);
  const { oneIn } = window;
  if (row === undefined || seen === 0)
    return { extent: null, vehicles: 0, sampledOneIn: oneIn, bin: LEAST_BIN, bins: [], points: [] };
  const extent = { west: row.west, south: row.south, east: row.east, north: row.north };
  const bin = Math.max(LEAST_BIN, (row.east - row.west) / asked.columns, (row.north - row.south) / asked.columns);
  const [bins, points] = await Promise.all([
    needs.events.query<{ lon_mid: number; lat_mid: number; vehicles: Num }>(binsSql(window, box, bin, MOST_BINS)),
    seen > MOST_POINTS
      ? []
      : needs.events.query<{ vin: string; lon: number; lat: number; alarm_level: number | null }>(
          pointsSql(window, box, MOST_POINTS),
        ),
  ]);
  return {
    extent,
    vehicles: seen * oneIn,
    sampledOneIn: oneIn,
    bin,
    bins: bins.map(({ lon_mid, lat_mid, vehicles }) => ({
      lon: physical(lon_mid, 1),
      lat: physical(lat_mid, 1),
      vehicles: Number(vehicles) * oneIn,
    })),
    points: points.map(({ alarm_level, ...point }) => ({ ...point, alarmLevel: alarm_level })),
  };
};

/** Questions about all vehicles. */
export const fleetReader = (needs: Dependencies) => ({
  fleet: (minutes: number) => fleet(needs, minutes),
  list: (asked: z.output<typeof FleetListQuery>) => list(needs, asked),
  positions: (asked: z.output<typeof PositionsQuery>) => positions(needs, asked),
});
