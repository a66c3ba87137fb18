import { copyOf, lengthOfDlc } from '../frame.ts';
import { buildFrame, NO_DATA } from './build.ts';
import type { LineResult } from './text.ts';

const EXTENDED = 0x80000000;
const NANOSECOND = 2;
/** Base header and the first 16 bytes of the second part, in which flags and time lie at the same place in both versions. */
const LEAST_HEADER = 32;

interface Body {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly time: number;
}

const idOf = (word: number): { readonly id: number; readonly extended: boolean } => ({
  id: word & 0x1fffffff,
  extended: (word & EXTENDED) !== 0,
});

const short = (body: Body, least: number): boolean => body.bytes.length < least;
const TOO_SHORT = 'the object is shorter than its kind';

const readCan = (body: Body): LineResult => {
  if (short(body, 16)) return TOO_SHORT;
  const { view, bytes, time } = body;
  const about = { ...idOf(view.getUint32(4, true)), time, channel: String(view.getUint16(0, true)), fd: false };
  if ((bytes[2] ?? 0) & 0x80) return buildFrame({ ...about, kind: 'remote', data: NO_DATA });
  return buildFrame({ ...about, kind: 'data', data: copyOf(bytes, 8, 8 + lengthOfDlc(bytes[3] ?? 0, false)) });
};

const readFd = (body: Body): LineResult => {
  if (short(body, 20)) return TOO_SHORT;
  const { view, bytes, time } = body;
  const fd = ((bytes[13] ?? 0) & 1) !== 0;
  const about = { ...idOf(view.getUint32(4, true)), time, channel: String(view.getUint16(0, true)), fd };
  if ((bytes[2] ?? 0) & 0x80) return buildFrame({ ...about, kind: 'remote', fd: false, data: NO_DATA });
  const length = Math.min(bytes[14] ?? 0, lengthOfDlc(bytes[3] ?? 0, fd));
  return short(body, 20 + length)
    ? TOO_SHORT
    : buildFrame({ ...about, kind: 'data', data: copyOf(bytes, 20, 20 + length) });
};

const readFd64 = (body: Body): LineResult => {
  if (short(body, 40)) return TOO_SHORT;
  const { view, bytes, time } = body;
  const flags = view.getUint32(12, true);
  const fd = (flags & 0x1000) !== 0;
  const about = { ...idOf(view.getUint32(4, true)), time, channel: String(bytes[0] ?? 0), fd };
  if ((flags & 0x10) !== 0) return buildFrame({ ...about, kind: 'remote', fd: false, data: NO_DATA });
  const length = Math.min(bytes[2] ?? 0, lengthOfDlc(bytes[1] ?? 0, fd));
  return short(body, 40 + length)
    ? TOO_SHORT
    : buildFrame({ ...about, kind: 'data', data: copyOf(bytes, 40, 40 + length) });
};

const readError = (body: Body): LineResult => {
  if (short(body, 2)) return TOO_SHORT;
  const channel = String(body.view.getUint16(0, true));
  return buildFrame({ kind: 'error', time: body.time, channel, id: 0, extended: false, fd: false, data: NO_DATA });
};

/** By object type: CAN, error, extended error, CAN (2), CAN FD, CAN FD 64. */
const KINDS: ReadonlyMap<number, (body: Body) => LineResult> = new Map([
  [1, readCan],
  [2, readError],
  [73, readError],
  [86, readCan],
  [100, readFd],
  [101, readFd64],
]);

/** Reads one whole BLF object (`LOBJ` ...). Objects of other kinds give undefined. */
export const readBlfObject = (object: Uint8Array): LineResult => {
  const view = new DataView(object.buffer, object.byteOffset, object.byteLength);
  const read = object.length >= 16 ? KINDS.get(view.getUint32(12, true)) : undefined;
  if (read === undefined) return undefined;
  const header = view.getUint16(4, true);
  if (header < LEAST_HEADER || header > object.length) return `a header of ${header} bytes`;
  const unit = view.getUint32(16, true) === NANOSECOND ? 1e9 : 1e5;
  const bytes = object.subarray(header);
  const time = Number(view.getBigUint64(24, true)) / unit;
  return read({ bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), time });
};
