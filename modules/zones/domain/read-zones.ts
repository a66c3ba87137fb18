import { MOST_ZONES, ZoneInput, type ZoneKind, type ZonesImported } from '../contract.ts';
import { networkKey, readNetwork } from './address.ts';
import { zonesError } from '../errors.ts';

/** A record of a table, with the line it begins on. */
export interface TableRow {
  readonly row: number;
  readonly cells: readonly string[];
}
type Refused = ZonesImported['refused'][number];
type Known = { readonly id: string; readonly name: string; readonly cidrs: readonly string[] };

const COLUMNS: Readonly<Record<keyof ZoneInput, readonly string[]>> = {
  name: ['名称', '安全域', 'name', 'zone'],
  kind: ['类型', '类别', 'kind', 'type'],
  cidrs: ['网段', '地址段', 'networks', 'cidr', 'cidrs'],
  description: ['说明', '描述', 'description'],
  owner: ['责任人或部门', '责任人', '责任部门', 'owner'],
};
const NEEDED = ['name', 'kind', 'cidrs'] as const;
const MOST_VALUE = 100;

const KINDS: Readonly<Record<string, ZoneKind>> = {
  互联网: 'internet',
  internet: 'internet',
  车辆接入: 'vehicle',
  车辆接入区: 'vehicle',
  'vehicle access': 'vehicle',
  vehicle: 'vehicle',
  隔离区: 'dmz',
  dmz: 'dmz',
  业务生产: 'production',
  业务生产区: 'production',
  生产区: 'production',
  production: 'production',
  数据: 'data',
  数据区: 'data',
  data: 'data',
  运维管理: 'management',
  运维管理区: 'management',
  management: 'management',
  办公: 'office',
  办公区: 'office',
  办公网: 'office',
  office: 'office',
  测试: 'test',
  测试区: 'test',
  'development and test': 'test',
  开发测试: 'test',
  test: 'test',
  其他: 'other',
  other: 'other',
};

const TEXTS = {
  name: { zh: '名称为空或超过 60 字', en: 'The name is empty or too long' },
  kind: { zh: '类型不在清单中', en: 'There is no such kind' },
  cidrs: { zh: '网段为空或写法不正确', en: 'There is no network, or it cannot be read' },
  taken: { zh: '网段已属于另一个安全域', en: 'The network belongs to another zone' },
  most: { zh: '安全域已达 200 个', en: 'There are 200 zones already' },
  description: { zh: '说明超过 500 字', en: 'The description is too long' },
  owner: { zh: '责任人超过 100 字', en: 'The owner is too long' },
} as const;

const refused = (row: number, column: keyof typeof TEXTS, value: string): Refused => ({
  row,
  column: column === 'taken' ? 'cidrs' : column === 'most' ? 'name' : column,
  value: value.slice(0, MOST_VALUE),
  text: TEXTS[column],
});

const placesOf = ({ cells }: TableRow): ReadonlyMap<string, number> => {
  const words = cells.map((cell) =>
    cell
      .replace(/^\uFEFF/, '')
      .trim()
      .toLowerCase(),
  );
  return new Map(
    Object.entries(COLUMNS).flatMap(([name, known]) => {
      const place = words.findIndex((word) => known.includes(word));
      return place < 0 ? [] : [[name, place] as const];
    }),
  );
};

const readRow = (
  { row, cells }: TableRow,
  places: ReadonlyMap<string, number>,
): { readonly row: number; readonly zone: ZoneInput } | Refused => {
  const cell = (name: string): string => cells[places.get(name) ?? -1]?.trim() ?? '';
  const kind = KINDS[cell('kind').toLowerCase()];
  if (kind === undefined) return refused(row, 'kind', cell('kind'));
  const cidrs = cell('cidrs')
    .split(/[\s,，;；、]+/)
    .filter((text) => text !== '');
  const wrong = cidrs.find((text) => readNetwork(text) === undefined);
  if (cidrs.length === 0 || wrong !== undefined) return refused(row, 'cidrs', wrong ?? '');
  const read = ZoneInput.safeParse({
    name: cell('name'),
    kind,
    cidrs,
    description: cell('description'),
    owner: cell('owner'),
  });
  if (read.success) return { row, zone: read.data };
  const column = String(read.error.issues[0]?.path[0] ?? 'name');
  return refused(row, column in TEXTS ? (column as keyof typeof TEXTS) : 'name', cell(column));
};

/** Why a zone of a table cannot stand beside those that are there; undefined where it can. */
export const refusal = (
  zones: readonly Known[],
  zone: ZoneInput,
  { row, id, isNew }: { readonly row: number; readonly id: string; readonly isNew: boolean },
): Refused | undefined => {
  if (isNew && zones.length >= MOST_ZONES) return refused(row, 'most', zone.name);
  const keyOf = (text: string): string => {
    const network = readNetwork(text);
    return network === undefined ? text : networkKey(network);
  };
  const taken = new Set(zones.filter((other) => other.id !== id).flatMap(({ cidrs }) => cidrs.map(keyOf)));
  const wrong = zone.cidrs.find((text) => taken.has(keyOf(text)));
  return wrong === undefined ? undefined : refused(row, 'taken', wrong);
};

/**
 * Reads a table of zones, whose first row names the columns. Every row is either taken or refused with its line, column and reason; a
 * row that is wrong never hides one that is right. Empty rows are left out. Throws `zones.missing-column`.
 */
export const readZoneRows = (
  rows: readonly TableRow[],
): {
  readonly taken: readonly { readonly row: number; readonly zone: ZoneInput }[];
  readonly refused: readonly Refused[];
  readonly rows: number;
} => {
  const [header = { row: 1, cells: [] }, ...body] = rows;
  const places = placesOf(header);
  const missing = NEEDED.find((name) => !places.has(name));
  if (missing !== undefined)
    throw zonesError('zones.missing-column', { field: COLUMNS[missing][0] ?? missing, line: header.row });
  const filled = body.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  const read = filled.map((row) => readRow(row, places));
  return {
    rows: filled.length,
    taken: read.flatMap((each) => ('zone' in each ? [each] : [])),
    refused: read.flatMap((each) => ('zone' in each ? [] : [each])),
  };
};
