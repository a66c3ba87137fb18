import type { BoundQuery, Events } from '@chedun/events';
import type { Clock } from '@chedun/kernel';
import type { z } from 'zod';
import {
  QUANTITY_UNITS,
  type Cells,
  type CellsQuery,
  type Report,
  type Series,
  type SeriesQuery,
  type Spread,
  type SpreadQuery,
  type Track,
  type TrackQuery,
} from '../contract.ts';
import { CELL_MARKS, physical, PROBE_MARKS, valueOf } from '../domain/quantities.ts';
import { isoOf, reportOf, type RawReport } from '../domain/report.ts';
import {
  cellsSql,
  latestSql,
  LOOK_BACK_MS,
  seriesSql,
  spreadSql,
  trackSql,
  type VehicleRange,
} from '../sql/vehicle.ts';

interface Dependencies {
  readonly events: Pick<Events, 'query'>;
  readonly clock: Pick<Clock, 'now'>;
}

type Asked = { readonly from: string; readonly to: string };
type Triple = readonly [number | null, number | null, number | null];

const rangeOf = (vin: string, { from, to }: Asked): VehicleRange => ({
  vin,
  from: Date.parse(from),
  to: Date.parse(to),
});

/** First row that any of the queries gives; they are asked one after the other. */
const firstRow = async <Row>({ events }: Dependencies, queries: readonly BoundQuery[]): Promise<Row | undefined> => {
  for (const query of queries) {
    const [row] = await events.query<Row>(query);
    if (row !== undefined) return row;
  }
  return undefined;
};

const latest = async (needs: Dependencies, vin: string): Promise<Report | undefined> => {
  const now = needs.clock.now();
  const row = await firstRow<RawReport>(
    needs,
    LOOK_BACK_MS.map((back) => latestSql(vin, now - back)),
  );
  return row === undefined ? undefined : reportOf(row);
};

const tidy = (value: number | null | undefined): number | null =>
  value === null || value === undefined ? null : physical(value, 1);

interface BucketRow {
  readonly at: number | string;
  readonly reports: number | string;
}

const series = async ({ events }: Dependencies, vin: string, asked: z.output<typeof SeriesQuery>): Promise<Series> => {
  const { bucketMs, ...query } = seriesSql(rangeOf(vin, asked), asked.quantities, asked.buckets);
  const rows = await events.query<BucketRow & Readonly<Record<string, Triple>>>(query);
  return {
    bucketMs,
    at: rows.map(({ at }) => isoOf(at)),
    reports: rows.map(({ reports }) => Number(reports)),
    series: asked.quantities.map((quantity, index) => ({
      quantity,
      unit: QUANTITY_UNITS[quantity],
      min: rows.map((row) => tidy(row[`q${index}`]?.[0])),
      avg: rows.map((row) => tidy(row[`q${index}`]?.[1])),
      max: rows.map((row) => tidy(row[`q${index}`]?.[2])),
    })),
  };
};

interface TrackRow {
  readonly at: number | string;
  readonly lon: number;
  readonly lat: number;
  readonly speed: number | null;
  readonly soc: number | null;
  readonly reports: number | string;
}

const track = async ({ events }: Dependencies, vin: string, asked: z.output<typeof TrackQuery>): Promise<Track> => {
  const rows = await events.query<TrackRow>(trackSql(rangeOf(vin, asked), asked.points));
  return {
    reports: Number(rows[0]?.reports ?? 0),
    points: rows.map(({ at, lon, lat, speed, soc }) => ({
      at: isoOf(at),
      lon: physical(lon, 1e6),
      lat: physical(lat, 1e6),
      speed: tidy(speed),
      soc: tidy(soc),
    })),
  };
};

interface CellsRow {
  readonly time_ms: number | string;
  readonly cells: readonly number[];
  readonly probes: readonly number[];
}

/** Single cells and probes as values, null for marks. */
export const cellValues = ({ cells, probes }: Pick<CellsRow, 'cells' | 'probes'>) => ({
  cells: cells.map((raw) => valueOf(raw, CELL_MARKS, 1000)),
  probes: probes.map((raw) => valueOf(raw, PROBE_MARKS, 1, -40)),
});

const cells = async (needs: Dependencies, vin: string, asked: z.output<typeof CellsQuery>): Promise<Cells> => {
  // Without a moment the clock of the vehicle may be a little ahead of ours.
  const to = asked.at === undefined ? needs.clock.now() + 86_400_000 : Date.parse(asked.at) + 1;
  const row = await firstRow<CellsRow>(
    needs,
    LOOK_BACK_MS.map((back) => cellsSql({ vin, from: Math.max(0, Math.min(to, needs.clock.now()) - back), to })),
  );
  if (row === undefined) return { at: null, cells: [], probes: [] };
  return { at: isoOf(row.time_ms), ...cellValues(row) };
};

const spread = async ({ events }: Dependencies, vin: string, asked: z.output<typeof SpreadQuery>): Promise<Spread> => {
  const { bucketMs, ...query } = spreadSql(rangeOf(vin, asked), asked.buckets);
  const rows = await events.query<BucketRow & { readonly cell: Triple; readonly probe: Triple }>(query);
  return {
    bucketMs,
    points: rows.map(({ at, cell, probe }) => ({
      at: isoOf(at),
      minCellV: tidy(cell[0]),
      maxCellV: tidy(cell[1]),
      spreadMv: tidy(cell[2]),
      minProbeC: tidy(probe[0]),
      maxProbeC: tidy(probe[1]),
      spreadC: tidy(probe[2]),
    })),
  };
};

/** Questions about one vehicle. */
export const vehicleReader = (needs: Dependencies) => ({
  latest: (vin: string) => latest(needs, vin),
  series: (vin: string, asked: z.output<typeof SeriesQuery>) => series(needs, vin, asked),
  track: (vin: string, asked: z.output<typeof TrackQuery>) => track(needs, vin, asked),
  cells: (vin: string, asked: z.output<typeof CellsQuery>) => cells(needs, vin, asked),
  spread: (vin: string, asked: z.output<typeof SpreadQuery>) => spread(needs, vin, asked),
});
