const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const escaped = (bytes: Uint8Array): string => {
  let text = '';
  for (const byte of bytes)
    text += byte < 0x80 ? String.fromCharCode(byte) : String.raw`\x` + byte.toString(16).padStart(2, '0');
  return text;
};

const SHORT = 128;

const isAscii = (bytes: Uint8Array): boolean => {
  for (let at = 0; at < bytes.length; at += 1) if ((bytes[at] ?? 0) >= 0x80) return false;
  return true;
};

/** Text of foreign bytes: as UTF-8 when they are that, otherwise byte by byte with `\xNN` for what is no ASCII. */
export const textOf = (bytes: Uint8Array): string => {
  if (bytes.length <= SHORT && isAscii(bytes)) return String.fromCharCode(...bytes);
  try {
    return utf8.decode(bytes);
  } catch {
    return escaped(bytes);
  }
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
