import type { Packet } from '../packet/packet.ts';
import { PROTO, TCP } from '../packet/packet.ts';
import { FlowAges } from './ages.ts';
import { Buckets } from './buckets.ts';
import type { Direction } from './direction.ts';
import type { Flow, FlowReason } from './flow.ts';
import { turnFlow } from './flow.ts';

/** Flows by their five-tuple and VLAN, both directions in one. */
export interface FlowTable {
  /** Flow of a packet, begun when there is none; `direction` says which way the packet goes. */
  readonly find: (packet: Packet, seconds: number, micros: number) => Flow;
  /** Direction of the packet of the last `find`. */
  readonly direction: () => Direction;
  /** Puts a flow whose state may have changed behind all others of its time-out. */
  readonly touch: (flow: Flow) => void;
  /** Exchanges client and server of a flow; the direction of the current packet turns with it. */
  readonly turn: (flow: Flow) => void;
  /** Ends all flows, oldest first. */
  readonly end: () => void;
  readonly size: () => number;
}

/** Bounds and outlet of a flow table. */
export interface FlowTableOptions {
  /** Flows kept at a time; beyond that the oldest ends with reason `forced`. */
  readonly maxFlows: number;
  readonly onEnd: (flow: Flow, reason: FlowReason) => void;
}

const isIcmp = (proto: number): boolean => proto === PROTO.ICMP || proto === PROTO.ICMP6;

/** The same for both directions of a flow. */
const hashOf = (p: Packet): number => {
  const addresses = p.s0 ^ p.d0 ^ Math.imul(p.s1 ^ p.d1, 5) ^ Math.imul(p.s2 ^ p.d2, 7) ^ Math.imul(p.s3 ^ p.d3, 11);
  const sums = Math.imul((p.s0 + p.d0) | 0, 0x85eb_ca6b) ^ Math.imul((p.s3 + p.d3) | 0, 0x27d4_eb2f);
  const ports = isIcmp(p.proto)
    ? 0
    : Math.imul(p.sport + p.dport, 0x9e37_79b1) ^ Math.imul(p.sport ^ p.dport, 0x6b43_a9b5);
  const mixed = Math.imul(addresses ^ sums ^ ports ^ p.proto, 0xc2b2_ae35);
  return mixed ^ (mixed >>> 15);
};

const fromClient = (f: Flow, p: Packet): boolean =>
  f.c0 === p.s0 &&
  f.v0 === p.d0 &&
  (isIcmp(p.proto) || (f.cport === p.sport && f.vport === p.dport)) &&
  f.c3 === p.s3 &&
  f.v3 === p.d3 &&
  f.c1 === p.s1 &&
  f.v1 === p.d1 &&
  f.c2 === p.s2 &&
  f.v2 === p.d2;

const fromServer = (f: Flow, p: Packet): boolean =>
  f.c0 === p.d0 &&
  f.v0 === p.s0 &&
  (isIcmp(p.proto) || (f.cport === p.dport && f.vport === p.sport)) &&
  f.c3 === p.d3 &&
  f.v3 === p.s3 &&
  f.c1 === p.d1 &&
  f.v1 === p.s1 &&
  f.c2 === p.d2 &&
  f.v2 === p.s2;

const begin = (p: Packet, id: number, hash: number, seconds: number, micros: number): Flow => ({
  id,
  hash,
  version: p.version === 6 ? 6 : 4,
  proto: p.proto,
  vlan: p.vlan,
  c0: p.s0,
  c1: p.s1,
  c2: p.s2,
  c3: p.s3,
  v0: p.d0,
  v1: p.d1,
  v2: p.d2,
  v3: p.d3,
  cport: isIcmp(p.proto) ? 0 : p.sport,
  vport: isIcmp(p.proto) ? 0 : p.dport,
  icmpType: p.sport,
  icmpCode: p.dport,
  state: 'new',
  startSeconds: seconds,
  startMicros: micros,
  endSeconds: seconds,
  endMicros: micros,
  packetsToServer: 0,
  packetsToClient: 0,
  bytesToServer: 0,
  bytesToClient: 0,
  seen: seconds,
  tcp: undefined,
  app: undefined,
  clientText: undefined,
  serverText: undefined,
  chain: undefined,
  older: undefined,
  newer: undefined,
  list: -1,
});

/** A fresh SYN on a connection that was over starts another flow. */
const isReuse = (flow: Flow, packet: Packet): boolean =>
  flow.proto === PROTO.TCP && flow.state === 'closed' && (packet.flags & (TCP.SYN | TCP.ACK)) === TCP.SYN;

/**
 * A flow table with the time-outs of `FLOW_TIMEOUTS`, measured on capture time. Memory is bounded by `maxFlows`.
 * A flow that timed out ends when time moves on by a second, so a late packet begins a new one.
 */
export const createFlowTable = ({ maxFlows, onEnd }: FlowTableOptions): FlowTable => {
  const buckets = new Buckets();
  const ages = new FlowAges();
  let now = 0;
  let nextId = 1;
  let direction: Direction = 0;
  const finish = (flow: Flow, reason: FlowReason): void => {
    buckets.remove(flow);
    ages.remove(flow);
    onEnd(flow, reason);
  };
  const advance = (seconds: number): void => {
    now = seconds;
    for (let flow = ages.overdue(now); flow !== undefined; flow = ages.overdue(now)) finish(flow, 'timeout');
  };
  const start = (packet: Packet, hash: number, seconds: number, micros: number): Flow => {
    const oldest = buckets.count >= maxFlows ? ages.oldestOfAll() : undefined;
    if (oldest !== undefined) finish(oldest, 'forced');
    const flow = begin(packet, nextId, hash, seconds, micros);
    nextId += 1;
    buckets.add(flow);
    direction = 0;
    return flow;
  };
  const find = (packet: Packet, seconds: number, micros: number): Flow => {
    if (seconds > now) advance(seconds);
    const hash = hashOf(packet);
    for (let flow = buckets.first(hash); flow !== undefined; flow = flow.chain) {
      if (flow.hash !== hash || flow.proto !== packet.proto || flow.version !== packet.version) continue;
      if (flow.vlan !== packet.vlan) continue;
      if (fromClient(flow, packet)) direction = 0;
      else if (fromServer(flow, packet)) direction = 1;
      else continue;
      if (!isReuse(flow, packet)) return flow;
      finish(flow, 'tcp_reuse');
      break;
    }
    return start(packet, hash, seconds, micros);
  };
  const touch = (flow: Flow): void => {
    flow.seen = now;
    ages.touch(flow);
  };
  const turn = (flow: Flow): void => {
    turnFlow(flow);
    direction = direction === 0 ? 1 : 0;
  };
  const end = (): void => {
    for (let flow = ages.oldestOfAll(); flow !== undefined; flow = ages.oldestOfAll()) finish(flow, 'shutdown');
  };
  return { find, direction: () => direction, touch, turn, end, size: () => buckets.count };
};
