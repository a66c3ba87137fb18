import { decodeIpv4, decodeIpv6 } from './ip.ts';
import type { Packet } from './packet.ts';

/** Link types (tcpdump registry) that {@link decodeFrame} reads. */
export const LINK = {
  NULL: 0,
  ETHERNET: 1,
  RAW_BSD: 12,
  RAW_OPENBSD: 14,
  RAW: 101,
  LOOP: 108,
  COOKED: 113,
  IPV4: 228,
  IPV6: 229,
  COOKED_2: 276,
} as const;

const IPV4 = 0x0800;
const IPV6 = 0x86dd;
const VLAN = 0x8100;
const QINQ = 0x88a8;
const QINQ_OLD = 0x9100;
const MAX_TAGS = 3;

const u16 = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);

/** Follows VLAN tags (802.1Q, 802.1ad) to the network header whose EtherType is `type` and decodes it. */
const decodeEtherType = (packet: Packet, type: number, at: number, end: number): void => {
  for (let tags = 0; type === VLAN || type === QINQ || type === QINQ_OLD; tags += 1) {
    if (tags === MAX_TAGS) return void (packet.fault = 'vlan.too_many_tags');
    if (end - at < 4) return void (packet.fault = 'vlan.header_cut');
    if (packet.vlan < 0) packet.vlan = u16(packet.bytes, at) & 0x0fff;
    type = u16(packet.bytes, at + 2);
    at += 4;
  }
  if (type === IPV4) decodeIpv4(packet, at, end);
  else if (type === IPV6) decodeIpv6(packet, at, end);
};

const decodeRaw = (packet: Packet, at: number, end: number): void => {
  const version = (packet.bytes[at] ?? 0) >> 4;
  if (at >= end) packet.fault = 'raw.empty';
  else if (version === 4) decodeIpv4(packet, at, end);
  else if (version === 6) decodeIpv6(packet, at, end);
  else packet.fault = 'raw.version';
};

/** BSD loopback: the address family in the byte order of the machine that captured; 2 is IPv4 everywhere, IPv6 is 10, 24, 28 or 30. */
const decodeNull = (packet: Packet, at: number, end: number): void => {
  if (end - at < 4) return void (packet.fault = 'null.header_cut');
  decodeRaw(packet, at + 4, end);
};

/**
 * Decodes the frame `from` to `to` of `bytes` into `packet`: Ethernet with up to three VLAN tags, Linux cooked v1 and v2,
 * BSD null and loop, raw IP. Frames that carry no IP have `version` 0; an unknown link type sets the fault
 * `link.unknown`. Never reads past `to` and never throws.
 */
export const decodeFrame = (packet: Packet, bytes: Uint8Array, from: number, to: number, linkType: number): void => {
  packet.bytes = bytes;
  packet.version = 0;
  packet.proto = -1;
  packet.sport = packet.dport = packet.flags = packet.seq = packet.ack = 0;
  packet.from = packet.to = to;
  packet.vlan = -1;
  packet.fragment = false;
  packet.fault = undefined;
  switch (linkType) {
    case LINK.ETHERNET:
      if (to - from < 14) return void (packet.fault = 'ethernet.header_cut');
      return decodeEtherType(packet, u16(bytes, from + 12), from + 14, to);
    case LINK.COOKED:
      if (to - from < 16) return void (packet.fault = 'cooked.header_cut');
      return decodeEtherType(packet, u16(bytes, from + 14), from + 16, to);
    case LINK.COOKED_2:
      if (to - from < 20) return void (packet.fault = 'cooked.header_cut');
      return decodeEtherType(packet, u16(bytes, from), from + 20, to);
    case LINK.NULL:
    case LINK.LOOP:
      return decodeNull(packet, from, to);
    case LINK.RAW:
    case LINK.RAW_BSD:
    case LINK.RAW_OPENBSD:
    case LINK.IPV4:
    case LINK.IPV6:
      return decodeRaw(packet, from, to);
    default:
      packet.fault = 'link.unknown';
  }
};
