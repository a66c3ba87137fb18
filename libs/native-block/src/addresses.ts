import type { Column } from './column.ts';
import { nativeBlockError } from './errors.ts';
import { fixedWidth } from './numbers.ts';

const refuse = (type: string, value: string): never => {
  throw nativeBlockError('native-block.out-of-range', { field: type, reason: `not an address: ${value.slice(0, 60)}` });
};

/**
 * Number of a dotted IPv4 address (`1.2.3.4` = 0x01020304), or `undefined` where the text is not one.
 * Leading zeros are refused because tools disagree whether they mean octal (RFC 6943, 3.1.1).
 */
export const parseIPv4 = (text: string): number | undefined => {
  if (text.length < 7 || text.length > 15) return undefined;
  let value = 0;
  let octet = -1;
  let dots = 0;
  for (let index = 0; index <= text.length; index += 1) {
    const code = index === text.length ? 0x2e : text.charCodeAt(index);
    if (code === 0x2e) {
      if (octet < 0) return undefined;
      value = value * 256 + octet;
      octet = -1;
      dots += 1;
    } else if (code < 0x30 || code > 0x39 || octet === 0) return undefined;
    else {
      octet = (octet < 0 ? 0 : octet * 10) + (code - 0x30);
      if (octet > 255) return undefined;
    }
  }
  return dots === 4 ? value : undefined;
};

const parseGroups = (part: string): number[] | undefined => {
  if (part === '') return [];
  const groups: number[] = [];
  for (const group of part.split(':')) {
    if (group.includes('.')) {
      const tail = parseIPv4(group);
      if (tail === undefined || !part.endsWith(group)) return undefined;
      groups.push(tail >>> 16, tail & 0xffff);
    } else if (/^[0-9a-f]{1,4}$/i.test(group)) groups.push(Number.parseInt(group, 16));
    else return undefined;
  }
  return groups;
};

/**
 * The 16 bytes of an IPv6 address (RFC 4291, 2.2: full, compressed or with a dotted tail), or of an IPv4 address in its
 * mapped form (`::ffff:1.2.3.4`). `undefined` where the text is neither; zone ids are refused.
 */
export const parseIPv6 = (text: string): Uint8Array | undefined => {
  if (text.length > 45) return undefined;
  if (!text.includes(':')) return parseIPv4(text) === undefined ? undefined : parseIPv6(`::ffff:${text}`);
  const [before = '', after, ...more] = text.split('::');
  if (more.length > 0) return undefined;
  const head = parseGroups(before);
  const tail = parseGroups(after ?? '');
  if (head === undefined || tail === undefined) return undefined;
  if (after !== undefined && before.includes('.')) return undefined;
  const gap = 8 - head.length - tail.length;
  if (after === undefined ? gap !== 0 : gap < 1) return undefined;
  const bytes = new Uint8Array(16);
  [...head, ...Array.from({ length: gap }, () => 0), ...tail].forEach((group, index) => {
    bytes[index * 2] = group >> 8;
    bytes[index * 2 + 1] = group & 0xff;
  });
  return bytes;
};

/** IPv4: dotted text. Throws `native-block.out-of-range` where {@link parseIPv4} finds no address. */
export const ipv4 = (): Column<string> =>
  fixedWidth('IPv4', 4, (buffer, value) => {
    buffer.bytes.writeUInt32LE(parseIPv4(value) ?? refuse('IPv4', value), buffer.length);
  });

/** IPv6: IPv6 or IPv4 text, see {@link parseIPv6}. Throws `native-block.out-of-range` for anything else. */
export const ipv6 = (): Column<string> =>
  fixedWidth('IPv6', 16, (buffer, value) => {
    buffer.bytes.set(parseIPv6(value) ?? refuse('IPv6', value), buffer.length);
  });
