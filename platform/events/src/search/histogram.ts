import type { BoundQuery } from '../events.ts';
import type { SearchQuery } from './ast.ts';
import { newParams } from './params.ts';
import { fromCounts, minutesSql, rangeSql } from './queries.ts';
import { whereSql } from './where.ts';

/** Widths that bars may have, in seconds. */
const WIDTHS = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600, 10_800, 21_600, 43_200, 86_400, 604_800] as const;

/** Column that splits each bar. */
export type HistogramSeries = 'severity_id' | 'class_uid' | 'source';

/** A histogram query and the width of its bars. */
export interface HistogramQuery extends BoundQuery {
  readonly widthMs: number;
}

/** The narrowest width with which `spanMs` takes at most `bars` bars. */
export const barWidth = (spanMs: number, bars: number): number => {
  const wanted = spanMs / 1000 / Math.max(1, bars);
  return (WIDTHS.find((width) => width >= wanted) ?? Math.ceil(wanted / 604_800) * 604_800) * 1000;
};

/**
 * Events over time: rows `{ at, series, events }` with `at` = start of the bar in milliseconds UTC, a multiple of the
 * width; bars without events are left out. Conditions on source, class and severity alone are answered from the counts
 * per minute, whose range is then widened to whole minutes.
 */
export const histogramSql = (
  query: SearchQuery,
  options: { readonly bars: number; readonly series: HistogramSeries },
): HistogramQuery => {
  const widthMs = barWidth(query.to - query.from, options.bars);
  const params = newParams();
  const counted = widthMs >= 60_000 && fromCounts(query.where);
  const seconds = counted ? 'toUnixTimestamp(minute)' : 'toUnixTimestamp(time)';
  const width = widthMs / 1000;
  const bar = `intDiv(${seconds}, ${width}) * ${width * 1000}`;
  const from = counted ? `event_counts WHERE ${minutesSql(query, params)}` : `events WHERE ${rangeSql(query, params)}`;
  const sql = `SELECT ${bar} AS at, toString(${options.series}) AS series, ${counted ? 'sum(events)' : 'count()'} AS events
    FROM ${from} AND ${whereSql(query.where, params)}
    GROUP BY at, series ORDER BY at, series`;
  return { sql, params: params.values(), widthMs };
};
