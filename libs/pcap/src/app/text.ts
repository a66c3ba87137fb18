import { isUtf8 } from 'node:buffer';

const escaped = (bytes: Uint8Array): string => {
  let text = '';
  for (const byte of bytes)
    text += byte < 0x80 ? String.fromCharCode(byte) : String.raw`\x` + byte.toString(16).padStart(2, '0');
  return text;
};

/** Shorter texts are put together faster than the runtime is asked for them. */
const SHORT = 8;

const nativeLatin1: unknown = Reflect.get(Buffer.prototype, 'latin1Slice');

/** Text of ASCII bytes. Node's own slice works on every byte array; without it a buffer is made around the bytes. */
const asciiText = (bytes: Uint8Array, from: number, to: number): string => {
  if (to - from <= SHORT) {
    let text = '';
    for (let at = from; at < to; at += 1) text += String.fromCharCode(bytes[at] ?? 0);
    return text;
  }
  if (typeof nativeLatin1 === 'function') return String(nativeLatin1.call(bytes, from, to));
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1');
};

/** Text of the foreign bytes `from` to `to`, which must lie within `bytes`; see {@link textOf}. */
export const textAt = (bytes: Uint8Array, from: number, to: number): string => {
  let all = 0;
  for (let at = from; at < to; at += 1) all |= bytes[at] ?? 0;
  if (all < 0x80) return asciiText(bytes, from, to);
  const part = bytes.subarray(from, to);
  return isUtf8(part) ? Buffer.from(part.buffer, part.byteOffset, part.length).toString('utf8') : escaped(part);
};

/** Text of foreign bytes: as UTF-8 when they are that, otherwise byte by byte with `\xNN` for what is no ASCII. */
export const textOf = (bytes: Uint8Array): string => textAt(bytes, 0, bytes.length);

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

const hex2 = (bytes: Uint8Array, at: number): string => HEX[bytes[at] ?? 0] ?? '';

/** Lower-case hexadecimal digits, with `separator` between bytes. */
export const hexOf = (bytes: Uint8Array, separator = ''): string => {
  let text = '';
  for (let at = 0; at < bytes.length; at += 1) text += at > 0 ? separator + hex2(bytes, at) : hex2(bytes, at);
  return text;
};

/** Dotted IPv4 address of four bytes. */
export const ipv4Text = (bytes: Uint8Array, at: number): string =>
  `${bytes[at] ?? 0}.${bytes[at + 1] ?? 0}.${bytes[at + 2] ?? 0}.${bytes[at + 3] ?? 0}`;

/** IPv6 address of eight 16-bit groups, written out: no zeros are left away, which is what flow records carry. */
export const ipv6Text = (bytes: Uint8Array, at: number): string => {
  let text = hex2(bytes, at) + hex2(bytes, at + 1);
  for (let group = 2; group < 16; group += 2) text += `:${hex2(bytes, at + group)}${hex2(bytes, at + group + 1)}`;
  return text;
};

/** 16-bit and 32-bit unsigned big-endian numbers; bytes beyond the end count as 0. */
export const u16 = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);

/** See {@link u16}. */
export const u32 = (bytes: Uint8Array, at: number): number => u16(bytes, at) * 0x1_0000 + u16(bytes, at + 2);
