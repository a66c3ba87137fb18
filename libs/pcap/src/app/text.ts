const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const escaped = (bytes: Uint8Array): string => {
  let text = '';
  for (const byte of bytes)
    text += byte < 0x80 ? String.fromCharCode(byte) : String.raw`\x` + byte.toString(16).padStart(2, '0');
  return text;
};

/** Text of foreign bytes: as UTF-8 when they are that, otherwise byte by byte with `\xNN` for what is no ASCII. */
export const textOf = (bytes: Uint8Array): string => {
  let ascii = '';
  for (const byte of bytes) {
    if (byte >= 0x80) {
      ascii = '';
      break;
    }
    if (bytes.length <= 64) ascii += String.fromCharCode(byte);
  }
  if (ascii.length === bytes.length) return ascii;
  try {
    return utf8.decode(bytes);
  } catch {
    return escaped(bytes);
  }
};

/** Lower-case hexadecimal digits, with `separator` between bytes. */
export const hexOf = (bytes: Uint8Array, separator = ''): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(separator);

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
