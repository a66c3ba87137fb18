import { MAX_STANDARD_ID } from '../frame.ts';
import { buildFrame } from './build.ts';
import { bytesOfHex, idOf, secondsOf } from './text.ts';
import type { LineParser, LineResult } from './text.ts';

const NEEDED = ['timestamp', 'can_id', 'payload_hex'] as const;
/** Column names in lower case, in the order of a file without a header line. */
const USUAL: readonly string[] = ['timestamp', 'can_id', 'dlc', 'payload_hex', 'payload_bin', 'anomaly'];

const readRow = (cells: readonly string[], columns: readonly string[]): LineResult => {
  const cell = (name: string): string => cells[columns.indexOf(name)]?.trim() ?? '';
  const time = secondsOf(cell('timestamp'));
  const id = idOf(cell('can_id'), 16);
  const data = bytesOfHex(cell('payload_hex'));
  if (time === undefined || id === undefined || data === undefined) return 'time, identifier or payload cannot be read';
  const dlc = cell('dlc');
  // the data set writes the length in bits, its description says bytes
  if (dlc !== '' && Number(dlc) !== data.length && Number(dlc) !== data.length * 8)
    return `the length ${dlc.slice(0, 8)} contradicts ${data.length} bytes of payload`;
  const extended = id > MAX_STANDARD_ID;
  const built = buildFrame({ kind: 'data', time, channel: '', id, extended, fd: data.length > 8, data });
  if (typeof built === 'string') return built;
  const label = /^(true|1)$/i.test(cell('anomaly')) ? true : /^(false|0)$/i.test(cell('anomaly')) ? false : undefined;
  return label === undefined ? built : { ...built, label };
};

/**
 * Lines of the CSV form of research traces: `timestamp,CAN_ID,DLC,PAYLOAD_HEX,PAYLOAD_BIN,ANOMALY`, columns found by the header
 * line; seconds, hex identifier without prefix (above 7FF extended), length in bits or bytes. ANOMALY becomes `label`.
 */
export const createCsvParser = (): LineParser => {
  let columns: readonly string[] | undefined;
  return (line) => {
    if (line.trim() === '') return undefined;
    const cells = line.split(',');
    if (columns === undefined) {
      const names = cells.map((name) =>
        name
          .replace(/^\u00EF\u00BB\u00BF/, '')
          .trim()
          .toLowerCase(),
      );
      const isHeader = NEEDED.every((name) => names.includes(name));
      columns = isHeader ? names : USUAL;
      if (isHeader) return undefined;
    }
    return readRow(cells, columns);
  };
};
