import type { SuiteName } from './names.ts';
import type { TlcpPeer } from './peer.ts';

/** What is kept of a connection so that another one can begin with less work. */
export interface TlcpSession {
  /** 1 to 32 bytes, given by the server. */
  readonly id: Uint8Array;
  readonly suite: SuiteName;
  /** 48 bytes; a secret. */
  readonly master: Uint8Array;
  readonly peer: TlcpPeer;
  /** When the full handshake was, milliseconds since 1970. */
  readonly at: number;
}

/** Remembers sessions under a text: a server under their id, a client under the name of the server. */
export interface SessionCache {
  readonly find: (key: string, at: number) => TlcpSession | undefined;
  readonly keep: (key: string, session: TlcpSession) => void;
  readonly forget: (key: string) => void;
  /** Forgets all of them: what let their peers in may hold no longer. */
  readonly clear: () => void;
}

/** Bounds of a cache. */
export interface SessionCacheOptions {
  /** Most sessions, the oldest go; default 10,000, about a kilobyte each. */
  readonly sessions?: number;
  /** How long a session lives, milliseconds; default one hour. */
  readonly lifeMs?: number;
}

const HOUR = 3_600_000;

/** A cache in memory, bounded in number and age. Sessions hold secrets: it is for one process and is not stored. */
export const sessionCache = ({ sessions = 10_000, lifeMs = HOUR }: SessionCacheOptions = {}): SessionCache => {
  const kept = new Map<string, TlcpSession>();
  const forget = (key: string): void => {
    kept.delete(key);
  };
  return {
    find: (key, at) => {
      const session = kept.get(key);
      if (session === undefined) return undefined;
      if (at >= session.at && at - session.at < lifeMs) return session;
      forget(key);
      return undefined;
    },
    keep: (key, session) => {
      forget(key);
      const oldest = kept.keys().next();
      if (kept.size >= sessions && oldest.done !== true) forget(oldest.value);
      kept.set(key, session);
    },
    forget,
    clear: () => kept.clear(),
  };
};

/** Text of a session id, for {@link SessionCache}. */
export const sessionKey = (id: Uint8Array): string => Buffer.from(id.buffer, id.byteOffset, id.length).toString('hex');
