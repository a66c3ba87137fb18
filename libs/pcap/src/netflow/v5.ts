import { ipv4Text, u16, u32 } from '../app/text.ts';
import { pcapError } from '../errors.ts';
import type { ExportedFlow, FlowExport } from './message.ts';

const HEADER_BYTES = 24;
const RECORD_BYTES = 48;
const MAX_RECORDS = 30;

const readFlow = (bytes: Uint8Array, at: number): ExportedFlow => ({
  src_ip: ipv4Text(bytes, at),
  dst_ip: ipv4Text(bytes, at + 4),
  next_hop: ipv4Text(bytes, at + 8),
  input: u16(bytes, at + 12),
  output: u16(bytes, at + 14),
  packets: u32(bytes, at + 16),
  octets: u32(bytes, at + 20),
  first_uptime: u32(bytes, at + 24),
  last_uptime: u32(bytes, at + 28),
  src_port: u16(bytes, at + 32),
  dst_port: u16(bytes, at + 34),
  tcp_flags: bytes[at + 37] ?? 0,
  protocol: bytes[at + 38] ?? 0,
  tos: bytes[at + 39] ?? 0,
  src_as: u16(bytes, at + 40),
  dst_as: u16(bytes, at + 42),
  src_mask: bytes[at + 44] ?? 0,
  dst_mask: bytes[at + 45] ?? 0,
});

/**
 * Reads a datagram of NetFlow version 5: 24 bytes of header, 1 to 30 records of 48 bytes, IPv4 only.
 *
 * @throws `pcap.not_a_flow_export` when the count is not 1 to 30 or the records do not fit.
 */
export const readV5 = (bytes: Uint8Array): FlowExport => {
  const count = u16(bytes, 2);
  const end = HEADER_BYTES + count * RECORD_BYTES;
  if (count < 1 || count > MAX_RECORDS || bytes.length < end)
    throw pcapError('pcap.not_a_flow_export', {
      offset: 2,
      reason: `${count} records do not fit ${bytes.length} bytes`,
    });
  return {
    version: 5,
    uptime: u32(bytes, 4),
    seconds: u32(bytes, 8),
    sequence: u32(bytes, 16),
    domain: u16(bytes, 20),
    flows: Array.from({ length: count }, (_, index) => readFlow(bytes, HEADER_BYTES + index * RECORD_BYTES)),
    templates: 0,
    unknownSets: 0,
    trailing: bytes.length - end,
  };
};
