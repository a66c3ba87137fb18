import { LINK } from '../packet/link.ts';
import { PROTO } from '../packet/packet.ts';
import type { Packet } from '../packet/packet.ts';

/** Packets and bytes seen, by layer; the names are those of EVE stats. */
export interface DecoderCounters {
  pkts: number;
  bytes: number;
  invalid: number;
  ipv4: number;
  ipv6: number;
  ethernet: number;
  raw: number;
  null: number;
  sll: number;
  sll2: number;
  vlan: number;
  tcp: number;
  udp: number;
  sctp: number;
  icmpv4: number;
  icmpv6: number;
}

/** All zero. */
export const zeroCounters = (): DecoderCounters => ({
  pkts: 0,
  bytes: 0,
  invalid: 0,
  ipv4: 0,
  ipv6: 0,
  ethernet: 0,
  raw: 0,
  null: 0,
  sll: 0,
  sll2: 0,
  vlan: 0,
  tcp: 0,
  udp: 0,
  sctp: 0,
  icmpv4: 0,
  icmpv6: 0,
});

/** Counts the link layer and the bytes of a frame. */
export const countFrame = (counters: DecoderCounters, linkType: number, size: number): void => {
  counters.pkts += 1;
  counters.bytes += size;
  if (linkType === LINK.ETHERNET) counters.ethernet += 1;
  else if (linkType === LINK.COOKED) counters.sll += 1;
  else if (linkType === LINK.COOKED_2) counters.sll2 += 1;
  else if (linkType === LINK.NULL || linkType === LINK.LOOP) counters.null += 1;
  else counters.raw += 1;
};

/** Counts the layers above. */
export const countPacket = (counters: DecoderCounters, packet: Packet): void => {
  if (packet.vlan >= 0) counters.vlan += 1;
  if (packet.fault !== undefined) counters.invalid += 1;
  if (packet.version === 4) counters.ipv4 += 1;
  else if (packet.version === 6) counters.ipv6 += 1;
  if (packet.fragment || packet.fault !== undefined) return;
  if (packet.proto === PROTO.TCP) counters.tcp += 1;
  else if (packet.proto === PROTO.UDP) counters.udp += 1;
  else if (packet.proto === PROTO.ICMP) counters.icmpv4 += 1;
  else if (packet.proto === PROTO.ICMP6) counters.icmpv6 += 1;
  else if (packet.proto === PROTO.SCTP) counters.sctp += 1;
};
