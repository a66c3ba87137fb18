import type { Flow, FlowReason } from '../flow/flow.ts';
import type { TcpSession } from '../flow/tcp.ts';
import { PROTO, TCP } from '../packet/packet.ts';
import { recordOf, timeText } from './record.ts';
import type { EveRecord } from './record.ts';

const FLAGS = [
  ['syn', TCP.SYN],
  ['fin', TCP.FIN],
  ['rst', TCP.RST],
  ['psh', TCP.PSH],
  ['ack', TCP.ACK],
  ['urg', TCP.URG],
  ['ecn', TCP.ECE],
  ['cwr', TCP.CWR],
] as const;

const HEX2 = Array.from({ length: 256 }, (_, value) => value.toString(16).padStart(2, '0'));

const tcpFields = (session: TcpSession): Readonly<Record<string, unknown>> => {
  const { flagsToServer, flagsToClient } = session;
  const all = flagsToServer | flagsToClient;
  const fields: Record<string, unknown> = {
    tcp_flags: HEX2[all],
    tcp_flags_ts: HEX2[flagsToServer],
    tcp_flags_tc: HEX2[flagsToClient],
  };
  for (const [name, bit] of FLAGS) if ((all & bit) !== 0) fields[name] = true;
  fields['state'] = session.state;
  return fields;
};

/** The `flow` record of a flow that ended. `flow.age` counts whole seconds; bytes are those of captured frames. */
export const flowRecord = (flow: Flow, reason: FlowReason): EveRecord => {
  const proto = flow.app?.proto();
  const original = flow.app?.original();
  const end = timeText(flow.endSeconds, flow.endMicros);
  const record = recordOf(end, flow, 0, 'flow', 0);
  if (flow.proto === PROTO.ICMP || flow.proto === PROTO.ICMP6) {
    record['icmp_type'] = flow.icmpType;
    record['icmp_code'] = flow.icmpCode;
  }
  if (proto !== undefined) record['app_proto'] = proto;
  if (original !== undefined) record['app_proto_orig'] = original;
  record['flow'] = {
    pkts_toserver: flow.packetsToServer,
    pkts_toclient: flow.packetsToClient,
    bytes_toserver: flow.bytesToServer,
    bytes_toclient: flow.bytesToClient,
    start: timeText(flow.startSeconds, flow.startMicros),
    end,
    age: Math.max(0, flow.endSeconds - flow.startSeconds),
    state: flow.state,
    reason,
    alerted: false,
  };
  if (flow.tcp !== undefined) record['tcp'] = tcpFields(flow.tcp);
  return record;
};
