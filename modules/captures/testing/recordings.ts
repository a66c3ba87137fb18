import { encodeMessage as encodeIds } from '@chedun/idsm';
import { encodeMessage } from '@chedun/v2x';

/** Second at which built recordings begin. */
export const START_S = 1_763_000_000;

const HEX = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** One frame of a candump log. */
export const candumpLine = (timeS: number, id: string, data: string, channel = 'can0'): string =>
  `(${timeS.toFixed(6)}) ${channel} ${id}#${data}`;

/** Clean traffic: three identifiers with periods of 10, 20 and 50 ms, a counter in the last byte. */
export const cleanLines = (seconds: number, startS = START_S): string[] => {
  const lines: string[] = [];
  for (let tick = 0; tick < seconds * 100; tick += 1) {
    const at = startS + tick / 100;
    const counter = (tick % 256).toString(16).padStart(2, '0').toUpperCase();
    lines.push(candumpLine(at, '120', `0102030405${counter}`));
    if (tick % 2 === 0) lines.push(candumpLine(at + 0.001, '2A0', 'AABBCCDD00000000'));
    if (tick % 5 === 0) lines.push(candumpLine(at + 0.002, '3F1', '10203040'));
  }
  return lines;
};

/** Clean traffic into which an unknown identifier is injected once a second, and a tester that tries a key. */
export const attackedLines = (seconds: number): string[] => {
  const lines = cleanLines(seconds);
  for (let at = 1; at < seconds; at += 1) lines.push(candumpLine(START_S + at + 0.0055, '05F', 'FFFFFFFFFFFFFFFF'));
  lines.push(candumpLine(START_S + 1.2, '7E0', '021003CCCCCCCCCC'));
  lines.push(candumpLine(START_S + 1.21, '7E8', '06500300320 1F4CC'.replaceAll(' ', '').slice(0, 16)));
  lines.push(candumpLine(START_S + 1.3, '7E0', '022701CCCCCCCCCC'));
  lines.push(candumpLine(START_S + 1.4, '7E8', '037F2735CCCCCCCC'));
  return lines.toSorted((a, b) => (a.slice(1, 18) < b.slice(1, 18) ? -1 : 1));
};

/** A basic safety message of one sender. */
export const bsm = (about: {
  readonly sender: string;
  readonly atMs: number;
  readonly lat: number;
  readonly lon: number;
  readonly speedMps: number;
  readonly headingDeg: number;
}): Uint8Array =>
  encodeMessage({
    bsmFrame: {
      msgCnt: Math.floor(about.atMs / 100) % 128,
      id: { octets: about.sender },
      secMark: about.atMs % 60_000,
      pos: { lat: Math.round(about.lat * 1e7), long: Math.round(about.lon * 1e7) },
      transmission: 'forwardGears',
      speed: Math.round(about.speedMps / 0.02),
      heading: Math.round(about.headingDeg / 0.0125),
      accelSet: { long: 0, lat: 0, vert: 0, yaw: 0 },
      brakes: {},
      size: { width: 180, length: 450 },
      vehicleClass: { classification: 10 },
    },
  } as never);

const METRES_PER_DEGREE = 111_319.49;

/** JSON lines of an honest car and of one whose position jumps about; ten messages a second each. */
export const v2xLines = (seconds: number): string[] => {
  const lines: string[] = [];
  for (let tick = 0; tick < seconds * 10; tick += 1) {
    const atMs = START_S * 1000 + tick * 100;
    const lat = 31.2 + (tick * 1.5) / METRES_PER_DEGREE;
    const honest = { sender: '00000000000000aa', atMs, lat, lon: 121.4, speedMps: 15, headingDeg: 0 };
    const liar = { sender: '00000000000000bb', atMs: atMs + 20, lat: lat + (tick % 7) * 0.003, lon: 121.401 };
    lines.push(JSON.stringify({ time: atMs, hex: HEX(bsm(honest)) }));
    lines.push(JSON.stringify({ time: atMs + 20, hex: HEX(bsm({ ...liar, speedMps: 15, headingDeg: 0 })) }));
  }
  return lines;
};

/** Messages of the AUTOSAR IDS protocol, one after the other. */
export const idsMessages = (): Uint8Array =>
  new Uint8Array(
    Buffer.concat([
      encodeIds({ version: 2, idsm: 7, sensor: 3, event: 100, count: 4 }),
      encodeIds({ version: 2, idsm: 7, sensor: 3, event: 100, count: 1 }),
      encodeIds({ version: 2, idsm: 9, sensor: 1, event: 0x8123, count: 2 }),
    ]),
  );

const u16 = (value: number): number[] => [value >> 8, value & 0xff];
const address = (text: string): number[] => text.split('.').map(Number);

const ADDRESSES = [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2];

const ethernet = (ip: readonly number[]): Uint8Array => Uint8Array.from([...ADDRESSES, 8, 0, ...ip]);

const ipv4 = (from: string, to: string, proto: number, payload: readonly number[]): number[] => {
  const head = [0x45, 0, ...u16(20 + payload.length), 0, 1, 0, 0, 64, proto, 0, 0];
  return [...head, ...address(from), ...address(to), ...payload];
};

/** One end of a conversation. */
export interface End {
  readonly ip: string;
  readonly port: number;
}

/** A UDP datagram in an Ethernet frame. */
export const udp = (from: End, to: End, data: Uint8Array): Uint8Array =>
  ethernet(ipv4(from.ip, to.ip, 17, [...u16(from.port), ...u16(to.port), ...u16(8 + data.length), 0, 0, ...data]));

const tcp = (from: End, to: End, seq: number, ack: number, flags: number, data: Uint8Array): Uint8Array => {
  const word = (value: number): number[] => [...u16(value >>> 16), ...u16(value & 0xffff)];
  const head = [...u16(from.port), ...u16(to.port), ...word(seq), ...word(ack), 0x50, flags, 0xff, 0xff, 0, 0, 0, 0];
  return ethernet(ipv4(from.ip, to.ip, 6, [...head, ...data]));
};

/** A TCP conversation: what the client says, what the server answers. */
export const talk = (client: End, server: End, asks: Uint8Array, answers: Uint8Array): Uint8Array[] => {
  const none = new Uint8Array(0);
  const [c, s] = [1 + asks.length, 1 + answers.length];
  return [
    tcp(client, server, 0, 0, 0x02, none),
    tcp(server, client, 0, 1, 0x12, none),
    tcp(client, server, 1, 1, 0x10, none),
    tcp(client, server, 1, 1, 0x18, asks),
    tcp(server, client, 1, c, 0x18, answers),
    tcp(client, server, c, s, 0x11, none),
    tcp(server, client, s, c + 1, 0x11, none),
    tcp(client, server, c + 1, s + 1, 0x10, none),
  ];
};

/** A classic pcap of frames, 10 ms apart. */
export const pcapOf = (frames: readonly Uint8Array[]): Uint8Array => {
  const head = Buffer.alloc(24);
  head.writeUInt32LE(0xa1b2c3d4, 0);
  head.writeUInt16LE(2, 4);
  head.writeUInt16LE(4, 6);
  head.writeUInt32LE(65_535, 16);
  head.writeUInt32LE(1, 20);
  const records = frames.flatMap((frame, at) => {
    const record = Buffer.alloc(16);
    record.writeUInt32LE(START_S + Math.floor(at / 100), 0);
    record.writeUInt32LE((at % 100) * 10_000, 4);
    record.writeUInt32LE(frame.length, 8);
    record.writeUInt32LE(frame.length, 12);
    return [record, Buffer.from(frame)];
  });
  return new Uint8Array(Buffer.concat([head, ...records]));
};

const label = (name: string): number[] => [
  ...name.split('.').flatMap((part) => [part.length, ...Buffer.from(part, 'latin1')]),
  0,
];

/** A DNS query and its answer. */
export const lookup = (client: End, server: End, name: string, answer: string): Uint8Array[] => {
  const question = [...label(name), 0, 1, 0, 1];
  const record = [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, ...address(answer)];
  const ask = Uint8Array.from([0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...question]);
  const reply = Uint8Array.from([0x12, 0x34, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0, ...question, ...record]);
  return [udp(client, server, ask), udp(server, client, reply)];
};

const text16 = (text: string): number[] => [...u16(text.length), ...Buffer.from(text, 'latin1')];

/** MQTT 3.1.1: connect with a password, acknowledged. */
export const mqttLogin = (clientId: string, user: string, password: string): readonly [Uint8Array, Uint8Array] => {
  const body = [...text16('MQTT'), 4, 0xc2, 0, 60, ...text16(clientId), ...text16(user), ...text16(password)];
  return [Uint8Array.from([0x10, body.length, ...body]), Uint8Array.from([0x20, 2, 0, 0])];
};

/** A car that looks up its broker, logs in there in clear text, and a host that answers Telnet. */
export const carCapture = (): Uint8Array => {
  const [car, broker, dns] = [
    { ip: '10.64.3.17', port: 40_001 },
    { ip: '10.1.0.5', port: 1883 },
    { ip: '10.1.0.53', port: 53 },
  ];
  const [connect, acknowledge] = mqttLogin('LSVAA49J132047371', 'car', 'secret-123');
  const telnet = { ip: '192.168.7.9', port: 23 };
  return pcapOf([
    ...lookup({ ...car, port: 40_000 }, dns, 'broker.example.cn', broker.ip),
    ...talk(car, broker, connect, acknowledge),
    ...talk({ ...car, port: 40_002 }, telnet, Buffer.from('root\r\n'), Buffer.from('login: ')),
  ]);
};
