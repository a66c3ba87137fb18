import type { ActorRef } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import { Readable } from 'node:stream';
import { type AssetKind, type Ecu, HostQuery, ServiceQuery, VehicleQuery } from '../contract.ts';
import { COLUMNS } from '../domain/columns.ts';
import { csvField } from '../domain/csv.ts';
import { listHosts, listServices, listWholeVehicles } from '../read-model.ts';
import { writeXlsx } from '../sheet.ts';
import type { World } from './save-asset.ts';

/** XLSX is built in memory; larger fleets are exported as CSV. */
const XLSX_ROWS = 50_000;

type Row = readonly string[];

const cell = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  return Array.isArray(value) ? value.join(';') : String(value);
};

/** One row per ECU, or one row for an asset without any. */
const rowsOf = (kind: AssetKind, asset: object, ecus: readonly Ecu[]): readonly Row[] => {
  const fields = asset as Readonly<Record<string, unknown>>;
  const rows: readonly (Ecu | undefined)[] = ecus.length === 0 ? [undefined] : ecus;
  return rows.map((ecu) =>
    COLUMNS[kind].map(({ field }) =>
      field.startsWith('ecu.') ? cell(ecu?.[field.slice(4) as keyof Ecu]) : cell(fields[field]),
    ),
  );
};

async function* vehicles(records: Records): AsyncGenerator<Row> {
  let cursor: string | undefined;
  do {
    const page = await listWholeVehicles(records, VehicleQuery.parse({ limit: 200, cursor }));
    for (const vehicle of page.items) yield* rowsOf('vehicle', vehicle, vehicle.ecus);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
}

async function* named(records: Records, kind: 'host' | 'service'): AsyncGenerator<Row> {
  let cursor: string | undefined;
  do {
    const query = { limit: 200, cursor };
    const page =
      kind === 'host'
        ? await listHosts(records, HostQuery.parse(query))
        : await listServices(records, ServiceQuery.parse(query));
    for (const row of page.items) yield* rowsOf(kind, row, []);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
}

const allRows = (records: Records, kind: AssetKind): AsyncGenerator<Row> =>
  kind === 'vehicle' ? vehicles(records) : named(records, kind);

async function* csv(kind: AssetKind, rows: AsyncIterable<Row> | Iterable<Row>): AsyncGenerator<string> {
  const line = (cells: Row): string => `${cells.map(csvField).join(',')}\r\n`;
  yield `\uFEFF${line(COLUMNS[kind].map(({ title }) => title.zh))}`;
  for await (const row of rows) yield line(row);
}

const CONTENT_TYPE = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;
const NAME = { vehicle: '车辆', host: '主机', service: '服务' } as const;

const take = async (rows: AsyncIterable<Row>, limit: number): Promise<Row[]> => {
  const taken: Row[] = [];
  for await (const row of rows) if (taken.push(row) >= limit) break;
  return taken;
};

/** All assets of a kind in the form in which they can be imported again. */
export const exportAssets =
  ({ records, clock }: World) =>
  async (kind: AssetKind, format: 'csv' | 'xlsx', actor: ActorRef) => {
    await records.transaction((tx) =>
      tx.audit({
        actor,
        action: 'assets.exported',
        target: { kind: 'assets', id: kind },
        outcome: 'done',
        after: { format },
      }),
    );
    const rows = allRows(records, kind);
    const body =
      format === 'csv'
        ? Readable.from(csv(kind, rows))
        : Readable.from([await writeXlsx(kind, await take(rows, XLSX_ROWS))]);
    const day = new Date(clock.now()).toISOString().slice(0, 10);
    return { contentType: CONTENT_TYPE[format], fileName: `${NAME[kind]}-${day}.${format}`, body };
  };

/** An empty table with one sample row. */
export const importTemplate = async (kind: AssetKind, format: 'csv' | 'xlsx') => {
  const rows = [COLUMNS[kind].map(({ sample }) => sample)];
  const body = format === 'csv' ? Readable.from(csv(kind, rows)) : Readable.from([await writeXlsx(kind, rows)]);
  return { contentType: CONTENT_TYPE[format], fileName: `${NAME[kind]}导入模板.${format}`, body };
};
