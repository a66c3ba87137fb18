import type { Flow } from '../flow/flow.ts';
import { PROTO } from '../packet/packet.ts';

/**
 * A record in the form of Suricata's EVE JSON: `timestamp`, `flow_id`, `event_type`, addresses, ports, `proto`, and an
 * object under the name of the event type. Plain values throughout; `JSON.stringify` writes it.
 */
export interface EveRecord {
  readonly timestamp: string;
  readonly event_type: string;
  readonly flow_id?: number;
  readonly pcap_cnt?: number;
  readonly src_ip?: string;
  readonly src_port?: number;
  readonly dest_ip?: string;
  readonly dest_port?: number;
  readonly proto?: string;
  readonly [field: string]: unknown;
}

const NAMES: Readonly<Record<number, string>> = {
  [PROTO.ICMP]: 'ICMP',
  2: 'IGMP',
  4: 'IPIP',
  [PROTO.TCP]: 'TCP',
  [PROTO.UDP]: 'UDP',
  41: 'IPv6',
  47: 'GRE',
  50: 'ESP',
  51: 'AH',
  [PROTO.ICMP6]: 'IPv6-ICMP',
  [PROTO.SCTP]: 'SCTP',
};

/** Name of an IP protocol; its number in three digits when it has none here. */
const protoName = (proto: number): string => NAMES[proto] ?? String(proto).padStart(3, '0');

const two = (value: number): string => (value < 10 ? `0${value}` : String(value));

let lastSecond = -1;
let lastText = '';

/** Date and time of a second in UTC, `2017-06-08T15:45:58`. */
const secondText = (seconds: number): string => {
  if (seconds === lastSecond) return lastText;
  const date = new Date(seconds * 1000);
  const day = `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
  lastSecond = seconds;
  lastText = `${day}T${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
  return lastText;
};

/** A time as records write it: UTC with microseconds, `2017-06-08T15:45:58.525601+0000`. */
export const timeText = (seconds: number, micros: number): string =>
  `${secondText(seconds)}.${String(1_000_000 + micros).slice(1)}+0000`;

const group = (word: number): string =>
  `${(word >>> 16).toString(16).padStart(4, '0')}:${(word & 0xffff).toString(16).padStart(4, '0')}`;

const addressText = (version: 4 | 6, a: number, b: number, c: number, d: number): string =>
  version === 4
    ? `${a >>> 24}.${(a >>> 16) & 255}.${(a >>> 8) & 255}.${a & 255}`
    : `${group(a)}:${group(b)}:${group(c)}:${group(d)}`;

/** Address of the client of a flow; IPv6 is written in eight groups of four digits. */
const clientAddress = (flow: Flow): string =>
  (flow.clientText ??= addressText(flow.version, flow.c0, flow.c1, flow.c2, flow.c3));

/** Address of the server of a flow. */
const serverAddress = (flow: Flow): string =>
  (flow.serverText ??= addressText(flow.version, flow.v0, flow.v1, flow.v2, flow.v3));

const hasPorts = (proto: number): boolean => proto === PROTO.TCP || proto === PROTO.UDP || proto === PROTO.SCTP;

/** Addresses, ports and protocol of a flow, from the side of the client (0) or of the server (1). */
export interface Endpoints {
  readonly src_ip: string;
  readonly src_port?: number;
  readonly dest_ip: string;
  readonly dest_port?: number;
  readonly proto: string;
  readonly ip_v: 4 | 6;
  readonly vlan?: readonly number[];
}

/** See {@link Endpoints}. */
export const endpoints = (flow: Flow, direction: 0 | 1): Endpoints => {
  const client = clientAddress(flow);
  const server = serverAddress(flow);
  const isForward = direction === 0;
  const ends = {
    src_ip: isForward ? client : server,
    src_port: isForward ? flow.cport : flow.vport,
    dest_ip: isForward ? server : client,
    dest_port: isForward ? flow.vport : flow.cport,
    proto: protoName(flow.proto),
    ip_v: flow.version,
  };
  if (flow.vlan < 0 && hasPorts(flow.proto)) return ends;
  const { src_port: _source, dest_port: _target, ...bare } = ends;
  return { ...(hasPorts(flow.proto) ? ends : bare), ...(flow.vlan < 0 ? {} : { vlan: [flow.vlan] }) };
};
