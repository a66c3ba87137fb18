import { PROTO } from './packet.ts';
import type { Packet } from './packet.ts';

const u16 = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
const u32 = (bytes: Uint8Array, at: number): number =>
  (((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)) >>> 0;

const decodeTcp = (packet: Packet): void => {
  const { bytes, from } = packet;
  const room = packet.to - from;
  if (room < 20) return void (packet.fault = 'tcp.header_cut');
  const header = ((bytes[from + 12] ?? 0) >> 4) * 4;
  if (header < 20 || header > room) return void (packet.fault = 'tcp.header_length');
  packet.sport = u16(bytes, from);
  packet.dport = u16(bytes, from + 2);
  packet.seq = u32(bytes, from + 4);
  packet.ack = u32(bytes, from + 8);
  packet.flags = bytes[from + 13] ?? 0;
  packet.from = from + header;
};

const decodeUdp = (packet: Packet): void => {
  const { bytes, from } = packet;
  const room = packet.to - from;
  if (room < 8) return void (packet.fault = 'udp.header_cut');
  const length = u16(bytes, from + 4);
  if (length !== 0 && length < 8) return void (packet.fault = 'udp.length');
  packet.sport = u16(bytes, from);
  packet.dport = u16(bytes, from + 2);
  packet.from = from + 8;
  if (length !== 0 && length < room) packet.to = from + length;
};

/**
 * Decodes the transport header at `packet.from`: TCP (RFC 9293), UDP (RFC 768), the common header of SCTP (RFC 9260),
 * type and code of ICMP. Other protocols keep ports of 0.
 */
export const decodeTransport = (packet: Packet): void => {
  switch (packet.proto) {
    case PROTO.TCP:
      return decodeTcp(packet);
    case PROTO.UDP:
      return decodeUdp(packet);
    case PROTO.SCTP:
      if (packet.to - packet.from < 12) return void (packet.fault = 'sctp.header_cut');
      packet.sport = u16(packet.bytes, packet.from);
      packet.dport = u16(packet.bytes, packet.from + 2);
      packet.from += 12;
      return;
    case PROTO.ICMP:
    case PROTO.ICMP6:
      if (packet.to - packet.from < 4) return void (packet.fault = 'icmp.header_cut');
      packet.sport = packet.bytes[packet.from] ?? 0;
      packet.dport = packet.bytes[packet.from + 1] ?? 0;
      packet.from += 4;
      return;
    default:
  }
};
