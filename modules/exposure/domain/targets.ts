import { BlockList, isIP, isIPv6 } from 'node:net';

const MOST_PORTS = 4_096;
const MOST_PORT = 65_535;

/** Ports of usual services, of management and of databases. A choice of the product. */
export const USUAL_PORTS: readonly number[] = [
  21, 22, 23, 25, 53, 80, 81, 110, 111, 135, 139, 143, 161, 389, 443, 445, 465, 502, 512, 513, 514, 587, 636, 873, 993,
  995, 1080, 1433, 1521, 1723, 1883, 2049, 2181, 2222, 2375, 2376, 2379, 3000, 3128, 3306, 3389, 4443, 5000, 5060, 5432,
  5601, 5672, 5900, 5984, 5985, 6379, 6443, 7001, 7077, 8000, 8008, 8080, 8081, 8088, 8443, 8500, 8848, 8883, 8888,
  9000, 9042, 9090, 9092, 9200, 9443, 10250, 11211, 15672, 27017, 32960, 50000, 50070,
];

const readOne = (text: string): readonly number[] | undefined => {
  const [, first, second] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text.trim()) ?? [];
  if (first === undefined) return undefined;
  const [lo, hi] = [Number(first), Number(second ?? first)];
  if (lo < 1 || hi > MOST_PORT || lo > hi || hi - lo >= MOST_PORTS) return undefined;
  return Array.from({ length: hi - lo + 1 }, (_, at) => lo + at);
};

/** Reads `443` or `1-1024,8080`; '' is the usual ports. Undefined for anything else, and for too many. */
export const readPorts = (text: string): readonly number[] | undefined => {
  if (text.trim() === '') return USUAL_PORTS;
  const ports = new Set<number>();
  for (const part of text.split(/[,，]/)) {
    const read = readOne(part);
    if (read === undefined) return undefined;
    for (const port of read) ports.add(port);
    if (ports.size > MOST_PORTS) return undefined;
  }
  return [...ports].toSorted((a, b) => a - b);
};

const LEFT = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  LEFT.addSubnet(network, bits, 'ipv4');
for (const [network, bits] of [
  ['::', 96],
  // Addresses that carry one of IPv4 within: translation, 6to4, Teredo.
  ['64:ff9b::', 96],
  ['2001::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  LEFT.addSubnet(network, bits, 'ipv6');

/** Whether an address may be probed: public ones alone. Addresses of IPv4 within IPv6 count as what they are within. */
export const isPublic = (address: string): boolean =>
  isIP(address) !== 0 && !LEFT.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');

/** Whether a text is an address at all: what may be probed where the configuration allows private ones. */
export const isAddress = (address: string): boolean => isIP(address) !== 0;

/** Whether a target may be declared: a public address, or a name (its address is judged when it is probed). */
export const isDeclarable = (host: string, allows: (address: string) => boolean): boolean =>
  isIP(host) === 0 ? /[a-z]/.test(host) && host !== 'localhost' && !host.includes(':') : allows(host);
