import { NewRoadUnit, type RoadUnitsImported } from '../road-contract.ts';

interface TableRow {
  readonly row: number;
  readonly cells: readonly string[];
}

type Column = 'id' | 'title' | 'sender' | 'lat' | 'lon';
type Refused = RoadUnitsImported['refused'][number];

/** Names of columns as people write them, in lower case. */
const NAMES: ReadonlyMap<string, Column> = new Map([
  ...['id', '编号', '设备编号'].map((name) => [name, 'id'] as const),
  ...['title', 'name', '名称', '位置说明'].map((name) => [name, 'title'] as const),
  ...['sender', 'from', 'address', 'topic', '地址', '主题', '发送方'].map((name) => [name, 'sender'] as const),
  ...['lat', 'latitude', '纬度'].map((name) => [name, 'lat'] as const),
  ...['lon', 'lng', 'longitude', '经度'].map((name) => [name, 'lon'] as const),
]);
const PLAIN: readonly Column[] = ['id', 'sender', 'lat', 'lon', 'title'];
const SHOWN = 128;
const REASONS: Readonly<Record<string, Refused['reason']>> = {
  id: 'bad_id',
  sender: 'bad_sender',
  lat: 'bad_position',
  lon: 'bad_position',
};

/** An empty cell is no zero: a unit is not in the Gulf of Guinea. */
const numberOf = (text: string): number => (text === '' ? Number.NaN : Number(text));

/** Reads a table of roadside units; without a header the columns are id, sender, latitude, longitude, title. */
export const readUnits = (
  rows: readonly TableRow[],
): { readonly units: readonly NewRoadUnit[]; readonly refused: readonly Refused[] } => {
  const named = (rows[0]?.cells ?? []).map((cell) => NAMES.get(cell.trim().toLowerCase()));
  const isHeader = named.includes('sender');
  const columns = isHeader ? named : PLAIN;
  const units = new Map<string, NewRoadUnit>();
  const senders = new Set<string>();
  const refused: Refused[] = [];
  for (const { row, cells } of rows.slice(isHeader ? 1 : 0)) {
    const cellOf = (column: Column): string => cells[columns.indexOf(column)]?.trim() ?? '';
    const given = { id: cellOf('id'), title: cellOf('title'), sender: cellOf('sender') };
    const read = NewRoadUnit.safeParse({ ...given, lat: numberOf(cellOf('lat')), lon: numberOf(cellOf('lon')) });
    if (!read.success) {
      const field = String(read.error.issues[0]?.path[0] ?? 'id');
      refused.push({ row, reason: REASONS[field] ?? 'bad_id', value: cells.join(', ').slice(0, SHOWN) });
    } else if (units.has(read.data.id) || senders.has(read.data.sender))
      refused.push({ row, reason: 'twice', value: read.data.id });
    else {
      units.set(read.data.id, read.data);
      senders.add(read.data.sender);
    }
  }
  return { units: [...units.values()], refused };
};
