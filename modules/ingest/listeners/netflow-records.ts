import { isDomainError } from '@chedun/kernel';
import type { ExportedFlow, FlowCollector, FlowExport, FlowValue } from '@chedun/pcap/netflow';
import type { Peer } from '../domain/records.ts';
import type { NoteFields } from './own-note.ts';

const PROTOCOLS: Readonly<Record<number, string>> = {
  1: 'ICMP',
  6: 'TCP',
  17: 'UDP',
  47: 'GRE',
  50: 'ESP',
  58: 'IPv6-ICMP',
  132: 'SCTP',
};
const TCP = 6;
const FLAGS = { fin: 0x01, syn: 0x02, rst: 0x04, psh: 0x08, ack: 0x10, urg: 0x20 } as const;
/** Uptimes are 32 bits of milliseconds and start again after 49 days. */
const UPTIME_TURN = 2 ** 32;

const numeric = (value: FlowValue | undefined): number | undefined => {
  const number = typeof value === 'string' ? Number(value) : value;
  return number !== undefined && Number.isFinite(number) ? number : undefined;
};

/** A time as EVE writes it; undefined for one that no clock tells. */
const timeText = (ms: number | undefined): string | undefined => {
  if (ms === undefined || ms < 0 || ms > 253_402_300_799_000) return undefined;
  return `${new Date(ms).toISOString().slice(0, -1)}000+0000`;
};

const momentOf = (
  flow: ExportedFlow,
  { seconds, uptime }: FlowExport,
  names: { readonly ms: string; readonly s: string; readonly up: string },
): number | undefined => {
  const exact = numeric(flow[names.ms]);
  if (exact !== undefined) return exact;
  const whole = numeric(flow[names.s]);
  if (whole !== undefined) return whole * 1000;
  const up = numeric(flow[names.up]);
  if (up === undefined || uptime === undefined) return undefined;
  const turned = up > uptime ? uptime + UPTIME_TURN : uptime;
  return seconds * 1000 - (turned - up);
};

const START = { ms: 'start_ms', s: 'start_seconds', up: 'first_uptime' } as const;
const END = { ms: 'end_ms', s: 'end_seconds', up: 'last_uptime' } as const;

/** Whole seconds that a flow lasted; also told by uptimes alone. */
const ageOf = (flow: ExportedFlow, start: number | undefined, end: number | undefined): number | undefined => {
  const from = start ?? numeric(flow['first_uptime']);
  const to = end ?? numeric(flow['last_uptime']);
  return from === undefined || to === undefined || to < from ? undefined : Math.floor((to - from) / 1000);
};

/** One direction of a connection tells no more of its state than its flags. */
const stateOf = (protocol: number | undefined, flags: number): string => {
  if (protocol !== TCP) return 'new';
  if ((flags & (FLAGS.fin | FLAGS.rst)) !== 0) return 'closed';
  return (flags & FLAGS.ack) !== 0 ? 'established' : 'new';
};

const tcpOf = (flags: number): NoteFields => ({
  tcp_flags: (flags & 0xff).toString(16).padStart(2, '0'),
  ...Object.fromEntries(Object.entries(FLAGS).flatMap(([name, bit]) => ((flags & bit) === 0 ? [] : [[name, true]]))),
});

/** Leaves out what is not known. */
const known = (fields: NoteFields): NoteFields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

const headOf = (peer: Peer, version: number | undefined): NoteFields => ({
  product: 'netflow',
  category: 'flow',
  ...(version === undefined ? {} : { netflow: { exporter: peer.ip, version } }),
});

/**
 * An exported flow in the form of an EVE flow record, as rules read it. Exporters tell each direction of a connection by
 * itself: the sender of the flow stands as client, and what goes back is another record.
 */
const flowRecord = (flow: ExportedFlow, read: FlowExport, peer: Peer, received: number): NoteFields => {
  const protocol = numeric(flow['protocol']);
  const flags = numeric(flow['tcp_flags']);
  const [start, end] = [momentOf(flow, read, START), momentOf(flow, read, END)];
  const { version, domain } = read;
  return known({
    ...headOf(peer, version),
    timestamp: timeText(end) ?? timeText(read.seconds * 1000) ?? timeText(received),
    event_type: 'flow',
    src_ip: flow['src_ip'],
    src_port: flow['src_port'],
    dest_ip: flow['dst_ip'],
    dest_port: flow['dst_port'],
    proto: protocol === undefined ? undefined : (PROTOCOLS[protocol] ?? String(protocol)),
    vlan: flow['vlan'],
    flow: known({
      pkts_toserver: numeric(flow['packets'] ?? flow['packets_total']),
      bytes_toserver: numeric(flow['octets'] ?? flow['octets_total']),
      start: timeText(start),
      end: timeText(end),
      age: ageOf(flow, start, end),
      state: stateOf(protocol, flags ?? 0),
    }),
    tcp: protocol === TCP && flags !== undefined ? tcpOf(flags) : undefined,
    netflow: known({ exporter: peer.ip, version, domain, input: flow['input'], output: flow['output'] }),
  });
};

/** What could not be read, with all of its bytes. */
const faultRecord = (event: string, reason: string, bytes: Uint8Array, peer: Peer, received: number): NoteFields => ({
  ...headOf(peer, undefined),
  timestamp: timeText(received),
  event_type: 'anomaly',
  src_ip: peer.ip,
  src_port: peer.port,
  anomaly: { type: 'decode', event, reason },
  netflow: { exporter: peer.ip, bytes: bytes.length, datagram_base64: Buffer.from(bytes).toString('base64') },
});

/** What a datagram of an exporter held. */
export interface ReadExport {
  /** `v5`, `v9`, `ipfix`, or `unreadable`. */
  readonly kind: string;
  readonly records: readonly NoteFields[];
}

const KINDS = { 5: 'v5', 9: 'v9', 10: 'ipfix' } as const;

/** Records of one datagram: its flows, and one for what could not be read of it. */
export const readExport = (collector: FlowCollector, bytes: Uint8Array, peer: Peer, received: number): ReadExport => {
  const fault = (event: string, reason: string): NoteFields => faultRecord(event, reason, bytes, peer, received);
  try {
    const read = collector.read(bytes, peer.ip);
    const records = read.flows.map((flow) => flowRecord(flow, read, peer, received));
    const { unknownSets, trailing, version } = read;
    if (unknownSets > 0)
      records.push(fault('netflow.template_unknown', `${unknownSets} sets came before their template`));
    if (trailing > 0) records.push(fault('netflow.undecoded_bytes', `${trailing} bytes belong to no record`));
    return { kind: KINDS[version], records };
  } catch (error) {
    if (!isDomainError(error)) throw error;
    return { kind: 'unreadable', records: [fault('netflow.unreadable', String(error.detail.reason ?? error.message))] };
  }
};
