import type { CanFrame } from '../frame.ts';
import { j1939Id, J1939_GLOBAL } from './j1939.ts';

/** A whole message: one frame, or several that the transport protocol carried. */
export interface J1939Message {
  readonly kind: 'message';
  readonly pgn: number;
  readonly source: number;
  readonly destination: number;
  readonly priority: number;
  readonly channel: string;
  /** Time of the last frame. */
  readonly time: number;
  readonly data: Uint8Array;
  readonly transport: 'single' | 'bam' | 'rts';
}

/** A session of the transport protocol that came to no end, and why. */
export interface J1939Fault {
  readonly kind: 'fault';
  readonly reason: 'aborted' | 'replaced' | 'timeout' | 'sequence' | 'invalid' | 'no_session';
  readonly pgn: number | undefined;
  readonly source: number;
  readonly destination: number;
  readonly channel: string;
  readonly time: number;
}

/** Puts messages together. */
export interface J1939Reassembler {
  /** Takes one frame; frames that are not extended data frames give nothing. */
  readonly push: (frame: CanFrame) => readonly (J1939Message | J1939Fault)[];
}

const CONNECTION = 0xec00;
const TRANSFER = 0xeb00;
const [RTS, BAM, ABORT] = [16, 32, 255];
/** Largest message: 255 packets of 7 bytes. */
const MOST_BYTES = 1785;
/** Longest silence within a session in seconds (J1939-21 T2/T3 are 1.25 s). */
const TIMEOUT_S = 1.25;
/** Sessions at once; the oldest one gives way. */
const MAX_SESSIONS = 1024;

interface Session {
  readonly kind: 'bam' | 'rts';
  readonly pgn: number;
  readonly priority: number;
  readonly data: Uint8Array;
  readonly packets: number;
  next: number;
  time: number;
}

const pgnIn = (data: Uint8Array): number => (data[5] ?? 0) | ((data[6] ?? 0) << 8) | (((data[7] ?? 0) & 3) << 16);

type Sessions = Map<string, Session>;
type About = Pick<J1939Fault, 'source' | 'destination' | 'channel' | 'time'>;
const keyOf = (about: About): string => `${about.source} ${about.destination} ${about.channel}`;
const fault = (reason: J1939Fault['reason'], about: About, pgn?: number): J1939Fault => ({
  kind: 'fault',
  reason,
  pgn,
  ...about,
});

const open = (sessions: Sessions, about: About, priority: number, data: Uint8Array): J1939Fault[] => {
  const key = keyOf(about);
  const old = sessions.get(key);
  const faults = old === undefined ? [] : [fault('replaced', about, old.pgn)];
  sessions.delete(key);
  const size = (data[1] ?? 0) | ((data[2] ?? 0) << 8);
  const packets = data[3] ?? 0;
  const isBam = data[0] === BAM;
  const valid = size > 8 && size <= MOST_BYTES && packets === Math.ceil(size / 7);
  if (!valid || isBam !== (about.destination === J1939_GLOBAL))
    return [...faults, fault('invalid', about, pgnIn(data))];
  const kind = isBam ? 'bam' : 'rts';
  sessions.set(key, {
    kind,
    pgn: pgnIn(data),
    priority,
    data: new Uint8Array(size),
    packets,
    next: 1,
    time: about.time,
  });
  const oldest = sessions.size > MAX_SESSIONS ? sessions.keys().next().value : undefined;
  if (oldest !== undefined) sessions.delete(oldest);
  return faults;
};

const control = (sessions: Sessions, about: About, priority: number, data: Uint8Array): J1939Fault[] => {
  if (data.length !== 8) return [fault('invalid', about)];
  if (data[0] === RTS || data[0] === BAM) return open(sessions, about, priority, data);
  if (data[0] !== ABORT) return [];
  // either side may abort
  const back = { ...about, source: about.destination, destination: about.source };
  return [about, back].flatMap((side) => {
    const session = sessions.get(keyOf(side));
    if (session === undefined || session.pgn !== pgnIn(data)) return [];
    sessions.delete(keyOf(side));
    return [fault('aborted', side, session.pgn)];
  });
};

const transfer = (sessions: Sessions, about: About, data: Uint8Array): (J1939Message | J1939Fault)[] => {
  const key = keyOf(about);
  const session = sessions.get(key);
  if (session === undefined) return [fault('no_session', about)];
  const { pgn } = session;
  const number = data[0] ?? 0;
  const end = (reason: J1939Fault['reason']): J1939Fault[] => {
    sessions.delete(key);
    return [fault(reason, about, pgn)];
  };
  if (about.time - session.time > TIMEOUT_S) return end('timeout');
  const again = session.kind === 'rts' && number >= 1 && number < session.next;
  if (number !== session.next && !again) return end('sequence');
  const at = (number - 1) * 7;
  const part = data.subarray(1, 1 + Math.min(7, session.data.length - at));
  if (part.length < Math.min(7, session.data.length - at)) return end('invalid');
  session.data.set(part, at);
  session.time = about.time;
  if (!again) session.next += 1;
  if (session.next <= session.packets) return [];
  sessions.delete(key);
  const { priority, kind } = session;
  return [{ kind: 'message', ...about, pgn, priority, data: session.data, transport: kind }];
};

/**
 * Reassembles J1939 messages (J1939-21 5.10): TP.CM with BAM or RTS, TP.DT, abort; other groups are messages of one frame.
 * Packets of an RTS session may be sent again; any other gap ends the session. Memory is bounded by 1,024 sessions of 1,785 bytes.
 */
export const createJ1939Reassembler = (): J1939Reassembler => {
  const sessions: Sessions = new Map();
  return {
    push: (frame) => {
      if (frame.kind !== 'data' || !frame.extended || frame.fd) return [];
      const { pgn, source, destination, priority } = j1939Id(frame.id);
      const about = { source, destination, channel: frame.channel, time: frame.time };
      if (pgn === CONNECTION) return control(sessions, about, priority, frame.data);
      if (pgn === TRANSFER) return transfer(sessions, about, frame.data);
      return [{ kind: 'message', ...about, pgn, priority, data: frame.data, transport: 'single' }];
    },
  };
};
