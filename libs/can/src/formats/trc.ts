import { lengthOfDlc } from '../frame.ts';
import { buildFrame, NO_DATA } from './build.ts';
import { bytesOfWords, idOf, secondsOf } from './text.ts';
import type { LineParser, LineResult } from './text.ts';

/** Columns of a version, in the letters of `$COLUMNS`: N number, O offset ms, T type, B bus, I id, d direction, R reserved, L DLC, l length, D data. */
const COLUMNS: Readonly<Record<string, string>> = {
  '1.0': 'NOILD',
  '1.1': 'NOdILD',
  '1.2': 'NOBdILD',
  '1.3': 'NOBdIRLD',
  '2.0': 'NOTIdlD',
  '2.1': 'NOTBIdRLD',
};
const FD_TYPES = new Set(['FD', 'FB', 'FE', 'BI']);
const EVENT_TYPES = new Set(['ST', 'EC', 'EV']);

interface TrcState {
  columns: string;
}

const readRow = (words: readonly string[], columns: string): LineResult => {
  const cell = (letter: string): string => {
    const at = columns.indexOf(letter);
    return at < 0 ? '' : (words[at] ?? '');
  };
  const offset = secondsOf(cell('O'));
  if (offset === undefined) return 'no time offset';
  const type = columns.includes('T') ? cell('T') : 'DT';
  if (EVENT_TYPES.has(type) || /^(Warng|Event)$/i.test(cell('d'))) return undefined;
  const about = { time: offset / 1000, channel: cell('B') };
  if (type === 'ER' || /^Error$/i.test(cell('d')))
    return buildFrame({ ...about, kind: 'error', id: 0, extended: false, fd: false, data: NO_DATA });
  if (type !== 'DT' && type !== 'RR' && !FD_TYPES.has(type)) return `unknown type of row "${type.slice(0, 8)}"`;
  const id = idOf(cell('I'), 16);
  const code = Number(/^\d{1,2}$/.test(cell('L') + cell('l')) ? cell('L') + cell('l') : Number.NaN);
  if (id === undefined || Number.isNaN(code)) return 'no identifier or length';
  const fd = FD_TYPES.has(type);
  const frame = { ...about, id, extended: cell('I').length > 4, fd };
  const words0 = words.slice(columns.indexOf('D'));
  if (type === 'RR' || words0[0] === 'RTR') return buildFrame({ ...frame, kind: 'remote', fd: false, data: NO_DATA });
  const length = columns.includes('l') ? code : lengthOfDlc(code, fd);
  const data = bytesOfWords(words0.slice(0, length), 16);
  if (data === undefined || data.length !== length) return `the data are no ${length} bytes`;
  return buildFrame({ ...frame, kind: 'data', data });
};

/**
 * Rows of a PCAN trace, file versions 1.0 to 2.1 (1.0 when the header states none). Times are seconds from the start of the trace;
 * identifiers of more than 4 digits are extended. Status and event rows give nothing.
 */
export const createTrcParser = (): LineParser => {
  const state: TrcState = { columns: COLUMNS['1.0'] ?? '' };
  return (line) => {
    const text = line.trim();
    if (text === '') return undefined;
    if (text.startsWith(';')) {
      const version = /^;\$FILEVERSION=(\d\.\d)/i.exec(text)?.[1];
      state.columns = COLUMNS[version ?? ''] ?? state.columns;
      const columns = /^;\$COLUMNS=([A-Za-z](?:,[A-Za-z]){0,15})\s*$/i.exec(text)?.[1];
      if (columns !== undefined) state.columns = columns.replaceAll(',', '');
      return undefined;
    }
    const row = /^(\d{1,12})\)?\s+(.*)$/.exec(text);
    if (row === null) return 'no row of a trace';
    return readRow([row[1] ?? '', ...(row[2] ?? '').split(/\s+/)], state.columns);
  };
};
