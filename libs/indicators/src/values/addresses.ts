import { parseIPv4, parseIPv6 } from '@chedun/native-block';

/** A range of addresses: the number of its first one and the length of its prefix. IPv4 has four bytes, IPv6 sixteen. */
export interface Prefix {
  readonly bytes: Uint8Array;
  readonly bits: number;
}

const fourBytes = (address: number): Uint8Array =>
  Uint8Array.of(address >>> 24, (address >>> 16) & 255, (address >>> 8) & 255, address & 255);

/** Bytes of an address: four, or sixteen. A mapped address (`::ffff:1.2.3.4`) counts as IPv4. */
export const addressBytes = (text: string): Uint8Array | undefined => {
  const four = parseIPv4(text);
  if (four !== undefined) return fourBytes(four);
  if (!text.includes(':')) return undefined;
  const bytes = parseIPv6(text);
  if (bytes === undefined) return undefined;
  const mapped = bytes[10] === 255 && bytes[11] === 255 && bytes.subarray(0, 10).every((byte) => byte === 0);
  return mapped ? bytes.slice(12) : bytes;
};

const longestZeros = (groups: readonly number[]): { readonly at: number; readonly length: number } => {
  let best = { at: -1, length: 1 };
  for (let at = 0; at < groups.length; at += 1) {
    let length = 0;
    while (groups[at + length] === 0) length += 1;
    if (length > best.length) best = { at, length };
  }
  return best;
};

/** Canonical text: dotted, or as RFC 5952 has it. */
export const addressText = (bytes: Uint8Array): string => {
  if (bytes.length === 4) return bytes.join('.');
  const groups = Array.from({ length: 8 }, (_, at) => ((bytes[at * 2] ?? 0) << 8) | (bytes[at * 2 + 1] ?? 0));
  const hex = (part: readonly number[]): string => part.map((group) => group.toString(16)).join(':');
  const { at, length } = longestZeros(groups);
  return at < 0 ? hex(groups) : `${hex(groups.slice(0, at))}::${hex(groups.slice(at + length))}`;
};

/** Clears the bits behind the prefix. */
export const maskBytes = (bytes: Uint8Array, bits: number): Uint8Array =>
  bytes.map((byte, at) => {
    const kept = Math.max(0, Math.min(8, bits - at * 8));
    return byte & ((0xff << (8 - kept)) & 0xff);
  });

/** Reads `1.2.3.0/24` or a single address; host bits are cleared. Undefined where the text is neither. */
export const parsePrefix = (text: string): Prefix | undefined => {
  const slash = text.indexOf('/');
  const bytes = addressBytes(slash < 0 ? text : text.slice(0, slash));
  if (bytes === undefined) return undefined;
  const most = bytes.length * 8;
  if (slash < 0) return { bytes, bits: most };
  const digits = text.slice(slash + 1);
  if (!/^\d{1,3}$/.test(digits)) return undefined;
  const mapped = text.slice(0, slash).includes(':') && bytes.length === 4;
  const bits = Number(digits) - (mapped ? 96 : 0);
  return bits < 0 || bits > most ? undefined : { bytes: maskBytes(bytes, bits), bits };
};

const V4_RESERVED = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '224.0.0.0/3',
];
const V6_RESERVED = ['::/127', 'fc00::/7', 'fe80::/10', 'ff00::/8'];

const inside = (bytes: Uint8Array, { bytes: start, bits }: Prefix): boolean => {
  if (bytes.length !== start.length) return false;
  const masked = maskBytes(bytes, bits);
  return masked.every((byte, at) => byte === start[at]);
};

const reserved = [...V4_RESERVED, ...V6_RESERVED].flatMap((text) => parsePrefix(text) ?? []);

/**
 * True for addresses that never come from the public network: private, shared (RFC 6598), loopback, link-local, benchmark,
 * multicast, reserved (RFC 6890), unique local and link-local of IPv6. Documentation ranges count as public.
 */
export const isReservedAddress = (bytes: Uint8Array): boolean => reserved.some((prefix) => inside(bytes, prefix));
