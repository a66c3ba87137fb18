import type { Protocol, SeenProtocol } from '../contract.ts';

/** Ports from `lo` to `hi`, both included. */
export interface PortRange {
  readonly lo: number;
  readonly hi: number;
}

const MOST = 65_535;
const WITH_PORTS: ReadonlySet<string> = new Set(['tcp', 'udp', 'sctp']);
const MOST_RANGES = 50;

const readOne = (text: string): PortRange | undefined => {
  const [, first = '', second] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text.trim()) ?? [];
  if (first === '') return undefined;
  const [lo, hi] = [Number(first), Number(second ?? first)];
  return lo < 1 || hi > MOST || lo > hi ? undefined : { lo, hi };
};

/** Reads `443,8000-8100`; '' is every port. Undefined for anything else, and for protocols without ports. */
export const readPorts = (text: string, protocol: Protocol): readonly PortRange[] | undefined => {
  if (text.trim() === '') return [{ lo: 0, hi: MOST }];
  if (!WITH_PORTS.has(protocol)) return undefined;
  const parts = text.split(/[,，]/).slice(0, MOST_RANGES + 1);
  if (parts.length > MOST_RANGES) return undefined;
  const ranges = parts.map(readOne);
  return ranges.includes(undefined) ? undefined : (ranges as PortRange[]);
};

const NUMBERS: Readonly<Record<string, SeenProtocol>> = {
  '1': 'icmp',
  '6': 'tcp',
  '17': 'udp',
  '47': 'gre',
  '50': 'esp',
  '58': 'icmp',
  '132': 'sctp',
  tcp: 'tcp',
  tcp6: 'tcp',
  udp: 'udp',
  udp6: 'udp',
  icmp: 'icmp',
  icmp6: 'icmp',
  icmpv6: 'icmp',
  'ipv6-icmp': 'icmp',
  sctp: 'sctp',
  gre: 'gre',
  esp: 'esp',
};
/** The protocol that a record names, by name or number; anything else is `unknown`. */
export const protocolOf = (text: string): SeenProtocol => NUMBERS[text.trim().toLowerCase()] ?? 'unknown';

/** Whether a permission is for a flow. A flow whose protocol is not told is judged by its port alone. */
export const allows = (
  permission: { readonly protocol: Protocol; readonly ranges: readonly PortRange[] },
  flow: { readonly protocol: SeenProtocol; readonly port: number },
): boolean =>
  (permission.protocol === 'any' || flow.protocol === 'unknown' || permission.protocol === flow.protocol) &&
  permission.ranges.some(({ lo, hi }) => flow.port >= lo && flow.port <= hi);
