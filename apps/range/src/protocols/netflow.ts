import type { Prng } from '../prng.ts';

/** One flow as an exporter tells it (NetFlow version 5). */
export interface FlowRecord {
  readonly src: string;
  readonly dst: string;
  readonly srcPort: number;
  readonly dstPort: number;
  /** 6 TCP, 17 UDP. */
  readonly protocol: number;
  readonly packets: number;
  readonly bytes: number;
  readonly flags: number;
  readonly durationMs: number;
}

const HEADER = 24;
const RECORD = 48;
/** Records of a datagram at most. */
const MOST = 30;
/** The exporter says that it has been up for ten days. */
const UPTIME_MS = 864_000_000;

const TCP = 6;
const UDP = 17;
const SYN = 2;
const SYN_ACK_PSH_FIN = 0x1b;

/** Address range of vehicles at the access point of the operator. */
export const vehicleAddress = (index: number): string => `10.64.${(index >> 8) & 255}.${index & 255}`;

const writeAddress = (bytes: Buffer, at: number, address: string): void =>
  address.split('.').forEach((part, n) => bytes.writeUInt8(Number(part), at + n));

/** A datagram of up to 30 flows that ended at `now`; `sequence` is the number of flows before them. */
export const flowDatagram = (flows: readonly FlowRecord[], now: number, sequence: number): Uint8Array => {
  const records = flows.slice(0, MOST);
  const bytes = Buffer.alloc(HEADER + records.length * RECORD);
  bytes.writeUInt16BE(5, 0);
  bytes.writeUInt16BE(records.length, 2);
  bytes.writeUInt32BE(UPTIME_MS, 4);
  bytes.writeUInt32BE(Math.floor(now / 1000), 8);
  bytes.writeUInt32BE((now % 1000) * 1_000_000, 12);
  bytes.writeUInt32BE(sequence >>> 0, 16);
  for (const [index, flow] of records.entries()) {
    const at = HEADER + index * RECORD;
    writeAddress(bytes, at, flow.src);
    writeAddress(bytes, at + 4, flow.dst);
    bytes.writeUInt32BE(flow.packets, at + 16);
    bytes.writeUInt32BE(flow.bytes, at + 20);
    bytes.writeUInt32BE(UPTIME_MS - flow.durationMs, at + 24);
    bytes.writeUInt32BE(UPTIME_MS, at + 28);
    bytes.writeUInt16BE(flow.srcPort, at + 32);
    bytes.writeUInt16BE(flow.dstPort, at + 34);
    bytes.writeUInt8(flow.flags, at + 37);
    bytes.writeUInt8(flow.protocol, at + 38);
  }
  return bytes;
};

const vehicleFlow = (random: Prng, index: number): FlowRecord => ({
  src: vehicleAddress(index),
  dst: '10.20.0.11',
  srcPort: random.int(20_000, 60_000),
  dstPort: random.pick([443, 8883]),
  protocol: TCP,
  packets: random.int(8, 60),
  bytes: random.int(1500, 40_000),
  flags: SYN_ACK_PSH_FIN,
  durationMs: random.int(400, 30_000),
});

/** A flow of every day: a vehicle and its platform, or its resolver. */
export const usualFlow = (random: Prng): FlowRecord => {
  const index = random.int(256, 900);
  const flow = vehicleFlow(random, index);
  return random.chance(0.75)
    ? flow
    : {
        ...flow,
        dst: '10.20.0.53',
        dstPort: 53,
        protocol: UDP,
        packets: 1,
        bytes: random.int(60, 120),
        flags: 0,
        durationMs: 5,
      };
};

/** A small exchange with a server of an attacker, always of the same size. */
export const beaconFlow = (src: string, dst: string, random: Prng): FlowRecord => ({
  src,
  dst,
  srcPort: random.int(20_000, 60_000),
  dstPort: 443,
  protocol: TCP,
  packets: 9,
  bytes: 1180,
  flags: SYN_ACK_PSH_FIN,
  durationMs: 620,
});

/** One packet to a port that does not answer. */
export const probeFlow = (src: string, dst: string, dstPort: number, random: Prng): FlowRecord => ({
  src,
  dst,
  srcPort: random.int(20_000, 60_000),
  dstPort,
  protocol: TCP,
  packets: 1,
  bytes: 60,
  flags: SYN,
  durationMs: 0,
});
