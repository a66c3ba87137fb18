import type { Packet } from './packet.ts';
import { decodeTransport } from './transport.ts';

const MAX_EXTENSIONS = 16;
const HOP_BY_HOP = 0;
const ROUTING = 43;
const FRAGMENT = 44;
const AUTHENTICATION = 51;
const DESTINATION = 60;
const MOBILITY = 135;

const u16 = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
/** Signed: addresses are compared and hashed only. */
const word = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);

/** Decodes an IPv4 header at `at` (RFC 791) and what it carries; bytes after its total length are padding. */
export const decodeIpv4 = (packet: Packet, at: number, end: number): void => {
  const { bytes } = packet;
  if (end - at < 20) return void (packet.fault = 'ipv4.header_cut');
  const header = ((bytes[at] ?? 0) & 15) * 4;
  const total = u16(bytes, at + 2);
  if ((bytes[at] ?? 0) >> 4 !== 4) return void (packet.fault = 'ipv4.version');
  if (header < 20 || header > end - at) return void (packet.fault = 'ipv4.header_length');
  // 0 is what segmentation offload leaves in captures of the sending host
  if (total !== 0 && total < header) return void (packet.fault = 'ipv4.total_length');
  packet.version = 4;
  packet.s0 = word(bytes, at + 12);
  packet.d0 = word(bytes, at + 16);
  packet.s1 = packet.s2 = packet.s3 = packet.d1 = packet.d2 = packet.d3 = 0;
  packet.proto = bytes[at + 9] ?? 0;
  packet.from = at + header;
  packet.to = total === 0 ? end : Math.min(end, at + total);
  const part = u16(bytes, at + 6);
  packet.fragmentOffset = (part & 0x1fff) * 8;
  packet.moreFragments = (part & 0x2000) !== 0;
  packet.ident = u16(bytes, at + 4);
  packet.fragment = packet.moreFragments || packet.fragmentOffset > 0;
  if (!packet.fragment) decodeTransport(packet);
};

/** Walks the extension headers of IPv6 (RFC 8200, section 4); false when one of them is cut off or there are too many. */
const walkExtensions = (packet: Packet): boolean => {
  const { bytes } = packet;
  for (let count = 0; count < MAX_EXTENSIONS; count += 1) {
    const kind = packet.proto;
    const isExtension =
      kind === HOP_BY_HOP || kind === ROUTING || kind === DESTINATION || kind === MOBILITY || kind === AUTHENTICATION;
    if (!isExtension && kind !== FRAGMENT) return true;
    if (packet.to - packet.from < 8) return false;
    const size = bytes[packet.from + 1] ?? 0;
    packet.proto = bytes[packet.from] ?? 0;
    if (kind === FRAGMENT) {
      const part = u16(bytes, packet.from + 2);
      packet.fragmentOffset = part & 0xfff8;
      packet.moreFragments = (part & 1) !== 0;
      packet.ident = word(bytes, packet.from + 4) >>> 0;
      packet.fragment = packet.moreFragments || packet.fragmentOffset > 0;
      packet.from += 8;
      if (packet.fragment) return true;
      continue;
    }
    packet.from += kind === AUTHENTICATION ? (size + 2) * 4 : (size + 1) * 8;
    if (packet.from > packet.to) return false;
  }
  return false;
};

/** Decodes an IPv6 header at `at` (RFC 8200), its extension headers and what it carries. */
export const decodeIpv6 = (packet: Packet, at: number, end: number): void => {
  const { bytes } = packet;
  if (end - at < 40) return void (packet.fault = 'ipv6.header_cut');
  if ((bytes[at] ?? 0) >> 4 !== 6) return void (packet.fault = 'ipv6.version');
  const length = u16(bytes, at + 4);
  packet.version = 6;
  packet.s0 = word(bytes, at + 8);
  packet.s1 = word(bytes, at + 12);
  packet.s2 = word(bytes, at + 16);
  packet.s3 = word(bytes, at + 20);
  packet.d0 = word(bytes, at + 24);
  packet.d1 = word(bytes, at + 28);
  packet.d2 = word(bytes, at + 32);
  packet.d3 = word(bytes, at + 36);
  packet.proto = bytes[at + 6] ?? 0;
  packet.from = at + 40;
  packet.to = length === 0 ? end : Math.min(end, at + 40 + length);
  if (!walkExtensions(packet)) return void (packet.fault = 'ipv6.extensions');
  if (!packet.fragment) decodeTransport(packet);
};
