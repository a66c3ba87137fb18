import { ADDRESSES, PORTS, PROTOCOLS, type Range } from './model.ts';

const OCTET = /^(?:0|[1-9]\d{0,2})$/;

/** An IPv4 address as a number; undefined for anything else. */
export const addressOf = (text: string): number | undefined => {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let value = 0;
  for (const part of parts) {
    if (!OCTET.test(part) || Number(part) > 255) return undefined;
    value = value * 256 + Number(part);
  }
  return value;
};

const blockOf = (address: number, bits: number): Range => {
  const size = 2 ** (32 - bits);
  const lo = Math.floor(address / size) * size;
  return { lo, hi: lo + size - 1 };
};

/** Address with a mask of either kind: `255.255.255.0`, `24`, or with `wildcard` the ones of Cisco IOS. */
export const maskedOf = (address: string, mask: string, kind: 'mask' | 'wildcard' = 'mask'): Range | undefined => {
  const value = addressOf(address);
  if (value === undefined) return undefined;
  if (/^\d{1,2}$/.test(mask)) return Number(mask) <= 32 ? blockOf(value, Number(mask)) : undefined;
  const number = addressOf(mask);
  if (number === undefined) return undefined;
  const text = kind === 'mask' ? number : 2 ** 32 - 1 - number;
  const bits = 32 - Math.log2(2 ** 32 - text);
  return Number.isInteger(bits) ? blockOf(value, bits) : undefined;
};

/** `10.0.0.1`, `10.0.0.0/8`, `10.0.0.0/255.0.0.0`, `10.0.0.1-10.0.0.9`, `any`, `all`; undefined for anything else. */
export const rangeOfAddress = (text: string): Range | undefined => {
  if (/^(?:any|any4|all|0\/0)$/i.test(text)) return ADDRESSES;
  const [first = '', second] = text.split('-');
  if (second !== undefined) {
    const [lo, hi] = [addressOf(first), addressOf(second)];
    return lo === undefined || hi === undefined || lo > hi ? undefined : { lo, hi };
  }
  const [address = '', mask = '32'] = text.split('/');
  return maskedOf(address, mask);
};

/** What a union leaves out: the complement within all addresses or ports. */
export const without = (ranges: readonly Range[], all: Range): Range[] => {
  const sorted = ranges.toSorted((a, b) => a.lo - b.lo);
  const left: Range[] = [];
  let at = all.lo;
  for (const { lo, hi } of sorted) {
    if (lo > at) left.push({ lo: at, hi: lo - 1 });
    at = Math.max(at, hi + 1);
  }
  return at > all.hi ? left : [...left, { lo: at, hi: all.hi }];
};

const PROTOCOL_NUMBERS: Readonly<Record<string, number>> = {
  icmp: 1,
  igmp: 2,
  ipip: 4,
  tcp: 6,
  egp: 8,
  udp: 17,
  ipv6: 41,
  gre: 47,
  esp: 50,
  ah: 51,
  ospf: 89,
  pim: 103,
  vrrp: 112,
  sctp: 132,
};
/** A protocol by name or number; `ip`, `all`, `any` are all of them. */
export const protocolOf = (text: string): Range | undefined => {
  const name = text.toLowerCase();
  if (name === 'ip' || name === 'all' || name === 'any') return PROTOCOLS;
  const number = /^\d{1,3}$/.test(name) ? Number(name) : PROTOCOL_NUMBERS[name];
  return number === undefined || number > 255 ? undefined : { lo: number, hi: number };
};

const PORT_NUMBERS: Readonly<Record<string, number>> = {
  'ftp-data': 20,
  ftp: 21,
  ssh: 22,
  telnet: 23,
  smtp: 25,
  domain: 53,
  dns: 53,
  bootps: 67,
  bootpc: 68,
  tftp: 69,
  www: 80,
  http: 80,
  kerberos: 88,
  pop3: 110,
  sunrpc: 111,
  ntp: 123,
  'netbios-ssn': 139,
  imap4: 143,
  snmp: 161,
  snmptrap: 162,
  bgp: 179,
  ldap: 389,
  https: 443,
  smb: 445,
  'microsoft-ds': 445,
  isakmp: 500,
  syslog: 514,
  ldaps: 636,
  sqlnet: 1521,
  radius: 1812,
  mqtt: 1883,
  mysql: 3306,
  rdp: 3389,
  sip: 5060,
  postgresql: 5432,
  redis: 6379,
  mqtts: 8883,
};
const portOf = (text: string): number | undefined => {
  const number = /^\d{1,5}$/.test(text) ? Number(text) : PORT_NUMBERS[text.toLowerCase()];
  return number === undefined || number > PORTS.hi ? undefined : number;
};

/** `443`, `https`, `1000:2000`, `1000-2000`; undefined for anything else. */
export const rangeOfPort = (text: string): Range | undefined => {
  const [first = '', second] = /^[\d]+[:-]/.test(text) ? text.split(/[:-]/) : [text];
  const lo = portOf(first);
  const hi = second === undefined ? lo : second === '' ? PORTS.hi : portOf(second);
  return lo === undefined || hi === undefined || lo > hi ? undefined : { lo, hi };
};

const EXPIRY =
  /(?:expire[sd]?|until|valid[- ]?(?:to|until)|有效期至|到期|截止)[^0-9]{0,6}(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})/i;
/** The last day that a comment names, `YYYY-MM-DD`; null where it names none. */
export const expiryIn = (comment: string): string | null => {
  const [, year, month = '', day = ''] = EXPIRY.exec(comment) ?? [];
  if (year === undefined) return null;
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return Number.isNaN(Date.parse(text)) ? null : text;
};
