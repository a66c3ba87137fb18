import type { BoundQuery, QueryParams } from '@chedun/events';
import { CHARGE_STATES, VEHICLE_STATES, type Box, type FleetSort } from '../contract.ts';
import { codeOf } from '../domain/codes.ts';
import { HAS_POSITION, valueSql } from './columns.ts';

/** Reports received in a stretch of time, milliseconds since 1970; of every n-th vehicle only. */
export interface FleetWindow {
  readonly from: number;
  readonly to: number;
  readonly oneIn: number;
}

const moment = (name: string): string => `fromUnixTimestamp64Milli({${name}:Int64}, 'UTC')`;
const RECEIVED = `received >= ${moment('from')} AND received < ${moment('to')}`;
const SAMPLED = `${RECEIVED} AND cityHash64(vin) % {oneIn:UInt32} = 0`;
const NEWEST = 'tuple(command = 2, received, time, seq, idx)';

/** One row a vehicle with its newest report. */
const LATEST = `SELECT vin, count() AS reports, max(toUnixTimestamp64Milli(received)) AS received_ms,
  argMax(tuple(toUnixTimestamp64Milli(time), source, state, charge, ${valueSql('speed')}, ${valueSql('soc')},
    ${valueSql('odometer')}, ${valueSql('alarmLevel')}, alarm_bits, edition), ${NEWEST}) AS last
  FROM telemetry WHERE ${SAMPLED}`;

const NAMED = `SELECT vin, reports, received_ms, last.1 AS time_ms, last.2 AS source, last.3 AS state, last.4 AS charge,
  last.5 AS speed, last.6 AS soc, last.7 AS odometer, last.8 AS alarm_level, last.9 AS alarm_bits, last.10 AS edition`;

/** Reports and seconds of the window, to decide how many vehicles are looked at. */
export const volumeSql = ({ from, to }: FleetWindow): BoundQuery => ({
  sql: `SELECT count() AS reports FROM telemetry WHERE ${RECEIVED}`,
  params: { from, to },
});

const counts = (key: string): string => `sumMap([toInt32(${key})], [toUInt64(1)])`;

/** One row with the distributions over vehicles; keys of SoC and speed are the lower ends of their bars, −1 = no value. */
export const distributionsSql = (window: FleetWindow): BoundQuery => ({
  sql: `SELECT count() AS vehicles,
      ${counts('ifNull(least(intDiv(toInt32(soc), 10) * 10, 90), -1)')} AS soc_bars,
      ${counts('ifNull(least(intDiv(toInt32(speed), 10) * 10, 200), -1)')} AS speed_bars,
      ${counts('state')} AS states, ${counts('charge')} AS charges,
      ${counts('ifNull(toInt32(alarm_level), -1)')} AS levels,
      sumMap(arrayMap(b -> toInt32(b), arrayFilter(b -> bitTest(alarm_bits, b), range(32))),
        arrayMap(b -> toUInt64(1), arrayFilter(b -> bitTest(alarm_bits, b), range(32)))) AS alarm_bits_set
    FROM (${NAMED} FROM (${LATEST} GROUP BY vin))`,
  params: { ...window },
});

/** Vehicles and reports of each source, most reports first. */
export const sourcesSql = ({ from, to }: FleetWindow): BoundQuery => ({
  sql: `SELECT source, uniq(vin) AS vehicles, count() AS reports FROM telemetry WHERE ${RECEIVED}
    GROUP BY source ORDER BY reports DESC, source LIMIT 100`,
  params: { from, to },
});

/** Reports of each minute. */
export const perMinuteSql = ({ from, to }: FleetWindow): BoundQuery => ({
  sql: `SELECT toUnixTimestamp(toStartOfMinute(received)) * 1000 AS at, count() AS reports FROM telemetry
    WHERE ${RECEIVED} GROUP BY at ORDER BY at`,
  params: { from, to },
});

const SORT_SQL: Readonly<Record<FleetSort, string>> = {
  received: 'received_ms',
  vin: 'vin',
  speed: 'speed',
  soc: 'soc',
  alarmLevel: 'alarm_level',
  odometer: 'odometer',
  reports: 'reports',
};

/** Which vehicles to list. */
export interface FleetFilter {
  readonly vin?: string | undefined;
  readonly source?: string | undefined;
  readonly state?: string | undefined;
  readonly charge?: string | undefined;
  readonly minAlarmLevel?: number | undefined;
}

type Condition = readonly [sql: string, params: QueryParams];

const codeCondition = (column: 'state' | 'charge', names: readonly string[], name: string): Condition =>
  name === 'other'
    ? [`(${column} = 0 OR ${column} > {${column}Last:UInt8}) AND ${column} < 254`, { [`${column}Last`]: names.length }]
    : [`${column} = {${column}:UInt8}`, { [column]: codeOf(names, name) }];

const conditionsOf = ({ source, state, charge, minAlarmLevel }: FleetFilter): readonly Condition[] => [
  ...(source === undefined ? [] : [['source = {source:String}', { source }] as const]),
  ...(state === undefined ? [] : [codeCondition('state', VEHICLE_STATES, state)]),
  ...(charge === undefined ? [] : [codeCondition('charge', CHARGE_STATES, charge)]),
  ...(minAlarmLevel === undefined ? [] : [['alarm_level >= {minAlarmLevel:UInt8}', { minAlarmLevel }] as const]),
];

/** Vehicles by their newest report, with `total` on every row. */
export const fleetListSql = (
  window: FleetWindow,
  filter: FleetFilter,
  page: { readonly sort: FleetSort; readonly order: 'asc' | 'desc'; readonly offset: number; readonly limit: number },
): BoundQuery => {
  const conditions = conditionsOf(filter);
  const where = ['1', ...conditions.map(([sql]) => sql)].join(' AND ');
  const direction = page.order === 'asc' ? 'ASC' : 'DESC';
  return {
    sql: `SELECT *, count() OVER () AS total
      FROM (${NAMED} FROM (${LATEST} AND startsWith(vin, {prefix:String}) GROUP BY vin)) WHERE ${where}
      ORDER BY ${SORT_SQL[page.sort]} ${direction} NULLS LAST, vin LIMIT {limit:UInt32} OFFSET {offset:UInt32}`,
    params: {
      ...window,
      prefix: filter.vin ?? '',
      limit: page.limit,
      offset: page.offset,
      ...Object.assign({}, ...conditions.map(([, params]) => params)),
    },
  };
};

const PLACED = `SELECT vin, argMax(tuple(longitude, latitude, ${valueSql('alarmLevel')}), ${NEWEST}) AS last
  FROM telemetry WHERE ${SAMPLED} AND ${HAS_POSITION} GROUP BY vin`;
const IN_BOX = `lon >= {west:Float64} AND lon <= {east:Float64} AND lat >= {south:Float64} AND lat <= {north:Float64}`;
const PLACES = `SELECT vin, last.1 / 1e6 AS lon, last.2 / 1e6 AS lat, last.3 AS alarm_level FROM (${PLACED}) WHERE ${IN_BOX}`;

/** One row: vehicles in a box and the smallest box around them. */
export const extentSql = (window: FleetWindow, box: Box): BoundQuery => ({
  sql: `SELECT count() AS vehicles, min(lon) AS west, max(lon) AS east, min(lat) AS south, max(lat) AS north FROM (${PLACES})`,
  params: { ...window, ...box },
});

/** Vehicles of a box in bins of `bin` degrees, the fullest first; `lon` and `lat` are the middle of a bin. */
export const binsSql = (window: FleetWindow, box: Box, bin: number, most: number): BoundQuery => ({
  sql: `SELECT (floor(lon / {bin:Float64}) + 0.5) * {bin:Float64} AS lon_mid,
      (floor(lat / {bin:Float64}) + 0.5) * {bin:Float64} AS lat_mid, count() AS vehicles
    FROM (${PLACES}) GROUP BY lon_mid, lat_mid ORDER BY vehicles DESC, lon_mid, lat_mid LIMIT {most:UInt32}`,
  params: { ...window, ...box, bin, most },
});

/** The vehicles of a box one by one. */
export const pointsSql = (window: FleetWindow, box: Box, most: number): BoundQuery => ({
  sql: `SELECT vin, lon, lat, alarm_level FROM (${PLACES}) ORDER BY vin LIMIT {most:UInt32}`,
  params: { ...window, ...box, most },
});

/** One row: vehicles of a day by what they told of. */
export const coverageSql = (window: FleetWindow): BoundQuery => ({
  sql: `SELECT uniq(vin) AS vehicles, count() AS reports, uniqIf(vin, bitAnd(subjects, 1) != 0) AS vehicle_data,
      uniqIf(vin, ${HAS_POSITION}) AS position, uniqIf(vin, bitAnd(subjects, 64) != 0) AS alarm,
      uniqIf(vin, bitAnd(subjects, 128) != 0) AS cells
    FROM telemetry WHERE ${RECEIVED}`,
  params: { from: window.from, to: window.to },
});

/** VINs that reported. */
export const vinsSql = ({ from, to }: FleetWindow): BoundQuery => ({
  sql: `SELECT DISTINCT toString(vin) AS vin FROM telemetry WHERE ${RECEIVED}`,
  params: { from, to },
});
