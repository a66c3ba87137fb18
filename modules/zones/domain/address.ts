import { isIPv4, isIPv6 } from 'node:net';

/** An address as a number. */
export interface Address {
  readonly family: 4 | 6;
  readonly value: bigint;
}
/** A network: all addresses that begin with the same bits. */
export interface Network extends Address {
  readonly bits: number;
}

const WIDTH = { 4: 32, 6: 128 } as const;

const v4 = (text: string): bigint => text.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);

const v6 = (text: string): bigint => {
  const [whole = ''] = text.split('%');
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(whole);
  const low = dotted?.[2] === undefined ? undefined : v4(dotted[2]);
  const plain =
    low === undefined ? whole : `${dotted?.[1] ?? ''}${(low >> 16n).toString(16)}:${(low & 0xffffn).toString(16)}`;
  const [head = '', tail] = plain.split('::');
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const [left, right] = [groups(head), groups(tail ?? '')];
  const filled = [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right];
  return filled.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n);
};

/** Reads an address; one of IPv4 within IPv6 (`::ffff:10.0.0.1`) is one of IPv4. Undefined for anything else. */
export const readAddress = (text: string): Address | undefined => {
  if (isIPv4(text)) return { family: 4, value: v4(text) };
  if (!isIPv6(text)) return undefined;
  const value = v6(text);
  return value >> 32n === 0xffffn ? { family: 4, value: value & 0xffff_ffffn } : { family: 6, value };
};

/** The first address of the network in which an address is. */
export const firstOf = ({ family, value }: Address, bits: number): bigint => {
  const rest = BigInt(WIDTH[family] - bits);
  return (value >> rest) << rest;
};

/** Reads `10.1.0.0/16`, `fd00::/8` or a single address. Undefined where bits of the host are set, and for anything else. */
export const readNetwork = (text: string): Network | undefined => {
  const [address = '', length, more] = text.split('/');
  const read = readAddress(address);
  if (read === undefined || more !== undefined) return undefined;
  const width = WIDTH[read.family];
  if (length !== undefined && !/^\d{1,3}$/.test(length)) return undefined;
  const bits = length === undefined ? width : Number(length);
  if (bits > width || firstOf(read, bits) !== read.value) return undefined;
  return { ...read, bits };
};

/** One spelling for each network, to tell whether two are the same. */
export const networkKey = ({ family, value, bits }: Network): string => `${family}:${value}/${bits}`;

/** First and last address as numbers; IPv4 alone. */
export const spanOf = ({ family, value, bits }: Network): { readonly lo: number; readonly hi: number } | undefined =>
  family === 4 ? { lo: Number(value), hi: Number(value) + 2 ** (32 - bits) - 1 } : undefined;

const OWN = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'].flatMap(
  (text) => readNetwork(text) ?? [],
);
/** Whether an address is of an own network: RFC 1918, RFC 6598, RFC 4193. */
export const isOwn = (address: Address): boolean =>
  OWN.some(({ family, value, bits }) => family === address.family && firstOf(address, bits) === value);

/** Finds the zone of an address: that of the longest prefix. */
export const zoneFinder = (
  zones: readonly { readonly id: string; readonly cidrs: readonly string[] }[],
): ((text: string) => string | undefined) => {
  const known = new Map<string, string>();
  const lengths = { 4: new Set<number>(), 6: new Set<number>() };
  for (const { id, cidrs } of zones)
    for (const network of cidrs.flatMap((text) => readNetwork(text) ?? [])) {
      known.set(networkKey(network), id);
      lengths[network.family].add(network.bits);
    }
  const sorted = { 4: [...lengths[4]].toSorted((a, b) => b - a), 6: [...lengths[6]].toSorted((a, b) => b - a) };
  const seen = new Map<string, string | undefined>();
  const find = (text: string): string | undefined => {
    const address = readAddress(text);
    if (address === undefined) return undefined;
    for (const bits of sorted[address.family]) {
      const id = known.get(networkKey({ family: address.family, value: firstOf(address, bits), bits }));
      if (id !== undefined) return id;
    }
    return undefined;
  };
  return (text) => {
    if (!seen.has(text)) seen.set(text, find(text));
    return seen.get(text);
  };
};
