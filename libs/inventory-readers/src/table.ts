import { inventoryError } from './errors.ts';
import {
  blankObservation,
  collector,
  READ_LIMITS,
  type Observation,
  type ObservedService,
  type Reading,
  type RefusalReason,
} from './observation.ts';
import { isTelling, plainText, plausible, readAddress, readHostName, readMac, readPort } from './values.ts';

/** A row of a table with its number in the file, 1-based. */
export interface TableRow {
  readonly row: number;
  readonly cells: readonly string[];
}

/** Columns that are understood, with the words of a head that name them. */
export const TABLE_COLUMNS = {
  hostName: [
    '主机名',
    '主机名称',
    '名称',
    '设备名称',
    '计算机名',
    'host',
    'hostname',
    'host name',
    'host_name',
    'name',
    'fqdn',
  ],
  addresses: [
    'ip',
    'ip地址',
    'ip 地址',
    '地址',
    '管理ip',
    '内网ip',
    'ip address',
    'ip_address',
    'address',
    'addresses',
    'ipv4',
  ],
  mac: ['mac', 'mac地址', 'mac 地址', 'mac address', 'mac_address', '物理地址'],
  os: ['操作系统', '系统', 'os', 'operating system', 'os_name'],
  team: ['责任部门', '负责部门', '责任团队', '责任人', '负责人', '部门', 'team', 'owner', 'department'],
  services: ['开放端口', '端口', '服务端口', 'ports', 'open ports', 'services'],
  seenAt: [
    '最后发现时间',
    '最近发现',
    '更新时间',
    '最后在线时间',
    'last seen',
    'last_seen',
    'lastseen',
    'updated',
    'seen',
  ],
} as const;

/** A column of {@link TABLE_COLUMNS}. */
export type TableColumn = keyof typeof TABLE_COLUMNS;

/** Heads of the file by column, where they differ from the known words. */
export type ColumnMap = Readonly<Partial<Record<TableColumn, string>>>;

const NAMES = Object.keys(TABLE_COLUMNS) as readonly TableColumn[];
const TELLING: readonly TableColumn[] = ['hostName', 'addresses', 'mac'];

const wordOf = (cell: string): string =>
  cell
    .replace(/^\uFEFF/, '')
    .trim()
    .toLowerCase();

const placesOf = (head: readonly string[], map: ColumnMap): ReadonlyMap<TableColumn, number> => {
  const words = head.map(wordOf);
  const places = NAMES.flatMap((name) => {
    const chosen = map[name];
    const known: readonly string[] = TABLE_COLUMNS[name];
    const at = chosen === undefined ? words.findIndex((word) => known.includes(word)) : words.indexOf(wordOf(chosen));
    return at < 0 ? [] : [[name, at] as const];
  });
  return new Map(places);
};

/** True when the head of a table names a column that tells hosts apart. */
export const isInventoryHead = (head: readonly string[]): boolean => {
  const places = placesOf(head, {});
  return TELLING.some((name) => places.has(name));
};

/** ISO 8601 or `2026/11/24 8:15`; without a zone the time is that of China. */
const timeOf = (text: string): number | undefined => {
  const match =
    /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/.exec(
      text.trim(),
    );
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59) return undefined;
  const zone = match[7] ?? '+08:00';
  const sign = zone.startsWith('-') ? -1 : 1;
  const offset = zone === 'Z' ? 0 : sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2)));
  return plausible(Date.UTC(year, month - 1, day, hour, minute, second) - offset * 60_000) ?? undefined;
};

const partsOf = (cell: string): readonly string[] => cell.split(/[\s,;、，；|]+/).filter((part) => part !== '');

type Wrong = readonly [RefusalReason, string];

/** `443`, `443/tcp`, `53/udp`. */
const servicesOf = (cell: string): readonly ObservedService[] | Wrong => {
  const services: ObservedService[] = [];
  for (const part of partsOf(cell).slice(0, READ_LIMITS.services)) {
    const [, digits = '', transport = 'tcp'] = /^(\d{1,5})(?:\/(tcp|udp|sctp))?$/i.exec(part) ?? [];
    const port = readPort(digits);
    if (port === undefined) return ['port', part];
    const kind = transport.toLowerCase() as ObservedService['transport'];
    services.push({ transport: kind, port, name: '', product: '', version: '' });
  }
  return services;
};

const addressesOf = (cell: string): readonly string[] | Wrong => {
  const all = new Set<string>();
  for (const part of partsOf(cell).slice(0, READ_LIMITS.addresses)) {
    const address = readAddress(part);
    if (address === undefined) return ['address', part];
    if (isTelling(address)) all.add(address);
  }
  return [...all];
};

const isWrong = (value: readonly unknown[]): value is Wrong =>
  value.length === 2 && (value[0] === 'address' || value[0] === 'port');

type Cell = (name: TableColumn) => string;

/** The row as an observation, or the column that is wrong. */
const readRow = (line: number, cell: Cell): Observation | { readonly column: TableColumn; readonly wrong: Wrong } => {
  const addresses = addressesOf(cell('addresses'));
  if (isWrong(addresses)) return { column: 'addresses', wrong: addresses };
  const mac = cell('mac') === '' ? '' : readMac(cell('mac'));
  if (mac === undefined) return { column: 'mac', wrong: ['mac', cell('mac')] };
  const hostName = readHostName(cell('hostName'));
  // A display name such as 主机一 is no host name: the address tells the thing then.
  if (hostName === undefined && addresses.length === 0 && mac === '')
    return { column: 'hostName', wrong: ['name', cell('hostName')] };
  const services = servicesOf(cell('services'));
  if (isWrong(services)) return { column: 'services', wrong: services };
  const at = cell('seenAt') === '' ? null : timeOf(cell('seenAt'));
  if (at === undefined) return { column: 'seenAt', wrong: ['time', cell('seenAt')] };
  const texts = { os: plainText(cell('os')), team: plainText(cell('team')) };
  return { ...blankObservation, line, addresses, mac, hostName: hostName ?? '', ...texts, services, at };
};

/**
 * Reads a table of a CMDB whose first row names the columns; `map` names heads that are not among the known words. Every row is taken
 * or refused with its number and column. Throws `inventory.columns-missing` when no column tells hosts apart, or a head of `map` is not there.
 */
export const readInventoryTable = (rows: readonly TableRow[], map: ColumnMap = {}): Reading => {
  const found = collector();
  const [head, ...body] = rows;
  const cells = head?.cells ?? [];
  const places = placesOf(cells, map);
  const absent = NAMES.find((name) => map[name] !== undefined && !places.has(name));
  if (absent !== undefined)
    throw inventoryError('inventory.columns-missing', {
      line: head?.row ?? 1,
      field: map[absent] ?? absent,
      reason: 'there is no such column',
    });
  if (!TELLING.some((name) => places.has(name)))
    throw inventoryError('inventory.columns-missing', {
      line: head?.row ?? 1,
      reason: cells.slice(0, 10).join(', ').slice(0, 200),
    });
  for (const { row, cells: line } of body) {
    if (line.every((cell) => cell.trim() === '')) continue;
    const cell: Cell = (name) => line[places.get(name) ?? -1]?.trim() ?? '';
    const read = readRow(row, cell);
    if ('wrong' in read) {
      const title = cells[places.get(read.column) ?? -1]?.trim() ?? read.column;
      found.refuse(row, title, read.wrong[1], read.wrong[0]);
    } else found.takeNamed(read, cells[0]?.trim() ?? '');
  }
  return found.reading('table');
};
