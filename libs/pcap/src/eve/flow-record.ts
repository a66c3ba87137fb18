import type { Flow, FlowReason } from '../flow/flow.ts';
import type { TcpSession } from '../flow/tcp.ts';
import { PROTO, TCP } from '../packet/packet.ts';
import { endpoints, timeText } from './record.ts';
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

const hex2 = (value: number): string => value.toString(16).padStart(2, '0');

const tcpFields = (session: TcpSession): Record<string, unknown> => {
  const all = session.flagsToServer | session.flagsToClient;
  return {
    tcp_flags: hex2(all),
    tcp_flags_ts: hex2(session.flagsToServer),
    tcp_flags_tc: hex2(session.flagsToClient),
    ...Object.fromEntries(FLAGS.filter(([, bit]) => (all & bit) !== 0).map(([name]) => [name, true])),
    state: session.state,
  };
};

/** The `flow` record of a flow that ended. `flow.age` counts whole seconds; bytes are those of captured frames. */
export const flowRecord = (flow: Flow, reason: FlowReason): EveRecord => {
  const proto = flow.app?.proto();
  const original = flow.app?.original();
  const isIcmp = flow.proto === PROTO.ICMP || flow.proto === PROTO.ICMP6;
  return {
    timestamp: timeText(flow.endSeconds, flow.endMicros),
    flow_id: flow.id,
    event_type: 'flow',
    ...endpoints(flow, 0),
    ...(isIcmp ? { icmp_type: flow.icmpType, icmp_code: flow.icmpCode } : {}),
    ...(proto === undefined ? {} : { app_proto: proto }),
    ...(original === undefined ? {} : { app_proto_orig: original }),
    flow: {
      pkts_toserver: flow.packetsToServer,
      pkts_toclient: flow.packetsToClient,
      bytes_toserver: flow.bytesToServer,
      bytes_toclient: flow.bytesToClient,
      start: timeText(flow.startSeconds, flow.startMicros),
      end: timeText(flow.endSeconds, flow.endMicros),
      age: Math.max(0, flow.endSeconds - flow.startSeconds),
      state: flow.state,
      reason,
      alerted: false,
    },
    ...(flow.tcp === undefined ? {} : { tcp: tcpFields(flow.tcp) }),
  };
};
