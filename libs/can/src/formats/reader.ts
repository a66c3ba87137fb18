import { canError } from '../errors.ts';
import { createAscParser } from './asc.ts';
import { createBlfReader } from './blf.ts';
import { createCandumpParser } from './candump.ts';
import { createCsvParser } from './csv.ts';
import { createTextReader } from './text.ts';
import type { CanReader } from './text.ts';
import { createTrcParser } from './trc.ts';

/** Log formats that can be read. */
export type CanFormat = 'candump' | 'asc' | 'blf' | 'trc' | 'csv';

/** Bytes of a log's beginning that {@link canFormatOf} looks at. */
export const FORMAT_HEAD = 4096;

/** Reader for a format; one reader per log. See {@link CanReader}. */
export const createCanReader = (format: CanFormat): CanReader => {
  switch (format) {
    case 'candump':
      return createTextReader(createCandumpParser());
    case 'asc':
      return createTextReader(createAscParser());
    case 'trc':
      return createTextReader(createTrcParser());
    case 'csv':
      return createTextReader(createCsvParser());
    case 'blf':
      return createBlfReader();
  }
};

const MARKS: readonly (readonly [CanFormat, RegExp])[] = [
  ['csv', /^[^\n]*\btimestamp\b[^\n]*\bcan_id\b/i],
  ['trc', /^;\s*\$?FILEVERSION|^\s*\d+\)\s+[\d.]+\s/im],
  ['candump', /^\s*\(-?\d+(?:\.\d+)?\)\s+\S+\s+[0-9A-Fa-f]{3,8}\b/m],
  ['asc', /^\s*(?:date\s|base\s+(?:hex|dec)\b)|^\s*\d+\.\d+\s+(?:\d+\s+[0-9A-Fa-f]+x?\s+[RT]x\b|CANFD\s)/im],
];

/** Tells the format from the beginning of a log (the first 4 KiB suffice). Throws `can.unknown_format`. */
export const canFormatOf = (head: Uint8Array): CanFormat => {
  const text = Buffer.from(head.subarray(0, FORMAT_HEAD)).toString('latin1');
  if (text.startsWith('LOGG')) return 'blf';
  const found = MARKS.find(([, mark]) => mark.test(text));
  if (found === undefined) throw canError('can.unknown_format', { offset: 0 });
  return found[0];
};
