/** The four bytes of an IPv4 address as one number; undefined for anything else. */
export const ipv4Number = (address: string): number | undefined => {
  const parts = address.split('.');
  if (parts.length !== 4) return undefined;
  let value = 0;
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part) || Number(part) > 255) return undefined;
    value = value * 256 + Number(part);
  }
  return value;
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
const PRIVATE_V4: readonly (readonly [network: number, bits: number])[] = [
  [0x00000000, 8],
  [0x0a000000, 8],
  [0x64400000, 10],
  [0x7f000000, 8],
  [0xa9fe0000, 16],
  [0xac100000, 12],
  [0xc0a80000, 16],
  [0xe0000000, 3],
];

/** True for addresses of the public Internet. */
export const isPublic = (address: string): boolean => {
  const v4 = ipv4Number(address);
  if (v4 !== undefined) return !PRIVATE_V4.some(([network, bits]) => v4 >= network && v4 < network + 2 ** (32 - bits));
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
