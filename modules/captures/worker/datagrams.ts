import { decodeFrame, emptyFrame, emptyPacket, openCapture, PROTO } from '@chedun/pcap';
import type { FaultList } from '../domain/faults.ts';

/** Bytes of one message with the time at which it was recorded, milliseconds since 1970 UTC. */
export interface Datagram {
  readonly at: number;
  readonly bytes: Uint8Array;
  readonly line?: number;
  readonly offset?: number;
  /** Who sent it, when the log says so. */
  readonly sender?: string;
}

/** Where the receiver itself was. */
export interface OwnPlace {
  readonly at: number;
  readonly lat: number;
  readonly lon: number;
  readonly speedMps: number;
  readonly headingDeg: number;
}

/** What reads messages out of a recording tells. */
export interface DatagramSink {
  readonly datagram: (datagram: Datagram) => void;
  readonly own: (place: OwnPlace) => void;
}

/** Reads a recording piece by piece. */
export interface DatagramReader {
  readonly push: (bytes: Uint8Array) => void;
  readonly end: () => void;
}

const MOST_LINE = 262_144;
const MOST_HEX = 131_070;

const timeOf = (value: unknown): number | undefined => {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 && value < 8e15 ? value : undefined;
  if (typeof value !== 'string') return undefined;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : at;
};

const degrees = (value: unknown, most: number): number | undefined =>
  typeof value === 'number' && Math.abs(value) <= most ? value : undefined;
const orZero = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0);

const ownOf = (own: object, at: number): OwnPlace | undefined => {
  const { lat, lon, speed, heading } = own as Readonly<Record<string, unknown>>;
  const [south, west] = [degrees(lat, 90), degrees(lon, 180)];
  if (south === undefined || west === undefined) return undefined;
  return { at, lat: south, lon: west, speedMps: orZero(speed), headingDeg: orZero(heading) };
};

/** Reads one line; gives the reason when it cannot. */
const readLine = (text: string, place: { line: number; offset: number }, sink: DatagramSink): string | undefined => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'no JSON object';
  }
  if (typeof value !== 'object' || value === null) return 'no JSON object';
  const { time, hex, sender, own } = value as Readonly<Record<string, unknown>>;
  const at = timeOf(time);
  if (at === undefined) return '"time" is neither ISO 8601 nor milliseconds since 1970';
  if (typeof own === 'object' && own !== null) {
    const where = ownOf(own, at);
    if (where === undefined) return '"own" has no lat and lon in degrees';
    sink.own(where);
    return undefined;
  }
  if (typeof hex !== 'string' || hex.length > MOST_HEX || !/^(?:[0-9a-f]{2})+$/i.test(hex))
    return '"hex" holds no bytes in hexadecimal';
  const from = typeof sender === 'string' ? { sender: sender.slice(0, 64) } : {};
  sink.datagram({ at, bytes: new Uint8Array(Buffer.from(hex, 'hex')), ...place, ...from });
  return undefined;
};

/** JSON lines {time, hex, sender?}, or {time, own: {lat, lon, speed?, heading?}} for the receiver. */
const readJsonLines = (sink: DatagramSink, faults: FaultList): DatagramReader => {
  let rest = Buffer.alloc(0);
  let [line, offset, skipping] = [0, 0, false];
  const take = (bytes: Buffer): void => {
    line += 1;
    const place = { line, offset };
    offset += bytes.length + 1;
    const text = bytes
      .toString('utf8')
      .replace(/^\uFEFF/, '')
      .trim();
    if (text === '' && !skipping) return;
    const reason =
      skipping || bytes.length > MOST_LINE ? `longer than ${MOST_LINE} bytes` : readLine(text, place, sink);
    skipping = false;
    if (reason !== undefined) faults.add('captures.unreadable-place', { reason, ...place });
  };
  return {
    push: (bytes) => {
      let left = Buffer.concat([rest, bytes]);
      for (let end = left.indexOf(0x0a); end >= 0; end = left.indexOf(0x0a)) {
        take(left.subarray(0, end));
        left = left.subarray(end + 1);
      }
      if (left.length > MOST_LINE) {
        skipping = true;
        offset += left.length;
        left = Buffer.alloc(0);
      }
      rest = left;
    },
    end: () => {
      if (rest.length > 0 || skipping) take(rest);
    },
  };
};

/** Payloads of the UDP datagrams of a capture, which has to be read whole. */
const readPackets = (bytes: Uint8Array, sink: DatagramSink, faults: FaultList): void => {
  const reader = openCapture(bytes);
  const [frame, packet] = [emptyFrame(), emptyPacket()];
  while (reader.next(frame)) {
    decodeFrame(packet, bytes, frame.from, frame.to, frame.linkType);
    if (packet.proto !== PROTO.UDP || packet.fragment || packet.to <= packet.from) continue;
    const at = frame.seconds * 1000 + frame.micros / 1000;
    sink.datagram({ at, bytes: bytes.subarray(packet.from, packet.to), offset: packet.from });
  }
  const damage = reader.fault();
  if (damage !== undefined) faults.add('captures.cut-short', { offset: damage.offset, reason: damage.reason });
};

/** Collects all pieces and hands them on as one. `size` is what is expected; more is cut off. */
export const wholeReader = (size: number, use: (bytes: Uint8Array) => void): DatagramReader => {
  const whole = new Uint8Array(size);
  let used = 0;
  return {
    push: (bytes) => {
      const fits = bytes.subarray(0, size - used);
      whole.set(fits, used);
      used += fits.length;
    },
    end: () => use(whole.subarray(0, used)),
  };
};

/** Reader of messages for a form of recording: JSON lines or a network capture. */
export const datagramReader = (format: string, size: number, sink: DatagramSink, faults: FaultList): DatagramReader =>
  format === 'jsonl' ? readJsonLines(sink, faults) : wholeReader(size, (bytes) => readPackets(bytes, sink, faults));
