/** A piece of a conversation, in the order in which it was said. */
export interface Piece {
  readonly from: 'client' | 'server';
  readonly bytes: Uint8Array;
}

const PORTS = { client: 40_000, server: 4433 } as const;
const MOST = 1400;
const [PSH_ACK, SYN, SYN_ACK, ACK] = [0x18, 0x02, 0x12, 0x10];
const BEGIN = { client: 1000, server: 2000 };

const u16 = (value: number): readonly number[] => [(value >>> 8) & 0xff, value & 0xff];
const u32 = (value: number): readonly number[] => [...u16(value >>> 16), ...u16(value & 0xffff)];

/** IPv4 and TCP without checksums: who reads does not check them by default. */
const packet = (
  from: 'client' | 'server',
  flags: number,
  sequence: number,
  acknowledged: number,
  body: Uint8Array,
): Uint8Array => {
  const to = from === 'client' ? 'server' : 'client';
  const addresses = { client: [10, 0, 0, 1], server: [10, 0, 0, 2] };
  const ip = [0x45, 0, ...u16(40 + body.length), 0, 1, 0x40, 0, 64, 6, 0, 0, ...addresses[from], ...addresses[to]];
  const tcp = [...u16(PORTS[from]), ...u16(PORTS[to]), ...u32(sequence), ...u32(acknowledged), 0x50, flags];
  return new Uint8Array([...ip, ...tcp, 0xff, 0xff, 0, 0, 0, 0, ...body]);
};

/** A capture (libpcap, link type raw IP) of one TCP connection to port 4433. */
export const captureOf = (pieces: readonly Piece[]): Uint8Array => {
  const at = { ...BEGIN };
  const packets = [
    packet('client', SYN, at.client, 0, new Uint8Array(0)),
    packet('server', SYN_ACK, at.server, at.client + 1, new Uint8Array(0)),
  ];
  at.client += 1;
  at.server += 1;
  packets.push(packet('client', ACK, at.client, at.server, new Uint8Array(0)));
  for (const { from, bytes } of pieces)
    for (let start = 0; start < bytes.length; start += MOST) {
      const body = bytes.subarray(start, start + MOST);
      packets.push(packet(from, PSH_ACK, at[from], at[from === 'client' ? 'server' : 'client'], body));
      at[from] += body.length;
    }
  const head = new DataView(new ArrayBuffer(24));
  [0xa1b2c3d4, 0x00020004, 0, 0, 0x40000, 101].forEach((value, place) => head.setUint32(4 * place, value));
  const parts = packets.flatMap((bytes, place) => {
    const record = [place + 1, 0, bytes.length, bytes.length].flatMap(u32);
    return [new Uint8Array(record), bytes];
  });
  return new Uint8Array(Buffer.concat([new Uint8Array(head.buffer), ...parts]));
};
