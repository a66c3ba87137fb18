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

const TWO = Array.from({ length: 100 }, (_, value) => String(value).padStart(2, '0'));
const THREE = Array.from({ length: 1000 }, (_, value) => String(value).padStart(3, '0'));
const two = (value: number): string => TWO[value] ?? '';
const three = (value: number): string => THREE[value] ?? '';

const DAY_SECONDS = 86_400;
let lastDay = -1;
let lastDate = '';

/** Date of a day since 1970 in UTC with the T behind it, `2017-06-08T`. */
const dateText = (day: number): string => {
  if (day === lastDay) return lastDate;
  const date = new Date(day * DAY_SECONDS * 1000);
  lastDay = day;
  lastDate = `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}T`;
  return lastDate;
};

/** A time as records write it: UTC with microseconds, `2017-06-08T15:45:58.525601+0000`. */
export const timeText = (seconds: number, micros: number): string => {
  const day = Math.floor(seconds / DAY_SECONDS);
  const rest = seconds - day * DAY_SECONDS;
  const hours = Math.floor(rest / 3600);
  const minutes = Math.floor(rest / 60) % 60;
  const millis = Math.floor(micros / 1000);
  return `${dateText(day)}${two(hours)}:${two(minutes)}:${two(rest % 60)}.${three(millis)}${three(micros - millis * 1000)}+0000`;
};

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

/** A record under construction. */
export type OpenRecord = EveRecord & Record<string, unknown>;

/**
 * A record of `flow` from the side of the client (0) or of the server (1): time, addresses, ports and protocol. `count` is
 * the number of the packet, 0 when there is none.
 */
export const recordOf = (timestamp: string, flow: Flow, count: number, type: string, direction: 0 | 1): OpenRecord => {
  const record: Record<string, unknown> & { timestamp: string; event_type: string } =
    count === 0
      ? { timestamp, flow_id: flow.id, event_type: type }
      : { timestamp, flow_id: flow.id, pcap_cnt: count, event_type: type };
  const isForward = direction === 0;
  const withPorts = hasPorts(flow.proto);
  record['src_ip'] = isForward ? clientAddress(flow) : serverAddress(flow);
  if (withPorts) record['src_port'] = isForward ? flow.cport : flow.vport;
  record['dest_ip'] = isForward ? serverAddress(flow) : clientAddress(flow);
  if (withPorts) record['dest_port'] = isForward ? flow.vport : flow.cport;
  record['proto'] = protoName(flow.proto);
  record['ip_v'] = flow.version;
  if (flow.vlan >= 0) record['vlan'] = [flow.vlan];
  return record;
};
