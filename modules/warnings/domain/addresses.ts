import { BlockList, isIP, isIPv6 } from 'node:net';

/** Ranges that are not the public internet: RFC 1918, 6598, 3927, 4193, 4291, 5737, 6890. */
const CLOSED: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
  ['::', 127],
  ['64:ff9b::', 96],
  ['100::', 64],
  ['2001:db8::', 32],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
];

const listOf = (ranges: readonly (readonly [string, number])[]): BlockList => {
  const list = new BlockList();
  for (const [address, bits] of ranges) list.addSubnet(address, bits, isIPv6(address) ? 'ipv6' : 'ipv4');
  return list;
};
const closed = listOf(CLOSED);

/** IPv4 inside IPv6 (`::ffff:10.0.0.1`) is judged as IPv4. */
const plain = (address: string): string => /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;

/**
 * Decides to which addresses messages may go: public ones, and private ones inside the ranges that the configuration names
 * (`CIDR`). Anything that is no address is refused.
 */
export const addressGuard = (allowed: readonly string[]): ((address: string) => boolean) => {
  const open = listOf(
    allowed.map((range) => {
      const [address = '', bits = ''] = range.split('/');
      return [address, Number(bits)] as const;
    }),
  );
  return (given) => {
    const address = plain(given);
    const family = isIP(address);
    if (family === 0) return false;
    const type = family === 6 ? 'ipv6' : 'ipv4';
    return !closed.check(address, type) || open.check(address, type);
  };
};
