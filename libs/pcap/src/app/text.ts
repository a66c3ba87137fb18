import { isUtf8 } from 'node:buffer';

const escaped = (bytes: Uint8Array): string => {
  let text = '';
  for (const byte of bytes)
    text += byte < 0x80 ? String.fromCharCode(byte) : String.raw`\x` + byte.toString(16).padStart(2, '0');
  return text;
};

const SHORT = 32;

/** Text of bytes that are few and all ASCII; undefined otherwise. */
const shortText = (bytes: Uint8Array): string | undefined => {
  let text = '';
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x80) return undefined;
    text += String.fromCharCode(byte);
  }
  return text;
};

/** Text of foreign bytes: as UTF-8 when they are that, otherwise byte by byte with `\xNN` for what is no ASCII. */
export const textOf = (bytes: Uint8Array): string => {
  const short = bytes.length <= SHORT ? shortText(bytes) : undefined;
  if (short !== undefined) return short;
  if (!isUtf8(bytes)) return escaped(bytes);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
};

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Lower-case hexadecimal digits, with `separator` between bytes. */
export const hexOf = (bytes: Uint8Array, separator = ''): string => {
  let text = '';
  for (let at = 0; at < bytes.length; at += 1) text += (at > 0 ? separator : '') + (HEX[bytes[at] ?? 0] ?? '');
  return text;
};

/** Dotted IPv4 address of four bytes. */
export const ipv4Text = (bytes: Uint8Array, at: number): string =>
  `${bytes[at] ?? 0}.${bytes[at + 1] ?? 0}.${bytes[at + 2] ?? 0}.${bytes[at + 3] ?? 0}`;

/** IPv6 address of eight 16-bit groups, written out: no zeros are left away, which is what flow records carry. */
export const ipv6Text = (bytes: Uint8Array, at: number): string => {
  const groups: string[] = [];
  for (let group = 0; group < 8; group += 1)
    groups.push((((bytes[at + 2 * group] ?? 0) << 8) | (bytes[at + 2 * group + 1] ?? 0)).toString(16).padStart(4, '0'));
  return groups.join(':');
};

/** 16-bit and 32-bit unsigned big-endian numbers; bytes beyond the end count as 0. */
export const u16 = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);

/** See {@link u16}. */
export const u32 = (bytes: Uint8Array, at: number): number => u16(bytes, at) * 0x1_0000 + u16(bytes, at + 2);
