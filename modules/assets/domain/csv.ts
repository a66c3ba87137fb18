import { assetsError } from '../errors.ts';

/** One record of a table with the number of the line it begins on (or row of the sheet), 1-based. */
export interface TableRow {
  readonly row: number;
  readonly cells: readonly string[];
}

/** Bounds of a table. */
export interface TableLimits {
  readonly rows: number;
  readonly columns: number;
  readonly cellLength: number;
}

/** Bounds of every import. */
export const TABLE_LIMITS: TableLimits = { rows: 200_000, columns: 64, cellLength: 4_096 };

const refuse = (line: number, reason: string): never => {
  throw assetsError('assets.import-malformed', { line, reason });
};

/** The separator that occurs most in the first line. */
const separatorOf = (text: string): string => {
  const end = text.search(/[\r\n]/);
  const head = text.slice(0, end === -1 ? 8_192 : Math.min(end, 8_192));
  const count = (separator: string): number => head.split(separator).length;
  return [',', ';', '\t'].reduce((best, separator) => (count(separator) > count(best) ? separator : best));
};

/** A position in the text while it is read. */
interface Cursor {
  at: number;
  line: number;
}

const QUOTE = '"';

const readQuoted = (text: string, cursor: Cursor, limit: number): string => {
  const opened = cursor.line;
  let value = '';
  let from = cursor.at + 1;
  for (;;) {
    const end = text.indexOf(QUOTE, from);
    if (end === -1) return refuse(opened, 'a quote is never closed');
    const part = text.slice(from, end);
    value += part;
    if (value.length > limit) return refuse(opened, `a cell is longer than ${limit} characters`);
    cursor.line += part.split('\n').length - 1;
    if (text[end + 1] !== QUOTE) {
      cursor.at = end + 1;
      return value;
    }
    value += QUOTE;
    from = end + 2;
  }
};

const readPlain = (text: string, cursor: Cursor, separator: string, limit: number): string => {
  let end = cursor.at;
  while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') end += 1;
  if (end - cursor.at > limit) refuse(cursor.line, `a cell is longer than ${limit} characters`);
  const value = text.slice(cursor.at, end);
  cursor.at = end;
  return value;
};

/** Skips a line end; false when the cursor stands before something else. */
const skipLineEnd = (text: string, cursor: Cursor): boolean => {
  if (text[cursor.at] === '\r') cursor.at += text[cursor.at + 1] === '\n' ? 2 : 1;
  else if (text[cursor.at] === '\n') cursor.at += 1;
  else return false;
  cursor.line += 1;
  return true;
};

const readRecord = (text: string, cursor: Cursor, separator: string, limits: TableLimits): readonly string[] => {
  const cells: string[] = [];
  for (;;) {
    const quoted = text[cursor.at] === QUOTE;
    cells.push(
      quoted ? readQuoted(text, cursor, limits.cellLength) : readPlain(text, cursor, separator, limits.cellLength),
    );
    if (cells.length > limits.columns) refuse(cursor.line, `more than ${limits.columns} columns`);
    if (text[cursor.at] === separator) {
      cursor.at += 1;
      continue;
    }
    if (cursor.at >= text.length || skipLineEnd(text, cursor)) return cells;
    return refuse(cursor.line, 'text follows a closing quote');
  }
};

/**
 * Reads CSV (RFC 4180; separator comma, semicolon or tab; CR, LF or both). Empty lines are left out.
 * Throws `assets.import-malformed` with the line, or `assets.import-too-large`.
 */
export const parseCsv = (text: string, limits: TableLimits = TABLE_LIMITS): readonly TableRow[] => {
  const separator = separatorOf(text);
  const cursor: Cursor = { at: text.codePointAt(0) === 0xfe_ff ? 1 : 0, line: 1 };
  const rows: TableRow[] = [];
  while (cursor.at < text.length) {
    const row = cursor.line;
    const cells = readRecord(text, cursor, separator, limits);
    if (cells.every((cell) => cell.trim() === '')) continue;
    rows.push({ row, cells });
    if (rows.length > limits.rows + 1) throw assetsError('assets.import-too-large', { rows: limits.rows });
  }
  return rows;
};

/** Text of a file from Excel or elsewhere: UTF-8, UTF-16 with its mark, else GB 18030, which Chinese Excel writes. */
export const decodeText = (bytes: Uint8Array): string => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
};

const FORMULA = /^[=+\-@\t\r]/;

/** One CSV field; text that a spreadsheet would run as a formula gets an apostrophe. */
export const csvField = (value: string): string => {
  const safe = FORMULA.test(value) && !Number.isFinite(Number(value)) ? `'${value}` : value;
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};
