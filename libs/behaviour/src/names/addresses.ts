const DOT = 46;
const ZERO = 48;

/** The four bytes of an IPv4 address as one number; undefined for anything else. Makes no objects: it stands in hot paths. */
export const ipv4Number = (address: string): number | undefined => {
  let [value, part, digits, dots] = [0, 0, 0, 0];
  if (address.length > 15) return undefined;
  for (let at = 0; at < address.length; at += 1) {
    const code = address.charCodeAt(at);
    if (code === DOT) {
      if (digits === 0) return undefined;
      value = value * 256 + part;
      dots += 1;
      part = 0;
      digits = 0;
      continue;
    }
    const digit = code - ZERO;
    if (digit < 0 || digit > 9) return undefined;
    part = part * 10 + digit;
    digits += 1;
    if (part > 255 || digits > 3) return undefined;
  }
  return dots === 3 && digits > 0 ? value * 256 + part : undefined;
};

/** The 128 bits of an IPv6 address; undefined for anything else. */
export const ipv6Number = (address: string): bigint | undefined => {
  const halves = address.split('::');
  if (halves.length > 2 || !address.includes(':')) return undefined;
  const words = (text: string): string[] => (text === '' ? [] : text.split(':'));
  const head = words(halves[0] ?? '');
  const tail = words(halves[1] ?? '');
  const gap = 8 - head.length - tail.length;
  if (halves.length === 1 ? gap !== 0 : gap < 1) return undefined;
  const all = [...head, ...Array.from({ length: gap }, () => '0'), ...tail];
  if (!all.every((word) => /^[0-9a-f]{1,4}$/i.test(word))) return undefined;
  return all.reduce((sum, word) => sum * 65_536n + BigInt(Number.parseInt(word, 16)), 0n);
};

/** Ranges that are not on the public Internet (RFC 1918, 6598, 3927, 5771; loopback and "this network"). */
const PRIVATE_V4: readonly (readonly [first: number, end: number])[] = (
  [
    [0x00000000, 8],
    [0x0a000000, 8],
    [0x64400000, 10],
    [0x7f000000, 8],
    [0xa9fe0000, 16],
    [0xac100000, 12],
    [0xc0a80000, 16],
    [0xe0000000, 3],
  ] as const
).map(([first, bits]) => [first, first + 2 ** (32 - bits)] as const);

const isPublicV4 = (address: number): boolean => {
  for (const [first, end] of PRIVATE_V4) if (address >= first && address < end) return false;
  return true;
};

/** True for addresses of the public Internet. */
export const isPublic = (address: string): boolean => {
  const v4 = ipv4Number(address);
  if (v4 !== undefined) return isPublicV4(v4);
  const v6 = ipv6Number(address);
  return v6 !== undefined && v6 >> 125n === 1n;
};

/** The network of an address, for peer groups: /16 of IPv4, /48 of IPv6. */
export const networkOf = (address: string): string => {
  const v4 = ipv4Number(address);
  if (v4 !== undefined) return `${Math.floor(v4 / 2 ** 24)}.${Math.floor(v4 / 2 ** 16) % 256}.0.0/16`;
  const v6 = ipv6Number(address);
  return v6 === undefined ? address : `${(v6 >> 80n).toString(16)}::/48`;
};
