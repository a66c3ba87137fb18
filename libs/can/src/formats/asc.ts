import { lengthOfDlc } from '../frame.ts';
import { buildFrame, NO_DATA } from './build.ts';
import { bytesOfWords, idOf, secondsOf } from './text.ts';
import type { LineParser, LineResult } from './text.ts';

interface AscState {
  base: 10 | 16;
  relative: boolean;
  clock: number;
}

interface Id {
  readonly id: number;
  readonly extended: boolean;
}

const readId = (text: string, base: 10 | 16): Id | undefined => {
  const extended = /x$/i.test(text);
  const id = idOf(extended ? text.slice(0, -1) : text, base);
  return id === undefined ? undefined : { id, extended };
};

/** `id dir d dlc bytes ...` or `id dir r [dlc]`, after time and channel. */
const readClassic = (words: readonly string[], base: 10 | 16, time: number, channel: string): LineResult => {
  const [idText = '', direction = '', kind = '', dlcText = ''] = words;
  const id = readId(idText, base);
  if (id === undefined || !/^(Rx|Tx|TxRq)$/i.test(direction)) return 'no identifier and direction after the channel';
  const about = { ...id, time, channel, fd: false };
  if (kind === 'r') return buildFrame({ ...about, kind: 'remote', data: NO_DATA });
  const dlc = idOf(dlcText, 16);
  if (kind !== 'd' || dlc === undefined || dlc > 15) return 'no data length';
  const length = lengthOfDlc(dlc, false);
  const data = bytesOfWords(words.slice(4, 4 + length), base);
  if (data === undefined || data.length !== length) return `the data are no ${length} bytes`;
  return buildFrame({ ...about, kind: 'data', data });
};

/** `channel dir id [name] brs esi dlc length bytes ...`, after `CANFD`. */
const readFd = (words: readonly string[], base: 10 | 16, time: number): LineResult => {
  const [channel = '', , idText = ''] = words;
  const id = readId(idText, base);
  if (/^ErrorFrame$/i.test(idText))
    return buildFrame({ kind: 'error', time, channel, id: 0, extended: false, fd: true, data: NO_DATA });
  if (id === undefined) return 'no identifier in the CAN FD line';
  // a symbolic name may stand between the identifier and the two flags
  const at = /^[01]$/.test(words[3] ?? '') && /^[01]$/.test(words[4] ?? '') ? 3 : 4;
  const [brs = '', esi = '', dlcText = '', lengthText = ''] = words.slice(at);
  const dlc = idOf(dlcText, 16);
  if (!/^[01]$/.test(brs) || !/^[01]$/.test(esi) || dlc === undefined || dlc > 15 || !/^\d{1,2}$/.test(lengthText))
    return 'flags and lengths of the CAN FD line cannot be read';
  const length = Number(lengthText);
  const about = { ...id, time, channel };
  if (length === 0 && dlc > 0) return buildFrame({ ...about, kind: 'remote', fd: false, data: NO_DATA });
  const data = bytesOfWords(words.slice(at + 4, at + 4 + length), base);
  if (data === undefined || data.length !== length) return `the data are no ${length} bytes`;
  // bit 12 of the flags after the data, message duration and length tells CAN FD from classic frames
  const flags = idOf(words[at + 4 + length + 2] ?? '', 16);
  const fd = length > 8 || flags === undefined || (flags & 0x1000) !== 0;
  return buildFrame({ ...about, kind: 'data', fd, data });
};

const readHeader = (line: string, state: AscState): void => {
  const base = /^base\s+(hex|dec)/i.exec(line);
  if (base === null) return;
  state.base = base[1]?.toLowerCase() === 'dec' ? 10 : 16;
  state.relative = /timestamps\s+relative/i.test(line);
};

/**
 * Lines of a Vector ASC log, classic and CAN FD, with `base hex|dec` and `timestamps absolute|relative` (those are summed).
 * Times are seconds from the start of the log. Comments, headers, statistics and events other than frames give nothing.
 */
export const createAscParser = (): LineParser => {
  const state: AscState = { base: 16, relative: false, clock: 0 };
  return (line) => {
    const text = line.trim();
    const words = text.split(/\s+/);
    const stamp = secondsOf(words[0] ?? '');
    if (stamp === undefined) {
      readHeader(text, state);
      return undefined;
    }
    state.clock = state.relative ? state.clock + stamp : stamp;
    const time = state.clock;
    const second = words[1] ?? '';
    if (second === 'CANFD') return readFd(words.slice(2), state.base, time);
    if (!/^\d{1,3}$/.test(second)) return undefined;
    if (/^ErrorFrame$/i.test(words[2] ?? ''))
      return buildFrame({ kind: 'error', time, channel: second, id: 0, extended: false, fd: false, data: NO_DATA });
    if (/^(Statistic|Status):?/i.test(words[2] ?? '')) return undefined;
    return readClassic(words.slice(2), state.base, time, second);
  };
};
