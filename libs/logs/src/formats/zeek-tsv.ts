import { logError } from '../errors.ts';
import { carriedLogsource } from '../logsource.ts';
import type { Settings } from '../options.ts';
import { collectFields } from '../text/field-map.ts';
import { epochMs } from '../text/time.ts';
import type { TextRecord } from './record.ts';
import { zeekCore, zeekLogsource } from './zeek.ts';

/** Reader of one Zeek TSV stream; it remembers the header lines it has seen. */
export interface ZeekTsvReader {
  /** Decodes a line; undefined for a header or comment line. Throws `logs.bad_record` and the limit errors. */
  readonly decode: (line: string) => TextRecord | undefined;
  /**
   * The header lines in force, to be stored in front of a batch of lines so that the batch can be decoded on its own.
   */
  readonly preamble: () => string;
}

interface Header {
  separator: string;
  setSeparator: string;
  empty: string;
  unset: string;
  path: string;
  fields: readonly string[];
  types: readonly string[];
  lines: string[];
}

const MAX_HEADER_LINES = 64;

const startHeader = (): Header => ({
  separator: '\t',
  setSeparator: ',',
  empty: '(empty)',
  unset: '-',
  path: '',
  fields: [],
  types: [],
  lines: [],
});

/**
 * Reads Zeek's ASCII logs (TSV, docs.zeek.org "Zeek log formats"): `#separator`, `#fields` and `#types` give names and
 * types, unset columns are left out, sets and vectors become arrays, numbers and booleans are typed, `\xNN` escapes are
 * decoded.
 */
export const createZeekTsvReader = (settings: Settings): ZeekTsvReader => {
  let header = startHeader();
  return {
    decode: (line) => {
      if (!line.startsWith('#')) return readRow(header, line, settings);
      // A rotated file begins with a new header.
      if (line.startsWith('#separator')) header = startHeader();
      readHeaderLine(header, line);
      return undefined;
    },
    preamble: () => header.lines.join('\n'),
  };
};

const readHeaderLine = (header: Header, line: string): void => {
  if (line.startsWith('#close') || line.startsWith('#open')) return;
  if (header.lines.length >= MAX_HEADER_LINES)
    throw logError('logs.bad_record', { reason: `more than ${MAX_HEADER_LINES} header lines` });
  header.lines.push(line);
  if (line.startsWith('#separator ')) {
    header.separator = decodeEscapes(line.slice(11));
    if (header.separator === '')
      throw logError('logs.bad_record', { field: '#separator', reason: 'the separator is empty' });
    return;
  }
  const [name, ...rest] = line.split(header.separator);
  const first = rest[0] ?? '';
  if (name === '#fields') header.fields = rest;
  else if (name === '#types') header.types = rest;
  else if (name === '#path') header.path = first;
  else if (name === '#set_separator' && first !== '') header.setSeparator = first;
  else if (name === '#empty_field') header.empty = first;
  else if (name === '#unset_field') header.unset = first;
};

const readRow = (header: Header, line: string, settings: Settings): TextRecord => {
  if (header.fields.length === 0)
    throw logError('logs.bad_record', { offset: 0, reason: 'a row before its #fields line' });
  const cells = line.split(header.separator, settings.limits.maxFields + 1);
  if (cells.length !== header.fields.length) {
    throw logError('logs.bad_record', { reason: `${cells.length} columns, ${header.fields.length} are declared` });
  }
  const { fields, add } = collectFields(settings.limits);
  for (const [index, name] of header.fields.entries()) {
    const cell = cells[index] ?? '';
    if (cell !== header.unset) add(name, readCell(header, cell, header.types[index] ?? 'string', settings));
  }
  return {
    format: 'zeek-tsv',
    fields,
    time: epochMs(fields['ts']),
    logsource: carriedLogsource(fields) ?? zeekLogsource(header.path),
    ocsf: zeekCore(fields, header.path),
  };
};

const readCell = (header: Header, cell: string, type: string, settings: Settings): unknown => {
  const item = /^(?:set|vector)\[(\w+)\]$/.exec(type)?.[1];
  if (item === undefined) return cell === header.empty ? '' : readScalar(cell, type);
  if (cell === header.empty) return [];
  const { maxFields } = settings.limits;
  const parts = cell.split(header.setSeparator, maxFields + 1);
  if (parts.length > maxFields)
    throw logError('logs.too_many_fields', { reason: `a set of more than ${maxFields} items` });
  return parts.map((part) => readScalar(part, item));
};

const readScalar = (cell: string, type: string): unknown => {
  switch (type) {
    case 'bool':
      return cell === 'T';
    case 'count':
    case 'int':
    case 'port':
    case 'double':
    case 'time':
    case 'interval': {
      const number = Number(cell);
      return cell !== '' && Number.isFinite(number) ? number : cell;
    }
    default:
      return decodeEscapes(cell);
  }
};

/** Zeek escapes byte-wise, so a run of escapes is one piece of UTF-8. */
const decodeEscapes = (text: string): string =>
  text.includes('\\x')
    ? text.replace(/(?:\\x[0-9A-Fa-f]{2})+/g, (run) => Buffer.from(run.replaceAll('\\x', ''), 'hex').toString('utf8'))
    : text;
