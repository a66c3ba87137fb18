import { ServiceInput, type ImportReport } from '../contract.ts';

type Refused = ImportReport['refused'][number];
type Row = { readonly row: number; readonly cells: readonly string[] };
type Column = keyof ServiceInput;

/** Columns by the words that may stand in the header; the first is how people read it. */
const COLUMNS: Readonly<Record<Column, readonly string[]>> = {
  host: ['地址', '域名', 'host', 'address'],
  port: ['端口', 'port'],
  owner: ['责任人', '负责人', 'owner'],
  purpose: ['用途', 'purpose'],
  approver: ['批准人', 'approver'],
  validTo: ['有效期至', '截止日期', 'valid to', 'to'],
};
const NAMES = Object.keys(COLUMNS) as Column[];
const NEEDED = ['host', 'port', 'owner', 'purpose', 'approver'] as const;
const MOST_VALUE = 100;

const TEXTS: Readonly<Record<Column | 'header', { readonly zh: string; readonly en: string }>> = {
  header: { zh: '缺少列', en: 'The column is missing' },
  host: { zh: '不是地址或域名', en: 'This is no address and no name' },
  port: { zh: '端口应为 1 至 65535', en: 'A port is 1 to 65535' },
  owner: { zh: '责任人为空或超过 100 字', en: 'The owner is empty or too long' },
  purpose: { zh: '用途为空或超过 300 字', en: 'The purpose is empty or too long' },
  approver: { zh: '批准人为空或超过 100 字', en: 'The approver is empty or too long' },
  validTo: { zh: '日期应写作 2026-10-01', en: 'Write the date as 2026-10-01' },
};

const refusal = (row: number, column: Column, value: string, text = TEXTS[column]): Refused => ({
  row,
  column: COLUMNS[column][0] ?? column,
  value: value.slice(0, MOST_VALUE),
  text,
});

const isColumn = (name: unknown): name is Column => NAMES.some((each) => each === name);

const readRow = ({ row, cells }: Row, places: ReadonlyMap<Column, number>): ServiceInput | Refused => {
  const cell = (name: Column): string => cells[places.get(name) ?? -1]?.trim() ?? '';
  const port = /^\d{1,5}$/.test(cell('port')) ? Number(cell('port')) : 0;
  const validTo = cell('validTo') === '' ? null : cell('validTo');
  const texts = { host: cell('host'), owner: cell('owner'), purpose: cell('purpose'), approver: cell('approver') };
  const parsed = ServiceInput.safeParse({ ...texts, port, validTo });
  if (parsed.success) return parsed.data;
  const name = parsed.error.issues[0]?.path[0];
  const column = isColumn(name) ? name : 'host';
  return refusal(row, column, cell(column));
};

/** Reads a table of approved services; every row is taken, or refused with its line, column and reason. */
export const readServices = (
  rows: readonly Row[],
): { readonly taken: readonly ServiceInput[]; readonly refused: readonly Refused[]; readonly rows: number } => {
  const [header, ...body] = rows;
  const words = (header?.cells ?? []).map((cell) =>
    cell
      .replace(/^\uFEFF/, '')
      .trim()
      .toLowerCase(),
  );
  const places = new Map(
    NAMES.flatMap((name) => {
      const place = words.findIndex((word) => COLUMNS[name].includes(word));
      return place < 0 ? [] : [[name, place] as const];
    }),
  );
  const missing = NEEDED.filter((name) => !places.has(name));
  if (missing.length > 0) {
    const refused = missing.map((name) => refusal(header?.row ?? 1, name, '', TEXTS.header));
    return { taken: [], rows: body.length, refused };
  }
  const filled = body.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  const read = filled.map((row) => readRow(row, places));
  return {
    rows: filled.length,
    taken: read.filter((each): each is ServiceInput => 'host' in each),
    refused: read.filter((each): each is Refused => !('host' in each)),
  };
};
