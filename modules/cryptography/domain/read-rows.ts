import { EndpointInput, UseInput } from '../contract.ts';

/** A record of a table, with the line it begins on. */
export interface TableRow {
  readonly row: number;
  readonly cells: readonly string[];
}

type Refused<Reason> = { readonly row: number; readonly reason: Reason };

const ENDPOINT_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  name: ['name', '名称', '端点名称'],
  host: ['host', '主机', '地址', '域名'],
  port: ['port', '端口'],
  kind: ['kind', '类型', '类别'],
  speaks: ['speaks', 'protocol', '协议'],
  mutual: ['mutual', '双向认证'],
  sm: ['sm', '国密', '商用密码'],
};
const USE_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  system: ['system', '系统'],
  purpose: ['purpose', '用途'],
  algorithm: ['algorithm', '算法'],
  bits: ['bits', '密钥长度', '位数'],
  keyId: ['keyid', 'key_id', '密钥标识'],
  rotatedOn: ['rotatedon', 'rotated_on', '更换日期', '轮换日期'],
  rotateDays: ['rotatedays', 'rotate_days', '更换周期', '轮换周期'],
  note: ['note', '备注'],
};
const KINDS: Readonly<Record<string, string>> = {
  车辆接入: 'vehicle',
  车端: 'vehicle',
  车辆: 'vehicle',
  接口: 'api',
  升级: 'ota',
  移动应用: 'app',
  应用: 'app',
  路侧: 'roadside',
  其他: 'other',
};
const PURPOSES: Readonly<Record<string, string>> = {
  存储: 'at-rest',
  传输: 'channel',
  签名: 'signature',
  鉴别: 'authentication',
  完整性: 'integrity',
  其他: 'other',
};
const YES = new Set(['1', 'true', 'yes', 'y', '是', '需要', '要求']);
const NO = new Set(['', '0', 'false', 'no', 'n', '否', '不需要', '不要求']);

const truth = (text: string): boolean | undefined => {
  const lower = text.toLowerCase();
  if (YES.has(lower)) return true;
  return NO.has(lower) ? false : undefined;
};

/** Where each column stands; the first row has to name them. */
const placesOf = (head: TableRow | undefined, names: Readonly<Record<string, readonly string[]>>) => {
  const cells = (head?.cells ?? []).map((cell) => cell.trim().toLowerCase());
  return new Map(
    Object.entries(names).map(([column, words]) => [column, cells.findIndex((cell) => words.includes(cell))]),
  );
};

const textOf = ({ cells }: TableRow, places: ReadonlyMap<string, number>, column: string): string =>
  cells[places.get(column) ?? -1]?.trim() ?? '';

const isEmpty = ({ cells }: TableRow): boolean => cells.every((cell) => cell.trim() === '');

/** Reads endpoints of a table whose first row names the columns, in either language and any order. */
export const readEndpoints = (
  rows: readonly TableRow[],
  most: number,
): {
  readonly endpoints: readonly EndpointInput[];
  readonly refused: readonly Refused<'bad_host' | 'bad_port' | 'bad_value' | 'too_many'>[];
} => {
  const [head, ...rest] = rows;
  const places = placesOf(head, ENDPOINT_COLUMNS);
  const endpoints: EndpointInput[] = [];
  const refused: Refused<'bad_host' | 'bad_port' | 'bad_value' | 'too_many'>[] = [];
  for (const row of rest.filter((each) => !isEmpty(each))) {
    const text = (column: string): string => textOf(row, places, column);
    const kind = text('kind').toLowerCase();
    const read = EndpointInput.safeParse({
      name: text('name') || `${text('host')}:${text('port')}`,
      host: text('host'),
      port: Number(text('port')),
      kind: KINDS[kind] ?? kind,
      speaks: text('speaks').toLowerCase() || 'any',
      mutual: truth(text('mutual')),
      sm: truth(text('sm')),
    });
    const wrong = read.error?.issues[0]?.path[0];
    if (read.success && endpoints.length < most) endpoints.push(read.data);
    else if (read.success) refused.push({ row: row.row, reason: 'too_many' });
    else
      refused.push({
        row: row.row,
        reason: wrong === 'host' ? 'bad_host' : wrong === 'port' ? 'bad_port' : 'bad_value',
      });
  }
  return { endpoints, refused };
};

const numberOf = (text: string): number | null => (text === '' ? null : Number(text));

/** Reads uses of cryptography of a table whose first row names the columns. */
export const readUses = (
  rows: readonly TableRow[],
  most: number,
): { readonly uses: readonly UseInput[]; readonly refused: readonly Refused<'bad_value' | 'too_many'>[] } => {
  const [head, ...rest] = rows;
  const places = placesOf(head, USE_COLUMNS);
  const uses: UseInput[] = [];
  const refused: Refused<'bad_value' | 'too_many'>[] = [];
  for (const row of rest.filter((each) => !isEmpty(each))) {
    const text = (column: string): string => textOf(row, places, column);
    const purpose = text('purpose').toLowerCase();
    const read = UseInput.safeParse({
      system: text('system'),
      purpose: PURPOSES[purpose] ?? purpose,
      algorithm: text('algorithm'),
      bits: numberOf(text('bits')),
      keyId: text('keyId'),
      rotatedOn: text('rotatedOn') || null,
      rotateDays: numberOf(text('rotateDays')),
      note: text('note'),
    });
    if (read.success && uses.length < most) uses.push(read.data);
    else refused.push({ row: row.row, reason: read.success ? 'too_many' : 'bad_value' });
  }
  return { uses, refused };
};
