import { copyOf, idKey } from '../frame.ts';
import type { CanFrame } from '../frame.ts';

/** A whole message of ISO 15765-2. */
export interface IsoTpMessage {
  readonly kind: 'message';
  readonly channel: string;
  readonly id: number;
  readonly extended: boolean;
  /** Time of the first and of the last frame. */
  readonly from: number;
  readonly time: number;
  readonly data: Uint8Array;
}

/** Frames that gave no message, and why. */
export interface IsoTpFault {
  readonly kind: 'fault';
  readonly reason: 'length' | 'sequence' | 'replaced' | 'timeout' | 'no_first' | 'too_long' | 'unknown';
  readonly channel: string;
  readonly id: number;
  readonly extended: boolean;
  readonly time: number;
}

/** A flow control frame: what the receiver tells the sender. */
export interface IsoTpFlow {
  readonly kind: 'flow';
  readonly status: 'continue' | 'wait' | 'overflow' | 'reserved';
  /** Frames until the next flow control; 0 for no limit. */
  readonly blockSize: number;
  /** Shortest time between frames in milliseconds. */
  readonly separationMs: number;
  readonly channel: string;
  readonly id: number;
  readonly extended: boolean;
  readonly time: number;
}

/** Options of {@link createIsoTpReassembler}. */
export interface IsoTpOptions {
  /** `extended`: the first byte of each frame is an address (extended and mixed addressing). Default `normal`. */
  readonly addressing?: 'normal' | 'extended';
  /** Longest message in bytes; default 4,095, the most without the long first frame. At most 16 MiB. */
  readonly mostBytes?: number;
}

/** Puts messages together, each identifier of each channel by itself. */
export interface IsoTpReassembler {
  /** Takes one data frame; others give nothing. */
  readonly push: (frame: CanFrame) => readonly (IsoTpMessage | IsoTpFault | IsoTpFlow)[];
}

/** Longest silence between consecutive frames in seconds (ISO 15765-2 N_Cr). */
const TIMEOUT_S = 1;
const MAX_SESSIONS = 256;
const CEILING = 16 * 1024 * 1024;

interface Session {
  readonly length: number;
  readonly parts: Uint8Array[];
  readonly from: number;
  have: number;
  next: number;
  time: number;
}

type Outcome = IsoTpMessage | IsoTpFault | IsoTpFlow;
type About = Pick<IsoTpMessage, 'channel' | 'id' | 'extended' | 'time'>;

const fault = (about: About, reason: IsoTpFault['reason']): IsoTpFault => ({ kind: 'fault', reason, ...about });

/** Separation time: 0..127 ms, F1..F9 for 100..900 µs, reserved values count as 127 ms (9.6.5.4). */
const separation = (code: number): number => {
  if (code <= 0x7f) return code;
  return code >= 0xf1 && code <= 0xf9 ? (code - 0xf0) / 10 : 127;
};

const flow = (about: About, bytes: Uint8Array): Outcome => {
  if (bytes.length < 3) return fault(about, 'length');
  const status = (['continue', 'wait', 'overflow'] as const)[(bytes[0] ?? 0) & 15] ?? 'reserved';
  return { kind: 'flow', status, blockSize: bytes[1] ?? 0, separationMs: separation(bytes[2] ?? 0), ...about };
};

const single = (about: About, bytes: Uint8Array, frame: CanFrame): Outcome => {
  // with CAN FD a length of 0 means that the next byte holds it
  const long = frame.fd && bytes[0] === 0;
  const length = long ? (bytes[1] ?? 0) : (bytes[0] ?? 0) & 15;
  const at = long ? 2 : 1;
  if (length === 0 || at + length > bytes.length) return fault(about, 'length');
  return { kind: 'message', ...about, from: about.time, data: copyOf(bytes, at, at + length) };
};

type Sessions = Map<string, Session>;

const first = (sessions: Sessions, limit: number, about: About, key: string, bytes: Uint8Array): Outcome[] => {
  const replaced = sessions.delete(key) ? [fault(about, 'replaced')] : [];
  const shortLength = (((bytes[0] ?? 0) & 15) << 8) | (bytes[1] ?? 0);
  const long = shortLength === 0 && bytes.length >= 6;
  const length = long ? new DataView(bytes.buffer, bytes.byteOffset).getUint32(2) : shortLength;
  const part = copyOf(bytes, long ? 6 : 2);
  if (length <= part.length || bytes.length < 7) return [...replaced, fault(about, 'length')];
  if (length > limit) return [...replaced, fault(about, 'too_long')];
  const { time } = about;
  sessions.set(key, { length, parts: [part], from: time, have: part.length, next: 1, time });
  const oldest = sessions.size > MAX_SESSIONS ? sessions.keys().next().value : undefined;
  if (oldest !== undefined) sessions.delete(oldest);
  return replaced;
};

const consecutive = (sessions: Sessions, about: About, key: string, bytes: Uint8Array): Outcome[] => {
  const session = sessions.get(key);
  if (session === undefined) return [fault(about, 'no_first')];
  const end = (outcome: Outcome): Outcome[] => {
    sessions.delete(key);
    return [outcome];
  };
  if (about.time - session.time > TIMEOUT_S) return end(fault(about, 'timeout'));
  if (((bytes[0] ?? 0) & 15) !== session.next) return end(fault(about, 'sequence'));
  const part = copyOf(bytes, 1, 1 + session.length - session.have);
  if (part.length === 0) return end(fault(about, 'length'));
  session.parts.push(part);
  session.have += part.length;
  session.next = (session.next + 1) & 15;
  session.time = about.time;
  if (session.have < session.length) return [];
  const data = new Uint8Array(Buffer.concat(session.parts));
  return end({ kind: 'message', ...about, from: session.from, data });
};

/**
 * Reassembles ISO 15765-2 messages: single, first and consecutive frames, the long forms of CAN FD and of messages above 4,095 bytes,
 * flow control. Faults end a message and are told. Memory: 256 messages of at most `mostBytes`, taken only as bytes arrive.
 */
export const createIsoTpReassembler = ({
  addressing = 'normal',
  mostBytes = 4095,
}: IsoTpOptions = {}): IsoTpReassembler => {
  const limit = Math.min(mostBytes, CEILING);
  const skip = addressing === 'extended' ? 1 : 0;
  const sessions: Sessions = new Map();

  return {
    push: (frame) => {
      if (frame.kind !== 'data') return [];
      const { channel, id, extended, time } = frame;
      const about = { channel, id, extended, time };
      const bytes = frame.data.subarray(skip);
      if (bytes.length === 0) return [fault(about, 'length')];
      const key = `${idKey(id, extended)} ${skip === 1 ? frame.data[0] : ''} ${channel}`;
      switch ((bytes[0] ?? 0) >> 4) {
        case 0:
          return [...(sessions.delete(key) ? [fault(about, 'replaced')] : []), single(about, bytes, frame)];
        case 1:
          return first(sessions, limit, about, key, bytes);
        case 2:
          return consecutive(sessions, about, key, bytes);
        case 3:
          return [flow(about, bytes)];
        default:
          return [fault(about, 'unknown')];
      }
    },
  };
};
