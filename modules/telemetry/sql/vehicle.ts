import { barWidth, type BoundQuery } from '@chedun/events';
import type { Quantity } from '../contract.ts';
import { CELL_SPREAD, HAS_POSITION, PROBE_SPREAD, REPORT_COLUMNS, valueSql } from './columns.ts';

/** A vehicle in a stretch of its own time, milliseconds since 1970. */
export interface VehicleRange {
  readonly vin: string;
  readonly from: number;
  readonly to: number;
}

const DAY_MS = 86_400_000;

/** Clocks of vehicles may be ahead by so much; the store is ordered by the time of receipt. */
const CLOCK_AHEAD_MS = DAY_MS;

const moment = (name: string): string => `fromUnixTimestamp64Milli({${name}:Int64}, 'UTC')`;

const IN_RANGE = `time >= ${moment('from')} AND time < ${moment('to')} AND received >= ${moment('since')}`;
const OF_VEHICLE = `vin = {vin:String} AND ${IN_RANGE}`;

const rangeParams = ({ vin, from, to }: VehicleRange) => ({ vin, from, to, since: Math.max(0, from - CLOCK_AHEAD_MS) });

/** How far back the newest report is looked for, step by step: most vehicles have just reported. */
export const LOOK_BACK_MS: readonly number[] = [3_600_000, DAY_MS, 7 * DAY_MS, 200 * DAY_MS];

/** The newest report of a vehicle received since a moment; what was re-sent counts only when there is nothing else. */
export const latestSql = (vin: string, since: number): BoundQuery => ({
  sql: `SELECT ${REPORT_COLUMNS} FROM telemetry
    WHERE vin = {vin:String} AND received >= ${moment('since')}
    ORDER BY command = 2 DESC, received DESC, time DESC, seq DESC, idx DESC LIMIT 1`,
  params: { vin, since },
});

/** Single cells and probes of the newest report up to `to` that carried any. */
export const cellsSql = (range: VehicleRange): BoundQuery => ({
  sql: `SELECT toUnixTimestamp64Milli(time) AS time_ms, cells, probes FROM telemetry
    WHERE ${OF_VEHICLE} AND (notEmpty(cells) OR notEmpty(probes))
    ORDER BY time DESC, received DESC LIMIT 1`,
  params: rangeParams(range),
});

/** SQL with the width of its buckets. */
export interface BucketQuery extends BoundQuery {
  readonly bucketMs: number;
}

const bucketed = (range: VehicleRange, buckets: number, values: string): BucketQuery => {
  const bucketMs = barWidth(range.to - range.from, buckets);
  return {
    sql: `SELECT intDiv(toUnixTimestamp64Milli(time), {bucket:Int64}) * {bucket:Int64} AS at, count() AS reports, ${values}
      FROM telemetry WHERE ${OF_VEHICLE} GROUP BY at ORDER BY at`,
    params: { ...rangeParams(range), bucket: bucketMs },
    bucketMs,
  };
};

/** Rows `{ at, reports, q0: [min, avg, max], … }`, one a bucket in which something was reported. */
export const seriesSql = (range: VehicleRange, quantities: readonly Quantity[], buckets: number): BucketQuery =>
  bucketed(
    range,
    buckets,
    quantities
      .map((quantity, at) => {
        const value = valueSql(quantity);
        return `[min(${value}), avg(${value}), max(${value})] AS q${at}`;
      })
      .join(', '),
  );

/** Rows `{ at, cell: [min, max, spread], probe: [min, max, spread] }`; volts, mV, degrees. */
export const spreadSql = (range: VehicleRange, buckets: number): BucketQuery =>
  bucketed(
    range,
    buckets,
    `[min(${valueSql('minCell')}), max(${valueSql('maxCell')}), max(${CELL_SPREAD})] AS cell,
     [min(${valueSql('minProbe')}), max(${valueSql('maxProbe')}), max(${PROBE_SPREAD})] AS probe`,
  );

/**
 * Places of a vehicle in the order of its time, at most `points` of them and the last one: reports at the place of the
 * report before are left out first, then every n-th is kept.
 */
export const trackSql = (range: VehicleRange, points: number): BoundQuery => ({
  sql: `SELECT at, lon, lat, speed, soc, reports FROM (
      SELECT at, lon, lat, speed, soc, reports, row_number() OVER (ORDER BY at, lon, lat) AS n, count() OVER () AS moved
      FROM (
        SELECT toUnixTimestamp64Milli(time) AS at, longitude AS lon, latitude AS lat, ${valueSql('speed')} AS speed,
          ${valueSql('soc')} AS soc, count() OVER () AS reports,
          lagInFrame(longitude, 1, toInt32(2147483647)) OVER w AS lon_before, lagInFrame(latitude, 1, toInt32(2147483647)) OVER w AS lat_before
        FROM telemetry WHERE ${OF_VEHICLE} AND ${HAS_POSITION}
        WINDOW w AS (ORDER BY time, received, idx ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)
      ) WHERE lon != lon_before OR lat != lat_before
    ) WHERE n = moved OR (n - 1) % greatest(1, intDiv(moved + {points:UInt32} - 1, {points:UInt32})) = 0
    ORDER BY at`,
  params: { ...rangeParams(range), points },
});

/** Whole reports with their cells, oldest first, of one vehicle or of all (`vin` empty). */
export const exportSql = (range: VehicleRange, max: number): BoundQuery => ({
  sql: `SELECT ${REPORT_COLUMNS}, cells, probes FROM telemetry
    WHERE ({vin:String} = '' OR vin = {vin:String}) AND ${IN_RANGE}
    ORDER BY time, vin, seq, idx LIMIT {max:UInt32}`,
  params: { ...rangeParams(range), max },
});
