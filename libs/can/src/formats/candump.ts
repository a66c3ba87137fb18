import { buildFrame, NO_DATA } from './build.ts';
import { bytesOfHex, bytesOfWords, idOf, secondsOf } from './text.ts';
import type { LineParser, LineResult } from './text.ts';

const ERROR_FLAG = 0x20000000;
const LOG = /^\((-?[\d.]+)\)\s+(\S{1,64})\s+([0-9A-Fa-f]{3}|[0-9A-Fa-f]{8})(##?)(\S*)(?:\s+[RT])?$/;
const SCREEN =
  /^\((-?[\d.]+)\)\s+(\S{1,64})\s+(?:[RT]X?\s+(?:[-BE]\s+)*)?([0-9A-Fa-f]{3}|[0-9A-Fa-f]{8})\s+\[(\d{1,2})\]\s*(.*)$/;

const head = (
  time: string,
  channel: string,
  id: string,
): { time: number; channel: string; id: number; extended: boolean } => ({
  time: secondsOf(time) ?? Number.NaN,
  channel,
  id: idOf(id, 16) ?? 0,
  extended: id.length === 8,
});

const readLog = (line: RegExpExecArray): LineResult => {
  const [, time = '', channel = '', id = '', mark = '', text = ''] = line;
  const about = head(time, channel, id);
  if (about.extended && (about.id & ERROR_FLAG) !== 0)
    return buildFrame({ ...about, kind: 'error', id: 0, extended: false, fd: false, data: NO_DATA });
  if (mark === '#' && /^R[0-9A-Fa-f]?$/i.test(text))
    return buildFrame({ ...about, kind: 'remote', fd: false, data: NO_DATA });
  const fd = mark === '##';
  if (fd && !/^[0-9A-Fa-f]/.test(text)) return 'the flags of the CAN FD frame are missing';
  // `_9` after the data of a full classic frame is the raw length code of a controller that tells it
  const data = bytesOfHex((fd ? text.slice(1) : text.replace(/_[9A-Fa-f]$/, '')).replaceAll('.', ''));
  return data === undefined ? 'the data are no pairs of hex digits' : buildFrame({ ...about, kind: 'data', fd, data });
};

const readScreen = (line: RegExpExecArray): LineResult => {
  const [, time = '', channel = '', id = '', count = '', text = ''] = line;
  const about = head(time, channel, id);
  if (about.extended && (about.id & ERROR_FLAG) !== 0)
    return buildFrame({ ...about, kind: 'error', id: 0, extended: false, fd: false, data: NO_DATA });
  if (/^remote request/i.test(text)) return buildFrame({ ...about, kind: 'remote', fd: false, data: NO_DATA });
  const length = Number(count);
  const words = text.trim() === '' ? [] : text.trim().split(/\s+/);
  const data = bytesOfWords(words.slice(0, length), 16);
  if (data === undefined || data.length !== length) return `the data are no ${length} bytes`;
  return buildFrame({ ...about, kind: 'data', fd: length > 8 || count.length === 2, data });
};

/**
 * Lines of SocketCAN's candump: the log form `(sec.usec) iface ID#DATA`, `ID#R`, `ID##F<data>` (CAN FD, one nibble of flags),
 * error frames by bit 20000000; and the form of the screen with time, `(sec.usec)  iface  ID  [n]  bytes`. Identifiers of 8 digits
 * are extended. Times are seconds as logged.
 */
export const createCandumpParser = (): LineParser => (line) => {
  const text = line.trim();
  if (text === '') return undefined;
  const log = LOG.exec(text);
  if (log !== null) return readLog(log);
  const screen = SCREEN.exec(text);
  return screen === null ? 'no line of candump' : readScreen(screen);
};
