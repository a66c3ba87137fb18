import { isCreditCode } from '@chedun/kernel';
import { SupplierInput, type ImportReport } from '../contract.ts';
import { suppliersError } from '../errors.ts';
import { COLUMN_NAMES, COLUMNS, importanceOf, kindOf, type ColumnName } from './columns.ts';

/** A record of a table, with the line it begins on. */
export interface TableRow {
  readonly row: number;
  readonly cells: readonly string[];
}
export type Refused = ImportReport['refused'][number];
/** A row that can be taken. */
export interface TakenRow {
  readonly row: number;
  readonly supplier: SupplierInput;
}

const NEEDED = ['name', 'kinds', 'importance'] as const;
const MOST_VALUE = 100;

const TEXTS = {
  name: { zh: '名称为空或超过 200 字', en: 'The name is empty or too long' },
  creditCode: { zh: '统一社会信用代码不是 18 位或校验位不正确', en: 'The code or its check character is wrong' },
  country: { zh: '请填两位国家或地区代码，如 CN', en: 'Write the two letters of the country, for example CN' },
  kinds: { zh: '类别为空或不在清单中', en: 'There is no such kind' },
  importance: { zh: '请填“关键”“重要”或“一般”', en: 'Write critical, important or ordinary' },
  supplies: { zh: '供应内容超过 1000 字', en: 'What is supplied is too long' },
  aliases: { zh: '别名过长或超过 50 个', en: 'A spelling is too long, or there are too many' },
  services: { zh: '服务名称过长或过多', en: 'A name is too long, or there are too many' },
  hosts: { zh: '主机名称过长或过多', en: 'A name is too long, or there are too many' },
  contactPerson: { zh: '联系人超过 100 字', en: 'The name of the contact is too long' },
  contactPhone: { zh: '电话格式不正确', en: 'This is no telephone number' },
  contactEmail: { zh: '邮箱格式不正确', en: 'This is no mail address' },
} as const satisfies Readonly<Record<ColumnName, Refused['text']>>;

/** Where the columns of a table are, and how its header names them. */
export interface Header {
  readonly places: ReadonlyMap<ColumnName, number>;
  readonly words: ReadonlyMap<ColumnName, string>;
}

/** Reads the first row. Throws `suppliers.missing-column`. */
const readHeader = ({ row, cells }: TableRow): Header => {
  const words = cells.map((cell) => cell.replace(/^\uFEFF/, '').trim());
  const places = new Map<ColumnName, number>();
  for (const name of COLUMN_NAMES) {
    const at = words.findIndex((word) => (COLUMNS[name] as readonly string[]).includes(word.toLowerCase()));
    if (at >= 0) places.set(name, at);
  }
  const missing = NEEDED.find((name) => !places.has(name));
  if (missing !== undefined)
    throw suppliersError('suppliers.missing-column', { field: COLUMNS[missing][0], line: row });
  return { places, words: new Map([...places].map(([name, at]) => [name, words[at] ?? name])) };
};

/** Names the place of what is wrong. */
export const refusedAt = (
  { words }: Header,
  row: number,
  column: ColumnName,
  { value, text }: { readonly value: string; readonly text?: Refused['text'] },
): Refused => ({
  row,
  column: words.get(column) ?? COLUMNS[column][0],
  value: value.slice(0, MOST_VALUE),
  text: text ?? TEXTS[column],
});

const listOf = (text: string, separators: RegExp): string[] =>
  text
    .split(separators)
    .map((each) => each.trim())
    .filter((each) => each !== '');
/** Names of firms have commas of their own. */
const NAMES = /[;；\n]+/;
const WORDS = /[;；,，、\s]+/;

const readRow = (header: Header, { row, cells }: TableRow): TakenRow | Refused => {
  // Exports write an apostrophe before what a spreadsheet would run as a formula.
  const cell = (name: ColumnName): string =>
    (cells[header.places.get(name) ?? -1] ?? '').trim().replace(/^'(?=[=+\-@])/, '');
  const refuse = (column: ColumnName): Refused => refusedAt(header, row, column, { value: cell(column) });
  const importance = importanceOf(cell('importance'));
  if (importance === undefined) return refuse('importance');
  const kinds = listOf(cell('kinds'), WORDS).map(kindOf);
  if (kinds.length === 0 || kinds.includes(undefined)) return refuse('kinds');
  const [services, hosts] = [listOf(cell('services'), NAMES), listOf(cell('hosts').toLowerCase(), WORDS)];
  const parsed = SupplierInput.safeParse({
    name: cell('name'),
    creditCode: cell('creditCode'),
    country: cell('country') === '' ? 'CN' : cell('country'),
    kinds: [...new Set(kinds)],
    importance,
    supplies: cell('supplies'),
    aliases: listOf(cell('aliases'), NAMES),
    dependents: [
      ...services.map((name) => ({ kind: 'service', name })),
      ...hosts.map((name) => ({ kind: 'host', name })),
    ],
    contactPerson: cell('contactPerson'),
    contactPhone: cell('contactPhone'),
    contactEmail: cell('contactEmail'),
  });
  if (!parsed.success) {
    const [field, at] = parsed.error.issues[0]?.path ?? [];
    if (field === 'dependents') return refuse(Number(at ?? 0) < services.length ? 'services' : 'hosts');
    return refuse(COLUMN_NAMES.find((name) => name === field) ?? 'name');
  }
  const { creditCode } = parsed.data;
  return creditCode !== '' && !isCreditCode(creditCode) ? refuse('creditCode') : { row, supplier: parsed.data };
};

/**
 * Reads a table of suppliers, whose first row names the columns. Every row is either taken or refused with its line, column and
 * reason; a row that is wrong never hides one that is right. Empty rows are left out. Throws `suppliers.missing-column`.
 */
export const readSupplierRows = (
  rows: readonly TableRow[],
): {
  readonly header: Header;
  readonly taken: readonly TakenRow[];
  readonly refused: readonly Refused[];
  readonly rows: number;
} => {
  const [first = { row: 1, cells: [] }, ...body] = rows;
  const header = readHeader(first);
  const filled = body.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  const read = filled.map((row) => readRow(header, row));
  return {
    header,
    rows: filled.length,
    taken: read.flatMap((each) => ('supplier' in each ? [each] : [])),
    refused: read.flatMap((each) => ('supplier' in each ? [] : [each])),
  };
};
