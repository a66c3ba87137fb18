import { EnterpriseInput, type ImportReport } from '../contract.ts';

type Refused = ImportReport['refused'][number];
type Row = { readonly row: number; readonly cells: readonly string[] };
type Column = keyof EnterpriseInput;

/** Columns by the words that may stand in the header. */
const COLUMNS: Readonly<Record<Column, readonly string[]>> = {
  name: ['企业名称', '名称', 'name'],
  creditCode: ['统一社会信用代码', '信用代码', 'credit code', 'creditcode'],
  province: ['省份代码', '省份', 'province'],
  licence: ['许可证编号', '许可证', 'licence'],
  contact: ['联系方式', '联系人', 'contact'],
};
const NAMES = Object.keys(COLUMNS) as readonly Column[];
const NEEDED: readonly Column[] = ['name', 'creditCode', 'province'];
const MOST_VALUE = 100;

const TEXTS: Readonly<Record<Column, Refused['text']>> = {
  name: { zh: '名称为空或超过 200 字', en: 'The name is empty or too long' },
  creditCode: { zh: '应为 18 位数字或大写字母', en: 'These are not 18 digits or capital letters' },
  province: { zh: '应为两位行政区划代码，如 42', en: 'Write the division code of two digits, such as 42' },
  licence: { zh: '超过 100 字', en: 'It is too long' },
  contact: { zh: '超过 200 字', en: 'It is too long' },
};
const MISSING = { zh: '缺少列', en: 'The column is missing' };

const placesOf = (header: readonly string[]): ReadonlyMap<Column, number> => {
  const words = header.map((cell) =>
    cell
      .replace(/^\uFEFF/, '')
      .trim()
      .toLowerCase(),
  );
  const found = NAMES.map((name) => [name, words.findIndex((word) => COLUMNS[name].includes(word))] as const);
  return new Map(found.filter(([, place]) => place >= 0));
};

const readRow = ({ row, cells }: Row, places: ReadonlyMap<Column, number>): EnterpriseInput | Refused => {
  const cell = (name: Column): string => cells[places.get(name) ?? -1]?.trim() ?? '';
  const parsed = EnterpriseInput.safeParse(Object.fromEntries(NAMES.map((name) => [name, cell(name)])));
  if (parsed.success) return parsed.data;
  const column = NAMES.find((name) => name === parsed.error.issues[0]?.path[0]) ?? 'name';
  return { row, column, value: cell(column).slice(0, MOST_VALUE), text: TEXTS[column] };
};

/** Reads a table of enterprises, whose first row names the columns: every row is taken, or refused with its place and reason. */
export const readEnterprises = (
  rows: readonly Row[],
): { readonly taken: readonly EnterpriseInput[]; readonly refused: readonly Refused[]; readonly rows: number } => {
  const [header, ...body] = rows;
  const places = placesOf(header?.cells ?? []);
  const missing = NEEDED.filter((name) => !places.has(name));
  if (missing.length > 0) {
    const refused = missing.map((column) => ({ row: header?.row ?? 1, column, value: '', text: MISSING }));
    return { taken: [], rows: body.length, refused };
  }
  const filled = body.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  const read = filled.map((row) => readRow(row, places));
  return {
    rows: filled.length,
    taken: read.filter((each): each is EnterpriseInput => 'creditCode' in each),
    refused: read.filter((each): each is Refused => 'text' in each),
  };
};
