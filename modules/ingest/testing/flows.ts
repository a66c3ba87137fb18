/** Big-endian number of `size` bytes. */
const be = (value: number, size: number): Buffer => {
  const bytes = Buffer.alloc(size);
  bytes.writeUIntBE(value, 0, Math.min(size, 6));
  return bytes;
};
const address = (text: string): Buffer => Buffer.from(text.split('.').map(Number));

/** A flow as an exporter tells it. */
export interface TestFlow {
  readonly src: string;
  readonly dst: string;
  readonly srcPort: number;
  readonly dstPort: number;
  readonly octets: number;
  readonly flags: number;
  readonly protocol?: number;
  /** Uptimes of the exporter, ms. */
  readonly first: number;
  readonly last: number;
}

const v5Record = (flow: TestFlow): Buffer =>
  Buffer.concat([
    ...[flow.src, flow.dst, '0.0.0.0'].map(address),
    be(1, 2),
    be(2, 2),
    be(10, 4),
    be(flow.octets, 4),
    be(flow.first, 4),
    be(flow.last, 4),
    be(flow.srcPort, 2),
    be(flow.dstPort, 2),
    Buffer.from([0, flow.flags, flow.protocol ?? 6, 0]),
    Buffer.alloc(8),
  ]);

/** A datagram of NetFlow version 5, exported at `seconds` when the exporter was up for `uptime` ms. */
export const netflowV5 = (seconds: number, uptime: number, flows: readonly TestFlow[]): Buffer =>
  Buffer.concat([
    be(5, 2),
    be(flows.length, 2),
    be(uptime, 4),
    be(seconds, 4),
    Buffer.alloc(12),
    ...flows.map(v5Record),
  ]);

const set = (id: number, ...parts: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  return Buffer.concat([be(id, 2), be(body.length + 4, 2), body]);
};
/** Elements of the template: source, destination, ports, protocol, flags, octets, start and end in milliseconds. */
const ELEMENTS = [
  [8, 4],
  [12, 4],
  [7, 2],
  [11, 2],
  [4, 1],
  [6, 1],
  [1, 4],
  [152, 8],
  [153, 8],
] as const;
const TEMPLATE = set(
  2,
  be(256, 2),
  be(ELEMENTS.length, 2),
  ...ELEMENTS.flatMap(([id, size]) => [be(id, 2), be(size, 2)]),
);

const long = (value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
};
const ipfixRecord = (flow: TestFlow): Buffer =>
  Buffer.concat([
    address(flow.src),
    address(flow.dst),
    be(flow.srcPort, 2),
    be(flow.dstPort, 2),
    Buffer.from([flow.protocol ?? 6, flow.flags]),
    be(flow.octets, 4),
    long(flow.first),
    long(flow.last),
  ]);

/** A message of IPFIX; `first` and `last` of the flows are milliseconds since 1970. */
export const ipfix = (seconds: number, flows: readonly TestFlow[], withTemplate: boolean): Buffer => {
  const body = Buffer.concat([...(withTemplate ? [TEMPLATE] : []), set(256, ...flows.map(ipfixRecord))]);
  return Buffer.concat([be(10, 2), be(body.length + 16, 2), be(seconds, 4), be(1, 4), be(7, 4), body]);
};

const packet = (time: number, src: string, dst: string, flags: number): Buffer => {
  const tcp = Buffer.concat([
    be(40_112, 2),
    be(23, 2),
    be(1, 4),
    be(1, 4),
    Buffer.from([0x50, flags]),
    be(1000, 2),
    Buffer.alloc(4),
  ]);
  const ip = Buffer.concat([
    Buffer.from([0x45, 0]),
    be(40, 2),
    Buffer.from([0, 0, 0, 0, 64, 6, 0, 0]),
    address(src),
    address(dst),
  ]);
  const frame = Buffer.concat([Buffer.alloc(12, 2), be(0x0800, 2), ip, tcp]);
  return Buffer.concat([be(time, 4), be(0, 4), be(frame.length, 4), be(frame.length, 4), frame]);
};

/** A capture (pcap, big-endian, Ethernet) of one connection to a telnet port. */
export const telnetCapture = (seconds: number, src: string, dst: string): Buffer =>
  Buffer.concat([
    Buffer.from('a1b2c3d400020004000000000000000000040000 00000001'.replaceAll(' ', ''), 'hex'),
    ...[0x02, 0x10, 0x18, 0x11].map((flags, at) => packet(seconds + at, src, dst, flags)),
  ]);
