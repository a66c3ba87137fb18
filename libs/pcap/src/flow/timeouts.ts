import { PROTO } from '../packet/packet.ts';
import type { Flow } from './flow.ts';
import type { FlowState } from './state.ts';

/** Seconds of silence after which a flow ends, by transport and state; the values Suricata ships. */
export const FLOW_TIMEOUTS = {
  tcp: { new: 60, established: 600, closed: 60 },
  udp: { new: 30, established: 300, closed: 300 },
  icmp: { new: 30, established: 300, closed: 300 },
  other: { new: 30, established: 300, closed: 300 },
} as const;

const STATES: readonly FlowState[] = ['new', 'established', 'closed'];
const KINDS = ['tcp', 'udp', 'icmp', 'other'] as const;

const kindOf = (proto: number): number => {
  if (proto === PROTO.TCP) return 0;
  if (proto === PROTO.UDP) return 1;
  return proto === PROTO.ICMP || proto === PROTO.ICMP6 ? 2 : 3;
};

const stateIndex = (state: FlowState): number => (state === 'new' ? 0 : state === 'established' ? 1 : 2);

/** Which of the twelve lists of equal time-out a flow belongs to. */
export const listOf = (flow: Flow): number => kindOf(flow.proto) * 3 + stateIndex(flow.state);

/** Time-out in seconds of each list. */
export const LIST_TIMEOUTS: readonly number[] = KINDS.flatMap((kind) =>
  STATES.map((state) => FLOW_TIMEOUTS[kind][state]),
);
