import type { CellValue, Workbook, Worksheet } from 'exceljs';
import type { AssetKind } from './contract.ts';
import { COLUMNS } from './domain/columns.ts';
import { TABLE_LIMITS, type TableRow } from './domain/csv.ts';
import { guardZip } from './domain/zip-guard.ts';
import { assetsError } from './errors.ts';

/** How far an XLSX file may expand, and how many rows of it are read. */
const MAX_EXPANDED = 48 * 1024 * 1024;
const MAX_ROWS = 50_000;

/** What the row reader recognises as a formula. */
const FORMULA_MARK = '=';

/** Loaded when a sheet is asked for: it is the largest library of all, and a start would wait for it. */
const newBook = async (): Promise<Workbook> => {
  const { default: exceljs } = await import('exceljs');
  return new exceljs.Workbook();
};

const textOf = (value: CellValue): string => {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (typeof value !== 'object') return String(value);
  if ('richText' in value) return value.richText.map((part) => part.text).join('');
  if ('text' in value) return typeof value.text === 'string' ? value.text : textOf(value.text);
  // formulas, shared formulas and cells with an error value
  return FORMULA_MARK;
};

const rowsOf = (sheet: Worksheet): readonly TableRow[] => {
  const rows: TableRow[] = [];
  sheet.eachRow({ includeEmpty: false }, (row, number) => {
    if (rows.length > MAX_ROWS) return;
    if (row.cellCount > TABLE_LIMITS.columns) {
      throw assetsError('assets.import-malformed', {
        line: number,
        reason: `more than ${TABLE_LIMITS.columns} columns`,
      });
    }
    const cells = Array.from({ length: row.cellCount }, (_, i) => textOf(row.getCell(i + 1).value));
    const long = cells.some((cell) => cell.length > TABLE_LIMITS.cellLength);
    if (long) throw assetsError('assets.import-malformed', { line: number, reason: 'a cell is too long' });
    if (cells.some((cell) => cell.trim() !== '')) rows.push({ row: number, cells });
  });
  if (rows.length > MAX_ROWS) throw assetsError('assets.import-too-large', { rows: MAX_ROWS });
  return rows;
};

/** Reads the first sheet that holds anything. The file is proven harmless before the library opens it. */
export const readXlsx = async (bytes: Uint8Array): Promise<readonly TableRow[]> => {
  guardZip(bytes, MAX_EXPANDED);
  const book = await newBook();
  try {
    // the library's types want its own Buffer type of an older Node
    await book.xlsx.load(bytes as never, {
      ignoreNodes: ['dataValidations', 'conditionalFormatting', 'drawing', 'picture', 'tableParts', 'extLst'],
    });
  } catch (cause) {
    throw assetsError('assets.import-malformed', { reason: 'not a sound XLSX file' }, cause);
  }
  for (const sheet of book.worksheets) {
    const rows = rowsOf(sheet);
    if (rows.length > 0) return rows;
  }
  return [];
};

/** A workbook with one sheet; every cell is text, so that nothing turns into a number, a date or a formula. */
export const writeXlsx = async (kind: AssetKind, rows: readonly (readonly string[])[]): Promise<Buffer> => {
  const book = await newBook();
  const sheet = book.addWorksheet(kind, { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = COLUMNS[kind].map(({ title }) => ({ header: title.zh, width: 20, style: { numFmt: '@' } }));
  sheet.getRow(1).font = { bold: true };
  for (const row of rows) sheet.addRow(row);
  return Buffer.from(await book.xlsx.writeBuffer());
};
